import type { Outcome } from '../../../client/session.ts';
import type { Result } from '../../../protocol/wire/methods.ts';

type Part = Result<'run/log'>;

export interface ReaderOptions {
  /** Reads from a byte on. */
  readonly read: (from: number) => Promise<Outcome<Part>>;
  readonly after: (ms: number, work: () => void) => () => void;
  /** Told of each part that came, and of one without text where its note is new. */
  readonly took: (part: Part) => void;
  readonly refused: (message: string) => void;
  /** Told each time that the present end is reached. */
  readonly caughtUp?: () => void;
}

/** Reads one log until it ends or is closed. */
export interface LogReader {
  /** Reads what has come since. Call it when something has happened to the run. */
  look(): void;
  close(): void;
}

const againMs = 1_000;

export function createLogReader({ read, after, took, refused, caughtUp }: ReaderOptions): LogReader {
  let from = 0;
  let [busy, over, missed] = [false, false, false];
  let note: string | undefined;
  let again: (() => void) | undefined;

  /** Reads to the present end. */
  const catchUp = async (): Promise<'ended' | 'more' | 'refused'> => {
    for (;;) {
      const outcome = await read(from);
      if (over) return 'ended';
      if (!outcome.ok) {
        refused(outcome.message);
        return 'refused';
      }
      const part = outcome.value;
      const [moved, said] = [part.next > from, part.note !== note];
      from = part.next;
      note = part.note;
      if (moved || part.ended || said) took(part);
      if (part.ended) return 'ended';
      if (!moved) return 'more';
    }
  };
  const look = async (): Promise<void> => {
    // What has happened since this read was answered is not in it, and may be the last that happens.
    missed ||= busy;
    if (busy || over) return;
    again?.();
    busy = true;
    const state = await catchUp();
    busy = false;
    if (!over && state !== 'refused') caughtUp?.();
    over ||= state === 'ended';
    const wished = missed;
    missed = false;
    if (wished) return look();
    // The bridge does not tell of each line, so a run that is under way is asked. One that was refused waits for the next event, and so
    // does one whose engine gives no more before the job has ended.
    if (state === 'more' && !over && note === undefined) again = after(againMs, () => void look());
  };
  return {
    look: () => void look(),
    close() {
      over = true;
      again?.();
    },
  };
}

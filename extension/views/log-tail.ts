import type { Outcome } from '../../client/session.ts';
import type { Result } from '../../protocol/wire/methods.ts';

export interface TailOptions {
  /** Reads from a byte on. */
  readonly read: (from: number) => Promise<Outcome<Result<'run/log'>>>;
  readonly after: (ms: number, work: () => void) => () => void;
  /** Told of the whole text after each change. */
  readonly changed: (text: string) => void;
}

/** Follows one run's log until it ends or is closed. */
export interface Tail {
  /** Reads what has come since. Call it when something has happened to the run. */
  look(): void;
  close(): void;
}

const againMs = 1_000;
/** VS Code is handed the whole text at each change, so a long log is shown from near its end. */
const keptChars = 1_000_000;

export function createTail({ read, after, changed }: TailOptions): Tail {
  let [text, from, cut] = ['', 0, false];
  let [busy, over] = [false, false];
  let again: (() => void) | undefined;

  const show = (more: string): void => {
    text += more;
    if (text.length > keptChars) {
      cut = true;
      text = text.slice(text.indexOf('\n', text.length - keptChars) + 1);
    }
    changed(cut ? `(The beginning of this log is left out.)\n${text}` : text);
  };
  /** Reads to the present end. */
  const catchUp = async (): Promise<'ended' | 'more' | 'refused'> => {
    for (;;) {
      const outcome = await read(from);
      if (over) return 'ended';
      if (!outcome.ok) {
        changed(`${text}\n(${outcome.message})\n`);
        return 'refused';
      }
      const { text: more, next, ended } = outcome.value;
      const moved = next > from;
      from = next;
      if (moved || ended) show(more);
      if (ended) return 'ended';
      if (!moved) return 'more';
    }
  };
  const look = async (): Promise<void> => {
    if (busy || over) return;
    again?.();
    busy = true;
    const state = await catchUp();
    busy = false;
    over ||= state === 'ended';
    // The bridge does not tell of each line, so a run that is under way is asked; one that was refused waits for the next event.
    if (state === 'more' && !over) again = after(againMs, () => void look());
  };
  return {
    look: () => void look(),
    close() {
      over = true;
      again?.();
    },
  };
}

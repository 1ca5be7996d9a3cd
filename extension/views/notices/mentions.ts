import type { SessionEvent } from '../../../client/session.ts';
import type { Surroundings } from '../../../client/socket.ts';
import type { PersonId } from '../../../protocol/model/ids.ts';
import { type Call, createMentionWatch, noticesOf } from './mention-watch.ts';

export interface MentionOptions {
  readonly me: () => PersonId | undefined;
  /** Whether the feed is before its reader’s eyes, so that they need not be told. */
  readonly reading: () => boolean;
  /** Whether its user looks at this window, and so is told here and not in another one. */
  readonly focused: () => boolean;
  /** Whether no window of this user has told it yet; from then on one has. */
  readonly first: (key: string) => Promise<boolean>;
  readonly after: Surroundings['after'];
  readonly tell: (words: string) => Promise<void>;
  readonly failed: (error: unknown) => void;
}

export interface Mentions {
  told(event: SessionEvent): void;
  dispose(): void;
}

/** What was missed may come in several batches, and is told in one go. */
const gatherMs = 1_000;
/** The window that is looked at comes first. */
const yieldMs = 700;

/** Tells whoever is wanted: at once of what has just been said, and once, together, of what was said while they were away. */
export function createMentions({ me, reading, focused, first, after, tell, failed }: MentionOptions): Mentions {
  const watch = createMentionWatch();
  const waiting = new Set<() => void>();
  let missed: Call[] | undefined;

  function wait(ms: number, work: () => void): void {
    const stop = after(ms, () => {
      waiting.delete(stop);
      work();
    });
    waiting.add(stop);
  }
  async function tellFirst(words: string, key: string): Promise<void> {
    const seen = reading();
    if ((await first(key)) && !seen) await tell(words);
  }
  function say(calls: readonly Call[], away: boolean): void {
    for (const { words, key } of noticesOf(calls, away, me())) {
      const go = (): void => void tellFirst(words, key).catch(failed);
      if (focused()) go();
      else wait(yieldMs, go);
    }
  }
  function gather(calls: readonly Call[]): void {
    if (calls.length === 0) return;
    if (!missed)
      wait(gatherMs, () => {
        say(missed ?? [], true);
        missed = undefined;
      });
    missed = [...(missed ?? []), ...calls];
  }
  return {
    told(event) {
      if (event.type !== 'entries') return;
      const calls = watch.calls(event.entries, me());
      if (event.missed) gather(calls);
      else say(calls, false);
    },
    dispose: () => waiting.forEach((stop) => stop()),
  };
}

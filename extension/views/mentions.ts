import type { SessionEvent } from '../../client/session.ts';
import type { Surroundings } from '../../client/socket.ts';
import type { PersonId } from '../../protocol/model/ids.ts';
import { type Call, callWords, createMentionWatch } from './mention-watch.ts';

export interface MentionOptions {
  readonly me: () => PersonId | undefined;
  /** Whether the feed is before its reader’s eyes, so that they need not be told. */
  readonly reading: () => boolean;
  readonly after: Surroundings['after'];
  readonly tell: (words: string) => void;
}

export interface Mentions {
  told(event: SessionEvent): void;
  dispose(): void;
}

/** What was missed may come in several batches, and is told in one go. */
const gatherMs = 1_000;

/** Tells whoever is wanted: at once of what has just been said, and once, together, of what was said while they were away. */
export function createMentions({ me, reading, after, tell }: MentionOptions): Mentions {
  const watch = createMentionWatch();
  let missed: Call[] = [];
  let stop: (() => void) | undefined;

  const say = (calls: readonly Call[], away: boolean): void => {
    if (!reading()) for (const words of callWords(calls, away, me())) tell(words);
  };
  const flush = (): void => {
    stop = undefined;
    say(missed, true);
    missed = [];
  };
  return {
    told(event) {
      if (event.type !== 'entries') return;
      const calls = watch.calls(event.entries, me());
      if (!event.missed) return say(calls, false);
      missed.push(...calls);
      if (missed.length > 0) stop ??= after(gatherMs, flush);
    },
    dispose: () => stop?.(),
  };
}

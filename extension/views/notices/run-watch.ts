import type { Card, CardKey } from '../../../protocol/model/card.ts';
import type { CiRun } from '../../../protocol/model/run.ts';
import type { PersonId, RunId } from '../../../protocol/model/ids.ts';
import { hasEnded } from '../../../protocol/model/health.ts';

export interface EndedRun {
  readonly about: CardKey;
  readonly run: CiRun;
}

/** Knows the runs that commands of this window were about, and says of each once that it has ended. */
export interface RunWatch {
  follow(run: RunId): void;
  /** Follows an attempt that this user has begun at the engine themselves, of which the bridge does not know whose it is. */
  followOwn(run: RunId, attempt: number): void;
  /** Those of the runs that `me` has started and that have ended by these cards. */
  ended(cards: readonly Card[], me: PersonId | undefined): readonly EndedRun[];
}

export function createRunWatch(): RunWatch {
  const watched = new Map<RunId, { readonly own: boolean; readonly attempt: number }>();
  return {
    follow(run) {
      if (!watched.has(run)) watched.set(run, { own: false, attempt: 1 });
    },
    followOwn(run, attempt) {
      watched.set(run, { own: true, attempt });
    },
    ended(cards, me) {
      if (watched.size === 0) return [];
      const all = cards.flatMap(({ key, ci }) => ci.map((run) => ({ about: key, run })));
      return all.filter(({ run }) => {
        const wanted = watched.get(run.run);
        if (!wanted || run.attempt < wanted.attempt || !hasEnded(run.state)) return false;
        return (wanted.own || run.requestedBy?.id === me) && watched.delete(run.run);
      });
    },
  };
}

import type { Card, CardKey } from '../../protocol/model/card.ts';
import type { CiRun } from '../../protocol/model/run.ts';
import type { PersonId, RunId } from '../../protocol/model/ids.ts';
import { hasEnded } from '../../protocol/model/health.ts';

export interface EndedRun {
  readonly about: CardKey;
  readonly run: CiRun;
}

/** Knows the runs that commands of this window were about, and says of each once that it has ended. */
export interface RunWatch {
  follow(run: RunId): void;
  /** Those of the runs that `me` has started and that have ended by these cards. */
  ended(cards: readonly Card[], me: PersonId | undefined): readonly EndedRun[];
}

export function createRunWatch(): RunWatch {
  const watched = new Set<RunId>();
  return {
    follow(run) {
      watched.add(run);
    },
    ended(cards, me) {
      if (watched.size === 0) return [];
      const all = cards.flatMap(({ key, ci }) => ci.map((run) => ({ about: key, run })));
      const mine = all.filter(({ run }) => run.requestedBy?.id === me);
      return mine.filter(({ run }) => hasEnded(run.state) && watched.delete(run.run));
    },
  };
}

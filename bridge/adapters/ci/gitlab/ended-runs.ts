import type { RunId } from '../../../../protocol/model/ids.ts';
import type { Clock } from '../../../ports/clock.ts';

/** A run that has ended stays so for a while, unless somebody retries it at GitLab. */
const keptMs = 15_000;
const keptRuns = 50;

/** Remembers runs that have ended, so that reading a long log piece by piece asks about its run once. */
export interface EndedRuns<T> {
  find(run: RunId): T | undefined;
  keep(run: RunId, found: T): void;
  /** It may have been begun anew. */
  forget(run: RunId): void;
}

export function createEndedRuns<T>(clock: Clock): EndedRuns<T> {
  const known = new Map<RunId, { readonly found: T; readonly until: number }>();
  return {
    find(run) {
      const kept = known.get(run);
      return kept && kept.until > clock.now() ? kept.found : undefined;
    },
    keep(run, found) {
      known.delete(run);
      known.set(run, { found, until: clock.now() + keptMs });
      const [oldest] = known.keys();
      if (known.size > keptRuns && oldest !== undefined) known.delete(oldest);
    },
    forget: (run) => void known.delete(run),
  };
}

/** What decides how soon a repository is asked for news again. Instants and lengths are milliseconds. */
export interface Watch {
  readonly now: number;
  /** Its hook works: whatever happens is told. */
  readonly hooked: boolean;
  /** Somebody has an editor or a page open. */
  readonly watched: boolean;
  /** A branch of it last moved, or a run of it was last asked for. */
  readonly movedAt: number | undefined;
  /** A run of it is under way. */
  readonly underWay: boolean;
}

/** What was missed is found within this time at the latest ([W5]). */
export const sweepMs = 10 * 60_000;
const fastMs = 15_000;
const steadyMs = 60_000;
const recentMs = 2 * 60_000;

/** How long to wait before the next question: short after a push and while CI runs, long where a hook tells or nobody looks. */
export function pace({ now, hooked, watched, movedAt, underWay }: Watch): number {
  if (hooked || !watched) return sweepMs;
  const recent = movedAt !== undefined && now - movedAt < recentMs;
  return recent || underWay ? fastMs : steadyMs;
}

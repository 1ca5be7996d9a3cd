import type { Turn } from '../../protocol/model/entry.ts';
import { hasEnded, settled, verdict } from '../../protocol/model/health.ts';
import type { CiRun } from '../../protocol/model/run.ts';

/** What people were last told of a branch: a change is told once, and what was not told is not taken back. */
export type Told = 'failing' | 'passing';

/**
 * Whether enough is known of a run to speak of it: of a failure, what failed. `evidence` may be given up on, where nobody can say.
 */
export const isClear = (run: CiRun): boolean =>
  verdict(run) !== 'failing' || run.revisions?.evidence !== undefined || run.infrastructure !== undefined;

/**
 * What a human should notice of a branch's runs: it went red, was mended, or lost a run with the bridge. `told` is what they heard last. Red
 * is not told where each failure was there before, is on the base too, comes and goes, or is the engine's own ([W4] does not depend on it).
 */
export function turn(
  before: readonly CiRun[],
  after: readonly CiRun[],
  run: CiRun,
  told: Told | undefined,
): { readonly turn?: Turn; readonly told?: Told } {
  if (hasJustEnded(before, run) && run.state === 'interrupted') return { turn: 'interrupted' };
  const is = settled(after);
  if (is === undefined || is === told) return {};
  if (is === 'passing') return told === 'failing' ? { turn: 'fixed', told: is } : { told: is };
  const guilty = after.filter((each) => each.commit === run.commit && verdict(each) === 'failing');
  if (!guilty.some((each) => isClear(each) && calls(each))) return {};
  return { turn: 'red', told: is };
}

/** Whether a run ended by this news, and not before. */
export function hasJustEnded(before: readonly CiRun[], run: CiRun): boolean {
  const known = before.find((each) => each.run === run.run);
  return hasEnded(run.state) && !(known && hasEnded(known.state) && known.attempt === run.attempt);
}

/** Whether a failed run is somebody's to mend on this branch. */
function calls(run: CiRun): boolean {
  if (run.infrastructure !== undefined) return false;
  return (
    run.failures.length === 0 ||
    run.failures.some(({ triage }) => triage === undefined || triage === 'new' || triage === 'known')
  );
}

import { hasEnded, settled, verdict } from '../../protocol/model/health.ts';
import type { CiRun } from '../../protocol/model/run.ts';
import { isClear, type Told } from './turn.ts';

/** Why the end of a run is no news of its branch, for whoever asks. `after` are the branch's runs with it; `told` is what people last heard. */
export function whyNoTurn(after: readonly CiRun[], run: CiRun, told: Told | undefined): string {
  if (verdict(run) === undefined) return 'it has no result that says anything of the commit';
  const is = settled(after);
  const others = after.filter((each) => each.commit === run.commit && each.run !== run.run);
  if (others.some(({ state }) => !hasEnded(state)) && verdict(run) === 'passing')
    return 'other runs of the commit are still under way';
  if (after[0]?.commit !== run.commit) return 'the branch has moved on to another commit';
  if (is === undefined) return 'CI has not settled on a verdict yet';
  if (is === told) return `people know already that the branch is ${is}`;
  if (is === 'passing') return 'it was not red before';
  if (!isClear(run)) return 'what failed is asked for first';
  return run.infrastructure === undefined
    ? 'each failure was there before, is on the base too, or comes and goes'
    : 'the engine itself failed';
}

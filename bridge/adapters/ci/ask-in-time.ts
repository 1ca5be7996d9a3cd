import type { RunId } from '../../../protocol/model/ids.ts';
import type { CiReport } from '../../ports/ci-provider.ts';
import type { Clock } from '../../ports/clock.ts';

/** So long an engine may take: whoever has sent us news waits for our answer meanwhile. */
const withinMs = 2000;

/** Asks an engine how a run stands. */
export type Truth = (run: RunId) => Promise<readonly CiReport[]>;

/** How a run stands, as its engine says when it is asked; undefined where it does not say so in time: the sweep asks again. */
export async function askInTime(truth: Truth, run: RunId, clock: Clock): Promise<CiReport | undefined> {
  const late = Promise.withResolvers<readonly CiReport[]>();
  const noLonger = clock.after(withinMs, () => late.resolve([]));
  const found = await Promise.race([truth(run).catch(() => []), late.promise]);
  noLonger();
  return found.at(-1);
}

import { hasEnded } from '../../../../protocol/model/health.ts';
import type { RunId } from '../../../../protocol/model/ids.ts';
import type { CiReport, Unsettled } from '../../../ports/ci-provider.ts';
import type { Clock } from '../../../ports/clock.ts';

/** From one look at a run to the next: more and more, up to a minute. */
const soonMs = 10_000;
const lateMs = 60_000;

interface Ways {
  readonly read: (run: RunId) => Promise<readonly CiReport[]>;
  readonly receive: (report: CiReport) => Promise<void>;
  readonly clock: Clock;
}

/** Reports runs that had not ended, again and again until they have. One that is not there any more was interrupted. */
export async function lookAfter(unsettled: readonly Unsettled[], ways: Ways): Promise<() => Promise<void>> {
  const stops = new Map<RunId, () => void>();
  const under = new Set<Promise<void>>();
  let closed = false;

  const look = async (left: Unsettled, waitMs: number): Promise<void> => {
    const ended = await lookOnce(left, ways);
    if (ended || closed) return;
    const again = () => begin(left, Math.min(waitMs * 2, lateMs));
    stops.set(left.run.run, ways.clock.after(waitMs, again));
  };
  const begin = (left: Unsettled, waitMs: number): void => {
    if (closed) return;
    const looking = look(left, waitMs).finally(() => under.delete(looking));
    under.add(looking);
  };
  for (const left of unsettled) begin(left, soonMs);
  return async () => {
    closed = true;
    for (const stop of stops.values()) stop();
    await Promise.all(under);
  };
}

/** Whether that is all that will be heard of it. What cannot be asked, or be taken in, now is asked later. */
async function lookOnce({ run }: Unsettled, { read, receive }: Ways): Promise<boolean> {
  const gone: CiReport = { run: run.run, attempt: run.attempt, revision: run.revision + 1, state: 'interrupted' };
  try {
    const reports = await read(run.run);
    for (const report of reports.length > 0 ? reports : [gone]) await receive(report);
    return hasEnded(reports.at(-1)?.state ?? gone.state);
  } catch {
    return false;
  }
}

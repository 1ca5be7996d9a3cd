import { hasEnded } from '../../../protocol/model/health.ts';
import type { RunId } from '../../../protocol/model/ids.ts';
import type { CiReport, Unsettled } from '../../ports/ci-provider.ts';
import type { Clock } from '../../ports/clock.ts';

/** From one look at a run to the next: more and more, up to a minute. */
const soonMs = 10_000;
const lateMs = 60_000;

interface Ways {
  readonly read: (run: RunId) => Promise<readonly CiReport[]>;
  readonly receive: (report: CiReport) => Promise<void>;
  readonly clock: Clock;
}

/** Reports each run until it has ended; one that its engine does not know any more was interrupted. The returned function ends it. */
export async function lookAfter(
  unsettled: readonly Unsettled[],
  { read, receive, clock }: Ways,
): Promise<() => Promise<void>> {
  const stop = new AbortController();
  const { signal } = stop;

  const look = async ({ run: known }: Unsettled): Promise<boolean> => {
    const { run, attempt, revision } = known;
    const found = await read(run);
    const reports: readonly CiReport[] =
      found.length > 0 ? found : [{ run, attempt, revision: revision + 1, state: 'interrupted' }];
    for (const report of reports) if (!signal.aborted) await receive(report);
    const last = reports.at(-1);
    return last !== undefined && hasEnded(last.state);
  };
  const follow = async (left: Unsettled): Promise<void> => {
    for (let ms = soonMs; !signal.aborted; ms = Math.min(ms * 2, lateMs)) {
      if (await unlessLost(look(left))) return;
      await nap(clock, ms, signal);
    }
  };
  const following = unsettled.map(follow);
  return async () => {
    stop.abort();
    await Promise.all(following);
  };
}

/** What cannot be asked, or be kept, now is asked later: whoever closes must not hear of it. */
async function unlessLost(look: Promise<boolean>): Promise<boolean> {
  try {
    return await look;
  } catch {
    return false;
  }
}

async function nap(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const end = (): void => {
      back();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const back = clock.after(ms, end);
    signal.addEventListener('abort', end);
  });
}

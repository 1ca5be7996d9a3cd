import { hasEnded } from '../../../../protocol/model/health.ts';
import type { CiProvider, CiReport, Unsettled } from '../../../ports/ci-provider.ts';
import { PlatformError } from '../../../ports/platform-error.ts';
import type { GitHubActionsConfig } from './config.ts';
import type { ReadRun } from './read.ts';

/** Between two looks at a run that has not ended: longer each time, up to this. */
const firstMs = 3_000;
const lastMs = 60_000;

/** Follows runs that were under way when the bridge stopped, one after the other, until each has ended. The returned function ends that. */
export function follow(
  { clock, log }: GitHubActionsConfig,
  read: ReadRun,
  receive: (report: CiReport) => Promise<void>,
  unsettled: readonly Unsettled[],
): Awaited<ReturnType<CiProvider['open']>> {
  const closing = new AbortController();
  const { signal } = closing;

  const nap = async (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const end = (): void => {
        takeBack();
        resolve();
      };
      const takeBack = clock.after(ms, () => {
        signal.removeEventListener('abort', end);
        resolve();
      });
      signal.addEventListener('abort', end, { once: true });
    });

  /** Whether there is nothing more to wait for. */
  async function look({ run }: Unsettled): Promise<boolean> {
    const reports = await read(run.run);
    for (const report of signal.aborted ? [] : reports) await receive(report);
    return reports.every(({ state }) => hasEnded(state));
  }

  async function all(): Promise<void> {
    let left = unsettled;
    for (let ms = firstMs; left.length > 0 && !signal.aborted; ms = Math.min(lastMs, ms * 2)) {
      const open: Unsettled[] = [];
      for (const each of left) if (!signal.aborted && !(await look(each).catch(failed))) open.push(each);
      left = open;
      if (left.length > 0 && !signal.aborted) await nap(ms);
    }
  }

  function failed(error: unknown): boolean {
    if (!(error instanceof PlatformError)) throw error;
    log.warn('a run that was under way could not be read', { reason: error.message });
    return false;
  }

  const done = all().catch((error: unknown) => {
    log.error('runs that were under way are not followed any more', { reason: String(error) });
  });
  return async () => {
    closing.abort();
    await done;
  };
}

import type { CiProvider, CiReport, Unsettled } from '../../../ports/ci-provider.ts';
import { PlatformError } from '../../../ports/platform-error.ts';
import { pause } from './afterwards.ts';
import type { GitHubActionsConfig } from './config.ts';
import type { ReadRun } from './read.ts';

/** Between two tries where GitHub cannot be asked: longer each time, up to this. */
const firstMs = 3_000;
const lastMs = 60_000;

/**
 * Tells how runs stand now that were under way when the bridge stopped, each once; one that is not there any more was interrupted. What becomes
 * of the others is asked for with the rest of their repository. The returned function ends it.
 */
export function tellUnsettled(
  { clock, log }: GitHubActionsConfig,
  read: ReadRun,
  receive: (report: CiReport) => Promise<void>,
  unsettled: readonly Unsettled[],
): Awaited<ReturnType<CiProvider['open']>> {
  const closing = new AbortController();
  const { signal } = closing;

  async function look({ run: { run, attempt, revision } }: Unsettled): Promise<void> {
    const reports = await read(run);
    const gone: CiReport = { run, attempt, revision, state: 'interrupted', endedAt: clock.now() };
    for (const report of reports.length > 0 ? reports : [gone]) if (!signal.aborted) await receive(report);
  }

  async function all(): Promise<void> {
    let left = unsettled;
    for (let ms = firstMs; left.length > 0 && !signal.aborted; ms = Math.min(lastMs, ms * 2)) {
      const open: Unsettled[] = [];
      for (const each of left) if (!signal.aborted && !(await succeeds(look(each)))) open.push(each);
      left = open;
      if (left.length > 0 && !signal.aborted) await pause(clock, ms, signal);
    }
  }

  async function succeeds(work: Promise<void>): Promise<boolean> {
    try {
      await work;
      return true;
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error;
      log.warn('a run that was under way could not be read', { reason: error.message });
      return false;
    }
  }

  const done = all().catch((error: unknown) => {
    log.error('runs that were under way could not be told', { reason: String(error) });
  });
  return async () => {
    closing.abort();
    await done;
  };
}

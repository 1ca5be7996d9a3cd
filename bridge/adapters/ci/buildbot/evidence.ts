import type { CiReport } from '../../../ports/ci-provider.ts';
import { PlatformError } from '../../../ports/platform-error.ts';
import { cut } from '../../../../reports/bounded.ts';
import { errorLines } from '../../../../reports/error-lines.ts';
import { failuresIn } from '../../../../reports/matchers.ts';
import type { Logs } from './logs.ts';
import type { Request } from './read-request.ts';
import { isRed } from './report.ts';

type Evidence = Pick<CiReport, 'failures' | 'lines'>;

/** What came to light of a build that has ended: what the logs of its failed steps tell. */
export async function evidenceOf({ steps, place }: Request, logs: Logs): Promise<Evidence> {
  const failed = steps.filter(isRed);
  let lines: string[] = [];
  for (const step of failed) {
    const log = await quietly(async () => logs.ofStep(step));
    if (log === undefined) return {};
    const failures = failuresIn(log).map((each) => ({ ...each, job: cut(place.builder, 200) }));
    if (failures.length > 0) return { failures, lines: [] };
    if (lines.length === 0) lines = errorLines(log);
  }
  return { failures: [], lines };
}

/** What can be had; a run is told of even where its log cannot be read. Limits and lost passwords are still said. */
async function quietly<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof PlatformError) || error.fault === 'limited' || error.fault === 'unauthorised') throw error;
    return undefined;
  }
}

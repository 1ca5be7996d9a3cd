import type { CiRun } from '../../../protocol/model/run.ts';
import type { CiReport } from '../../ports/ci-provider.ts';
import { PlatformError } from '../../ports/platform-error.ts';

/**
 * How a run stands after something was done. That is not undone by a question that fails after it: then the run is as it was `known`, and
 * where it was not, nobody can be sure of it ([E5]).
 */
export async function asItStands(
  read: () => Promise<CiReport | undefined>,
  known?: CiRun,
): Promise<CiReport | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    if (!known) throw new PlatformError('unsure', error.vendorWord);
    const { run, attempt, revision, state } = known;
    return { run, attempt, revision, state };
  }
}

import { PlatformError } from '../../../ports/platform-error.ts';
import { GitFailure } from '../../git.ts';

/** Does `work`; where git fails it fails as the port says. */
export async function failing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof GitFailure) throw new PlatformError('unavailable', `git ended with ${error.code}`);
    throw error;
  }
}

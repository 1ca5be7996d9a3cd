import type { Clock } from '../../../ports/clock.ts';
import { PlatformError } from '../../../ports/platform-error.ts';

/** Resolves when so long has passed, or where it is not worth it any more. */
export const pause = async (clock: Clock, ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const end = (): void => {
      takeBack();
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const takeBack = clock.after(ms, end);
    signal?.addEventListener('abort', end, { once: true });
  });

/** What has been done is not undone by a question that fails after it: there is no answer then. */
export async function unlessFailing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof PlatformError) return undefined;
    throw error;
  }
}

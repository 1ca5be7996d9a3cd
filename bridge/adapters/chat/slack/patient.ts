import type { Clock } from '../../../ports/clock.ts';
import { PlatformError } from '../../../ports/platform-error.ts';
import type { Call } from './api.ts';

/** Calls that wait where Slack says so, and then go on: to read many threads takes more calls than Slack allows at once. */
export function createPatient(call: Call, clock: Clock): { readonly call: Call; close(): void } {
  const waits = new Set<() => void>();
  let closed = false;

  const wait = (ms: number) =>
    new Promise<void>((resolve) => {
      const end = () => {
        stop();
        waits.delete(end);
        resolve();
      };
      const stop = clock.after(ms, end);
      waits.add(end);
    });

  const patient: Call = async (method, args, answer) => {
    if (closed) throw new PlatformError('unavailable', 'closed');
    try {
      return await call(method, args, answer);
    } catch (error) {
      if (!(error instanceof PlatformError) || error.retryAfterMs === undefined) throw error;
      await wait(error.retryAfterMs);
      return patient(method, args, answer);
    }
  };

  return {
    call: patient,
    close() {
      closed = true;
      for (const end of waits) end();
    },
  };
}

import type { Clock } from '../../../ports/clock.ts';
import type { RunId } from '../../../../protocol/model/ids.ts';
import type { CiReport } from '../../../ports/ci-provider.ts';
import type { Log } from '../../../ports/log.ts';
import type { Told } from './run.ts';

/** From a report that could not be committed to the next try. */
const againMs = 1_000;

export interface Reporter {
  readonly receive: (report: CiReport) => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
  /** Aborted when the bridge ends: then each report is tried once. */
  readonly closing: AbortSignal;
}

/** Tells of one attempt of a run: one report after another, each until it is committed. */
export function tellOf(
  { receive, clock, log, closing }: Reporter,
  run: RunId,
  attempt: number,
): (told: Told) => Promise<void> {
  let revision = 0;
  return async (told) => {
    revision += 1;
    const report = { run, attempt, revision, ...told };
    for (;;) {
      try {
        await receive(report);
        return;
      } catch (error) {
        log.warn('a report of a run could not be committed', { run, revision, reason: String(error) });
      }
      if (closing.aborted) return;
      await waited(clock, closing);
    }
  };
}

async function waited(clock: Clock, closing: AbortSignal): Promise<void> {
  const over = Promise.withResolvers<undefined>();
  const takeBack = clock.after(againMs, () => over.resolve(undefined));
  const close = () => over.resolve(undefined);
  closing.addEventListener('abort', close);
  await over.promise;
  takeBack();
  closing.removeEventListener('abort', close);
}

import type { Card } from '../../../protocol/model/card.ts';
import { deedKeys, isDone } from '../../../protocol/model/done.ts';
import type { CiRun } from '../../../protocol/model/run.ts';
import type { CiCan, Source } from '../../../protocol/model/source.ts';
import { hasEnded } from '../../../protocol/model/health.ts';

/** What a bridge that does not tell of its sources has always been able to do. */
const unsaid: CiCan = {
  liveLog: true,
  start: true,
  cancel: true,
  rerun: false,
  rerunFailed: false,
  rerunJob: false,
  debug: false,
  decide: false,
};

/** What a provider of CI can do; what is false is not offered. */
export const canOf = (sources: readonly Source[] | undefined, provider: string): CiCan =>
  sources?.find(({ id, kind }) => kind === 'ci' && id === provider)?.can ?? unsaid;

/** What is left of it for a run of a branch on which this was done: what somebody has done is not offered again. */
export function leftOf(can: CiCan, run: CiRun, deeds: Card['deeds']): CiCan {
  const again = !isDone(deeds, deedKeys.rerun(run));
  return {
    ...can,
    cancel: can.cancel && !isDone(deeds, deedKeys.cancel(run)),
    rerun: can.rerun && again,
    rerunFailed: can.rerunFailed && again,
    rerunJob: can.rerunJob && again,
    debug: can.debug && again,
  };
}

/** What can be done with a run as it stands: the words of its `viewItem`. */
export function runContext(run: CiRun, can: CiCan): string {
  const ended = hasEnded(run.state);
  const failed = run.state !== 'passed' && run.state !== 'skipped';
  const words = [
    ['run', true],
    [ended ? 'ended' : 'active', true],
    ['cancel', can.cancel && !ended],
    ['rerun', can.rerun && ended],
    ['rerunFailed', can.rerunFailed && ended && failed],
    ['debug', can.debug && can.rerun && ended],
    ['page', run.url !== undefined],
  ] as const;
  return words.flatMap(([word, holds]) => (holds ? word : [])).join(' ');
}

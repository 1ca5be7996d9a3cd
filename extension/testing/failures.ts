import type { Card } from '../../protocol/model/card.ts';
import { latestRuns, verdict } from '../../protocol/model/health.ts';
import type { CiRun, FailingTest } from '../../protocol/model/run.ts';

/** A test that failed in CI, or a place that CI points at, as long as it is true of the branch. */
export interface Failure {
  /** The same in each run that has it: what it stands in, then its name. */
  readonly path: readonly [workflow: string, job: string, file: string, name: string];
  readonly run: CiRun;
  readonly test: FailingTest;
  /** Nobody's fault here: flaky, or red on the base too, or in a job that may fail. */
  readonly mild: boolean;
}

/**
 * What failed in the newest run of each workflow that says anything. One that is under way and has nothing to tell yet takes nothing back,
 * nor does one that was cancelled; one that passed takes all of it back.
 */
export function failuresOf({ ci }: Pick<Card, 'ci'>): readonly Failure[] {
  const telling = latestRuns(ci.filter((run) => verdict(run) !== undefined || run.failures.length > 0));
  return telling.flatMap((run) => (verdict(run) === 'passing' ? [] : ofRun(run)));
}

function ofRun(run: CiRun): readonly Failure[] {
  const lenient = new Set((run.jobs ?? []).filter(({ mayFail }) => mayFail).map(({ name }) => name));
  const seen = new Map<string, number>();
  return run.failures.map((test) => {
    const { job = '', file = '', name, triage } = test;
    const key = JSON.stringify([job, file, name]);
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    const alone = count === 1 ? name : `${name} (${count})`;
    const mild = triage === 'flaky' || triage === 'on-base' || lenient.has(job);
    return { path: [`${run.provider} ${run.workflow}`, job, file, alone], run, test, mild };
  });
}

import type { FailingTest } from '../../../../protocol/model/run.ts';
import type { CiReport } from '../../../ports/ci-provider.ts';
import { PlatformError } from '../../../ports/platform-error.ts';
import { errorLines } from '../../../../reports/error-lines.ts';
import { findByName } from '../../../../reports/find-file.ts';
import { failuresIn } from '../../../../reports/matchers.ts';
import { testReport } from '../../../../reports/test-report.ts';
import { failuresAt } from './annotations.ts';
import { testsKept } from './artifacts.ts';
import type { GitHubActionsConfig } from './config.ts';
import { infrastructureIn } from './infrastructure.ts';
import { lastOf } from './job.ts';
import type { Logs } from './log.ts';
import { failedPart } from './log-text.ts';
import type { RunPlace } from './run-place.ts';
import { unlessGone } from './runs.ts';
import { type Annotation, Annotations, type WorkflowJob, type WorkflowRun } from './schema.ts';
import { stateOf } from './state.ts';
import { instant, line } from './text.ts';

/** What a run shows of its failure. */
type Evidence = Required<Pick<CiReport, 'failures' | 'lines'>> & Pick<CiReport, 'counts' | 'infrastructure'>;

/** Of so many failing jobs the annotations are read, and of so many the logs. */
const mostJobs = 6;
const mostLogs = 2;

/** What the wire takes. */
const mostFailures = 50;

/** Why a run failed: what its reports, its annotations and its logs say, from the surest to the least sure. */
export function evidenceFrom({ client, log }: GitHubActionsConfig, logs: Logs) {
  /** What cannot be read of it is left out; but a limit is to be heard of. */
  async function ifReadable<T>(what: string, work: Promise<T>, otherwise: T): Promise<T> {
    try {
      return await work;
    } catch (error) {
      if (!(error instanceof PlatformError) || error.fault === 'limited' || error.fault === 'unauthorised') throw error;
      log.warn('a part of what a run shows could not be read', { what, reason: error.vendorWord });
      return otherwise;
    }
  }

  async function annotationsOf(job: WorkflowJob, { owner, repo }: RunPlace): Promise<readonly Annotation[]> {
    const check = /\/check-runs\/([1-9]\d{0,15})$/.exec(job.check_run_url ?? '')?.[1] ?? job.id;
    const route = 'GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations';
    const asked = client.request(route, { owner, repo, check_run_id: Number(check), per_page: 50 }, Annotations);
    return ifReadable('annotations', unlessGone(asked), undefined).then((found) => found ?? []);
  }

  return async (run: WorkflowRun, at: RunPlace, jobs: readonly WorkflowJob[]): Promise<Evidence> => {
    const failed = lastOf(jobs).filter((job) => failing.has(stateOf(job)));
    const annotated = await Promise.all(failed.slice(0, mostJobs).map(async (job) => annotationsOf(job, at)));
    const said = failed.slice(0, mostJobs).flatMap((job, index) => failuresAt(annotated[index] ?? [], nameOf(job)));
    const since = instant(run.run_started_at) ?? 0;
    const tests = await ifReadable('artifacts', testsKept(client, at, since), []);
    const report = await testReport(tests, findByName());
    const [only, ...others] = failed.map(nameOf);
    const named = (report?.failures ?? []).map((test) => (only && others.length === 0 ? { ...test, job: only } : test));

    const texts: { readonly job: string; readonly text: string }[] = [];
    for (const job of named.length > 0 ? [] : failed.slice(0, mostLogs)) {
      const text = await ifReadable('log', logs.whole(at, job), undefined);
      if (text !== undefined) texts.push({ job: nameOf(job), text: failedPart(text) });
    }
    const matched = texts.flatMap(({ job, text }) => failuresIn(text).map((failure) => ({ ...failure, job })));
    const lines = texts[0] ? errorLines(texts[0].text) : [];
    const failures = distinct([...named, ...said, ...matched]).slice(0, mostFailures);
    const infrastructure = blamed(run, annotated.flat(), failures.length > 0 ? [] : lines);
    return {
      failures,
      lines,
      ...(report && { counts: report.counts }),
      ...(infrastructure !== undefined && { infrastructure }),
    };
  };
}

const failing: ReadonlySet<string> = new Set(['failed', 'timed-out', 'setup-failed']);

const nameOf = ({ name, id }: WorkflowJob): string => line(name, 200) || `job ${id}`;

/** One place is told once, by whoever knows it best. */
function distinct(failures: readonly FailingTest[]): FailingTest[] {
  const seen = new Set<string>();
  return failures.filter(({ name, file, line: at }) => {
    const key = JSON.stringify(file !== undefined && at !== undefined ? [file, at] : [name, file]);
    return !seen.has(key) && seen.add(key);
  });
}

/** GitHub's own word counts; what a log says only where it names no test. */
function blamed(run: WorkflowRun, annotations: readonly Annotation[], lines: readonly string[]): string | undefined {
  if (stateOf(run) === 'setup-failed') return 'GitHub could not start this run: its page says why.';
  return infrastructureIn(annotations.map(({ message }) => message ?? '')) ?? infrastructureIn(lines);
}

import type { Annotation, Conclusion, Repo } from '../rows.ts';
import type { Job, Run, Step, Workflow } from '../rows-actions.ts';
import { latest } from '../shapes/run.ts';
import { type Site, userOf } from '../site.ts';
import type { Ledger } from './ledger.ts';

/** A job that a test moves by hand. */
export interface ScriptedJob {
  readonly job: Job;
  start(): void;
  /** It waits for somebody to let it into its environment, which must have reviewers. */
  wait(): void;
  /** A step begins; the one before it has passed. */
  step(name: string): void;
  /** Lines of the log, without stamps. */
  log(...lines: string[]): void;
  annotate(path: string, line: number, message: string, level?: Annotation['annotation_level']): void;
  /** The open step ends with it too. */
  end(conclusion: Conclusion): void;
}
export interface ScriptedRun {
  readonly run: Run;
  job(name: string, more?: { key?: string; environment?: string; labels?: readonly string[] }): ScriptedJob;
  end(conclusion: Conclusion): void;
}
export interface Scripted {
  readonly branch: string;
  readonly workflow?: string;
  readonly name?: string;
  readonly event?: string;
  readonly by?: string;
  readonly title?: string;
  readonly sha?: string;
}

/** Runs without processes: a test says what becomes of them, and everybody is told as of a real one. */
export function createScript(
  site: Site,
  repo: Repo,
  ledger: Ledger,
  workflowAt: (path: string, name: string) => Workflow,
) {
  function endStep(job: Job, conclusion: Conclusion): void {
    const open = job.steps.findLast((each) => each.status === 'in_progress');
    if (open) Object.assign(open, { status: 'completed', conclusion, completedAt: site.now() });
  }
  const handsOnJob = (job: Job): ScriptedJob => ({
    job,
    start: () => ledger.start(job),
    wait() {
      const environment = repo.environments.get(job.environment ?? '');
      if (!environment) throw new Error(`no environment ${job.environment}`);
      ledger.wait(job, environment);
    },
    step(name) {
      endStep(job, 'success');
      const row: Step = {
        number: job.steps.length + 1,
        name,
        status: 'in_progress',
        conclusion: null,
        startedAt: site.now(),
        completedAt: null,
        from: job.log.length,
      };
      job.steps.push(row);
      ledger.touched();
    },
    log(...lines) {
      const stamp = new Date(site.now()).toISOString().replace('Z', '0000Z');
      job.log.push(...lines.map((line) => `${stamp} ${line}`));
    },
    annotate(path, line, message, level = 'failure') {
      const place = { path, start_line: line, end_line: line, start_column: null, end_column: null };
      job.check.annotations.push({ ...place, annotation_level: level, title: '', message, raw_details: '' });
    },
    end(conclusion) {
      endStep(job, conclusion);
      ledger.end(job, conclusion);
    },
  });
  const handsOn = (run: Run): ScriptedRun => ({
    run,
    job: (name, more = {}) => handsOnJob(ledger.queue(run, { key: more.key ?? name, name, ...more })),
    end: (conclusion) => ledger.finish(run, conclusion),
  });

  return {
    handsOn,
    async begin(of: Scripted): Promise<ScriptedRun> {
      const path = of.workflow ?? '.github/workflows/ci.yml';
      const sha = of.sha ?? repo.heads.get(of.branch);
      if (sha === undefined) throw new Error(`${of.branch} was not pushed`);
      const run = await ledger.begin({
        workflow: workflowAt(path, of.name ?? 'CI'),
        event: of.event ?? 'push',
        branch: of.branch,
        sha,
        title: of.title ?? 'A change',
        actor: userOf(site, of.by ?? 'ann'),
        inputs: {},
      });
      return handsOn(run);
    },
    cancel(run: Run): void {
      for (const job of latest(run).jobs.filter((each) => each.check.status !== 'completed')) {
        endStep(job, 'cancelled');
        ledger.end(job, 'cancelled');
      }
      ledger.finish(run, 'cancelled');
    },
    decide(jobs: readonly Job[], verdict: 'approved' | 'rejected'): void {
      for (const job of jobs) {
        if (verdict === 'approved') job.check.status = 'queued';
        else ledger.end(job, 'failure');
      }
    },
  };
}

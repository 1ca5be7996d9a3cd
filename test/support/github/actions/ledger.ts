import type { Commits } from '../commits.ts';
import { actionsApp } from '../commits.ts';
import type { Conclusion, Environment, Pull, Repo, User } from '../rows.ts';
import type { Attempt, Job, Run, Workflow } from '../rows-actions.ts';
import { deploymentShape } from '../shapes/check.ts';
import { pageOf } from '../shapes/repository.ts';
import { jobShape, latest, runShape, workflowShape } from '../shapes/run.ts';
import { reviewerShape, simpleUser } from '../shapes/user.ts';
import { iso, type Site } from '../site.ts';

export interface NewRun {
  readonly workflow: Workflow;
  readonly event: string;
  readonly branch: string;
  readonly sha: string;
  readonly title: string;
  readonly actor: User;
  readonly inputs: Readonly<Record<string, string>>;
  readonly pull?: Pull | undefined;
}
export interface NewJob {
  readonly key: string;
  readonly name: string;
  readonly labels?: readonly string[];
  readonly environment?: string | undefined;
  readonly mayFail?: boolean;
}

/** Keeps runs and jobs and tells the hook of each change. Whoever drives them, processes or a test, does it by this. */
export function createLedger(site: Site, repo: Repo, commits: Commits) {
  const changed = new Set<() => void>();
  function tellRun(run: Run, action: string): void {
    const attempt = latest(run);
    attempt.updatedAt = site.now();
    const body = { workflow_run: runShape(site, repo, run), workflow: workflowShape(site, repo, run.workflow) };
    site.emit(repo, 'workflow_run', action, body, attempt.by);
    for (const each of changed) each();
  }
  function tellJob(job: Job, action: string): void {
    const deployment = job.deployment ? { deployment: deploymentShape(site, repo, job.deployment) } : {};
    const body = { workflow_job: { ...jobShape(site, repo, job), status: job.check.status }, ...deployment };
    site.emit(repo, 'workflow_job', action, body, latest(job.run).by);
    for (const each of changed) each();
  }
  function addAttempt(run: Run, by: User, debug: boolean): Attempt {
    const at = site.now();
    const number = run.attempts.length + 1;
    const attempt: Attempt = {
      number,
      startedAt: at,
      by,
      debug,
      jobs: [],
      status: 'queued',
      conclusion: null,
      updatedAt: at,
    };
    run.attempts.push(attempt);
    return attempt;
  }
  function addJob(run: Run, of: NewJob): Job {
    const id = site.next('check');
    const detailsUrl = `${pageOf(site, repo)}/actions/runs/${run.id}/job/${id}`;
    const check = commits.check(run.suite, of.name, { id, detailsUrl });
    const attempt = latest(run);
    const job: Job = {
      id,
      run,
      attempt: attempt.number,
      key: of.key,
      check,
      createdAt: site.now(),
      labels: of.labels ?? ['ubuntu-latest'],
      steps: [],
      log: [],
      environment: of.environment,
      mayFail: of.mayFail ?? false,
      outputs: {},
    };
    attempt.jobs.push(job);
    return job;
  }

  return {
    /** Something of a run has changed of which no delivery tells. */
    touched(): void {
      for (const each of changed) each();
    },
    /** Calls back at each change of a run or a job. The returned function ends that. */
    watch(work: () => void): () => void {
      changed.add(work);
      return () => void changed.delete(work);
    },
    async begin(of: NewRun): Promise<Run> {
      of.workflow.runs += 1;
      const suite = await commits.suite(actionsApp, of.sha, of.branch);
      const run: Run = {
        ...of,
        id: site.next('run'),
        number: of.workflow.runs,
        suite,
        createdAt: site.now(),
        attempts: [],
        approvals: [],
        artifacts: [],
        logsGone: false,
      };
      repo.runs.push(run);
      addAttempt(run, of.actor, false);
      commits.tellSuite(suite, 'requested', of.actor);
      tellRun(run, 'requested');
      return run;
    },
    /**
     * A new attempt of the same run; jobs that are not done again stand in it too, with new ids and their old times. GitHub sends nothing
     * for them, and no `requested`.
     */
    again(run: Run, by: User, debug: boolean, keep: readonly Job[]): Attempt {
      const attempt = addAttempt(run, by, debug);
      for (const old of keep) {
        const copy = addJob(run, {
          key: old.key,
          name: old.check.name,
          labels: old.labels,
          environment: old.environment,
        });
        const { status, conclusion, startedAt, completedAt, output } = old.check;
        Object.assign(copy.check, { status, conclusion, startedAt, completedAt, output });
        copy.steps.push(...old.steps);
        copy.log.push(...old.log);
        copy.outputs = old.outputs;
      }
      return attempt;
    },
    queue(run: Run, of: NewJob): Job {
      const job = addJob(run, of);
      commits.tellCheck(job.check, 'created', latest(run).by);
      tellJob(job, 'queued');
      return job;
    },
    /** A job that its own condition keeps from running. */
    skip(run: Run, of: NewJob, conclusion: Conclusion = 'skipped'): Job {
      const job = addJob(run, of);
      const at = site.now();
      Object.assign(job.check, { status: 'completed', conclusion, startedAt: at, completedAt: at });
      commits.tellCheck(job.check, 'completed', latest(run).by);
      tellJob(job, 'completed');
      return job;
    },
    /** It waits for somebody to let it go to its environment. */
    wait(job: Job, environment: Environment): void {
      const { run } = job;
      const by = latest(run).by;
      job.check.status = 'waiting';
      latest(run).status = 'waiting';
      const since = iso(site.now());
      const shape = jobShape(site, repo, job);
      site.emit(
        repo,
        'deployment_review',
        'requested',
        {
          environment: environment.name,
          requestor: simpleUser(site, by),
          reviewers: environment.reviewers.map((each) => reviewerShape(site, each)),
          since,
          workflow_job_run: {
            conclusion: null,
            created_at: shape.created_at,
            environment: environment.name,
            html_url: shape.html_url,
            id: job.id,
            name: shape.name,
            status: 'waiting',
            updated_at: since,
          },
          workflow_run: runShape(site, repo, run),
        },
        by,
      );
      tellJob(job, 'waiting');
    },
    /** Somebody has said yes or no to an environment. */
    decided(
      run: Run,
      environment: Environment,
      jobs: readonly Job[],
      verdict: 'approved' | 'rejected',
      by: User,
      comment: string,
    ): void {
      run.approvals.push({ state: verdict, comment, user: by, environment });
      const since = iso(site.now());
      const jobRuns = jobs.map((job) => {
        const { id, name, status, html_url, created_at } = jobShape(site, repo, job);
        return {
          id,
          name,
          status,
          conclusion: null,
          html_url,
          created_at,
          updated_at: since,
          environment: environment.name,
        };
      });
      const body = {
        approver: simpleUser(site, by),
        comment,
        reviewers: environment.reviewers.map((each) => reviewerShape(site, each)),
        since,
        workflow_job_run: jobRuns[0],
        workflow_job_runs: jobRuns,
        workflow_run: runShape(site, repo, run),
      };
      site.emit(repo, 'deployment_review', verdict, body, by);
    },
    start(job: Job): void {
      const attempt = latest(job.run);
      const first = attempt.status !== 'in_progress';
      Object.assign(job.check, { status: 'in_progress', startedAt: site.now() });
      attempt.status = 'in_progress';
      if (first) tellRun(job.run, 'in_progress');
      tellJob(job, 'in_progress');
    },
    end(job: Job, conclusion: Conclusion): void {
      const at = site.now();
      const { check } = job;
      Object.assign(check, { status: 'completed', conclusion, startedAt: check.startedAt ?? at, completedAt: at });
      commits.tellCheck(check, 'completed', latest(job.run).by);
      tellJob(job, 'completed');
    },
    finish(run: Run, conclusion: Conclusion): void {
      const attempt = latest(run);
      attempt.status = 'completed';
      attempt.conclusion = conclusion;
      tellRun(run, 'completed');
      commits.tellSuite(run.suite, 'completed', attempt.by);
    },
  };
}
export type Ledger = ReturnType<typeof createLedger>;

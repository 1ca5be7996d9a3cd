import type { Commits } from '../commits.ts';
import type { Pull, Repo, User } from '../rows.ts';
import type { Attempt, Run, Workflow } from '../rows-actions.ts';
import { latest } from '../shapes/run.ts';
import { type Site, userOf } from '../site.ts';
import { keptOf, picked, type What } from './again.ts';
import { createEngine } from './engine.ts';
import { createLedger } from './ledger.ts';
import { loadParser } from './parser.ts';
import { createScript } from './script.ts';
import { dispatchInputs, readWorkflow, wants, type WorkflowFile } from './workflow-file.ts';

/** GitHub's word for why not, with its status. */
export interface Refusal {
  readonly status: number;
  readonly message: string;
}
export interface Dispatch {
  readonly workflow: Workflow;
  readonly ref: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly by: User;
}

const no = (status: number, message: string): Refusal => ({ status, message });
export const isRefusal = (value: object): value is Refusal => 'message' in value;

/** The workflows of a repository and their runs: what starts them, does them again and ends them. */
export function createActions(site: Site, repo: Repo, commits: Commits) {
  const ledger = createLedger(site, repo, commits);
  const parser = loadParser();
  const engine = createEngine(site, repo, ledger, commits, parser);
  const files = new Map<Run, WorkflowFile>();
  const script = createScript(site, repo, ledger, workflowAt);
  let byHand = false;

  /** The workflow of a path, which is made when it is first seen. */
  function workflowAt(path: string, name: string): Workflow {
    const known = repo.workflows.find((each) => each.path === path);
    if (known) {
      known.name = name;
      return known;
    }
    const id = site.next('workflow');
    const row: Workflow = { id, name, path, state: 'active', createdAt: site.now(), runs: 0 };
    repo.workflows.push(row);
    return row;
  }
  async function read(sha: string, path: string): Promise<WorkflowFile | undefined> {
    const content = await repo.git.show(sha, path);
    return content === undefined ? undefined : readWorkflow(await parser, path, content);
  }
  /** All workflow files of a commit. */
  async function scan(sha: string) {
    const entries = await repo.git.list(sha, '.github/workflows/');
    const found: { workflow: Workflow; file: WorkflowFile }[] = [];
    for (const { path, type } of entries.filter((each) => /\.ya?ml$/.test(each.path))) {
      const file = type === 'blob' ? await read(sha, path) : undefined;
      if (file) found.push({ workflow: workflowAt(path, file.name ?? path), file });
    }
    return found;
  }
  function go(run: Run, file: WorkflowFile): Run {
    files.set(run, file);
    if (file.errors.length > 0) ledger.finish(run, 'failure');
    else if (!byHand) engine.begin(run, file);
    return run;
  }

  async function startFor(
    event: string,
    of: { branch: string; sha: string; by: User; pull?: Pull; action?: string },
  ): Promise<void> {
    const { branch, sha, by, pull, action } = of;
    const commit = await repo.git.commit(sha);
    for (const { workflow, file } of await scan(sha)) {
      const target = pull ? pull.base : branch;
      if (workflow.state !== 'active' || (file.errors.length === 0 && !wants(file, event, target, action))) continue;
      if (file.errors.length > 0 && event !== 'push') continue;
      const title = pull ? pull.title : (commit.message.split('\n')[0] ?? '');
      go(await ledger.begin({ workflow, event, branch, sha, title, actor: by, inputs: {}, pull }), file);
    }
  }

  function rerun(run: Run, what: What, by: User, debug: boolean): Attempt | Refusal {
    const last = latest(run);
    const file = files.get(run);
    if (last.status !== 'completed') return no(403, 'This workflow is already running');
    if (site.now() - run.createdAt > 30 * 86_400_000)
      return no(403, 'Unable to retry this workflow run because it was created over a month ago');
    if (picked(last.jobs, what).length === 0 && what !== 'all')
      return no(403, 'This workflow run cannot be retried because it has no failed jobs');
    const attempt = ledger.again(run, by, debug, keptOf(file, last.jobs, what));
    if (file && !byHand) engine.begin(run, file);
    return attempt;
  }

  return {
    ledger,
    scan,
    workflowAt,
    runs: repo.runs,
    startFor,
    /** Somebody starts a workflow by hand. */
    async dispatch({ workflow, ref, inputs, by }: Dispatch): Promise<Run | Refusal> {
      const branch = ref.replace(/^refs\/heads\//, '');
      const sha = repo.heads.get(branch);
      if (sha === undefined) return no(422, `No ref found for: ${ref}`);
      if (workflow.state !== 'active') return no(422, `Cannot trigger a 'workflow_dispatch' on a disabled workflow`);
      const file = await read(sha, workflow.path);
      if (!file) return no(422, 'Workflow does not exist or does not have a workflow_dispatch trigger in this branch.');
      if (file.errors.length > 0) return no(422, `failed to parse workflow: ${file.errors.join('\n')}`);
      const values = dispatchInputs(file, inputs);
      if (typeof values === 'string') return no(422, values);
      const base = { workflow, event: 'workflow_dispatch', branch, sha, actor: by, inputs: values };
      return go(await ledger.begin({ ...base, title: file.name ?? workflow.path }), file);
    },
    rerun,
    cancel(run: Run): Refusal | undefined {
      if (latest(run).status === 'completed') return no(409, 'Cannot cancel a workflow run that is completed.');
      if (byHand) script.cancel(run);
      else engine.cancel(run);
    },
    /** Environments that the run waits for, with the jobs that do. */
    pending(run: Run) {
      const jobs = latest(run).jobs.filter((job) => job.check.status === 'waiting');
      const names = [...new Set(jobs.map((job) => job.environment ?? ''))];
      return names.flatMap((name) => {
        const environment = repo.environments.get(name);
        return environment ? [{ environment, jobs: jobs.filter((job) => job.environment === name) }] : [];
      });
    },
    decide(run: Run, environmentId: number, verdict: 'approved' | 'rejected', by: User, comment: string): void {
      const found = this.pending(run).find((each) => each.environment.id === environmentId);
      if (!found) return;
      ledger.decided(run, found.environment, found.jobs, verdict, by, comment);
      if (byHand) script.decide(found.jobs, verdict);
      else engine.decide(run, found.environment.name, verdict);
    },
    /** From now on runs only do what the test says, by `script`. */
    byHand(on = true): void {
      byHand = on;
    },
    script: (of: Parameters<typeof script.begin>[0]) => script.begin(of),
    /** Somebody else's hands on a run that was started by a call. */
    handsOn: (run: Run) => script.handsOn(run),
    run(id: number): Run {
      const run = repo.runs.find((each) => each.id === id);
      if (!run) throw new Error(`no run ${id}`);
      return run;
    },
    /** Resolves when `met` is true of the runs, which it is asked at each change. */
    async until(met: () => boolean): Promise<void> {
      if (met()) return;
      await new Promise<void>((resolve) => {
        const end = ledger.watch(() => {
          if (!met()) return;
          end();
          resolve();
        });
      });
    },
    approve(run: Run, environment: string, by: string, comment = ''): void {
      const found = repo.environments.get(environment);
      if (found) this.decide(run, found.id, 'approved', userOf(site, by), comment);
    },
    /** The wait timer of an environment has run out. */
    timeIsUp(run: Run, environment: string): void {
      engine.decide(run, environment, 'approved');
    },
    idle: async () => engine.idle(),
    close: async () => engine.close(),
  };
}
export type Actions = ReturnType<typeof createActions>;

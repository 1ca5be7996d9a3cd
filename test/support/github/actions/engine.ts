import type { Commits } from '../commits.ts';
import type { Conclusion, Environment, Repo } from '../rows.ts';
import type { Run } from '../rows-actions.ts';
import { latest } from '../shapes/run.ts';
import { fullName, type Site } from '../site.ts';
import { type Contexts, createExpressions, type Expression, type Standing, textOf } from './expressions.ts';
import { createGates } from './gate.ts';
import { runJob } from './job-run.ts';
import type { Ledger } from './ledger.ts';
import { combinations, withMatrix } from './matrix.ts';
import type { Parser } from './parser.ts';
import { texts } from './steps.ts';
import type { JobDefinition, WorkflowFile } from './workflow-file.ts';

/** Whoever makes runs go on. */
export interface Engine {
  /** Begins the newest attempt; jobs that stand in it already are kept. */
  begin(run: Run, file: WorkflowFile): void;
  cancel(run: Run): void;
  /** Somebody has said yes or no to an environment. */
  decide(run: Run, environment: string, verdict: 'approved' | 'rejected'): void;
  /** Resolves when nothing runs any more; what waits for a person does not count. */
  idle(): Promise<void>;
  close(): Promise<void>;
}
interface JobResult {
  readonly result: Conclusion;
  readonly outputs: Readonly<Record<string, string>>;
}

const list = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value;

/** Runs workflows really: each job's steps by bash, at the commit, jobs side by side as their `needs` let them. */
export function createEngine(
  site: Site,
  repo: Repo,
  ledger: Ledger,
  commits: Commits,
  parser: Promise<Parser>,
): Engine {
  const gates = createGates(ledger, commits);
  const running = new Map<Run, { stop: AbortController; done: Promise<void> }>();

  function githubContext(run: Run): Contexts {
    const attempt = latest(run);
    const pull = run.pull;
    return {
      sha: run.sha,
      ref: pull ? `refs/pull/${pull.number}/merge` : `refs/heads/${run.branch}`,
      ref_name: pull ? `${pull.number}/merge` : run.branch,
      ref_type: 'branch',
      head_ref: pull?.head ?? '',
      base_ref: pull?.base ?? '',
      event_name: run.event,
      event: { inputs: run.inputs, ...(pull ? { pull_request: { number: pull.number }, number: pull.number } : {}) },
      workflow: run.workflow.name,
      run_id: String(run.id),
      run_number: String(run.number),
      run_attempt: String(attempt.number),
      actor: run.actor.login,
      triggering_actor: attempt.by.login,
      repository: fullName(repo),
      repository_owner: repo.owner.login,
      server_url: site.url,
      api_url: site.url,
      token: 'ghs_of_the_run',
    };
  }

  const environmentOf = (name: string): Environment | undefined => {
    if (name === '') return undefined;
    const known = repo.environments.get(name);
    const made: Environment = known ?? {
      id: site.next('environment'),
      name,
      reviewers: [],
      waitMinutes: 0,
      selfReview: true,
    };
    repo.environments.set(name, made);
    return made;
  };

  async function oneJob(
    run: Run,
    key: string,
    definition: JobDefinition,
    contexts: Contexts,
    expression: Expression,
    stop: AbortSignal,
  ): Promise<JobResult> {
    const matrix = contexts['matrix'] as Contexts;
    const fill = (value: unknown) => expression.fill(value, contexts);
    const name = definition.name === undefined ? withMatrix(key, matrix) : textOf(fill(definition.name));
    const kept = latest(run).jobs.find((each) => each.key === key && each.check.name === name);
    if (kept) return { result: kept.check.conclusion ?? 'success', outputs: kept.outputs };
    const of = typeof definition.environment === 'object' ? definition.environment.name : definition.environment;
    const environment = environmentOf(textOf(fill(of)));
    const mayFail = fill(definition['continue-on-error'] ?? false) === true;
    const labels = [fill(definition['runs-on'])].flat().map(textOf);
    const job = ledger.queue(run, { key, name, labels, environment: environment?.name, mayFail });
    const { debug } = latest(run);
    const conclusion = await gates.through(job, environment, stop, async () => {
      if (stop.aborted) return 'cancelled';
      ledger.start(job);
      return runJob({ site, repo, job, definition, contexts, expression, stop, debug, changed: ledger.touched });
    });
    ledger.end(job, conclusion);
    return { result: conclusion === 'failure' && mayFail ? 'success' : conclusion, outputs: job.outputs };
  }

  async function execute(run: Run, file: WorkflowFile, stop: AbortSignal): Promise<void> {
    const expression = createExpressions(await parser);
    const standing = new Set(latest(run).jobs);
    const results = new Map<string, Promise<JobResult>>();
    const base = {
      github: githubContext(run),
      inputs: inputsOf(run, file),
      vars: {},
      secrets: Object.fromEntries(repo.secrets),
      runner: { os: 'Linux', name: 'GitHub Actions 1', temp: '/tmp' },
      job: {},
      steps: {},
      strategy: {},
    };

    async function job(key: string, definition: JobDefinition): Promise<JobResult> {
      const kept = [...standing].filter((each) => each.key === key);
      if (kept.some((each) => each.check.conclusion === 'skipped')) return { result: 'skipped', outputs: {} };
      const names = list(definition.needs);
      const settled = await Promise.all(names.map(async (name) => resultOf(name)));
      const needs = Object.fromEntries(settled.map((each, at): [string, JobResult] => [names[at] ?? '', each]));
      const before: Standing = {
        failed: settled.some((each) => each.result === 'failure'),
        skipped: settled.some((each) => each.result === 'skipped'),
        cancelled: stop.aborted || settled.some((each) => each.result === 'cancelled'),
      };
      const contexts: Contexts = { ...base, needs, env: {}, matrix: {} };
      const env = texts(expression.fill(file.env ?? {}, contexts) as Contexts);
      if (kept.length === 0 && !expression.lets(definition.if, contexts, before)) {
        const conclusion = stop.aborted ? 'cancelled' : 'skipped';
        ledger.skip(run, { key, name: definition.name ?? key }, conclusion);
        return { result: conclusion, outputs: {} };
      }
      const matrix = expression.fill(definition.strategy?.matrix, contexts) as Contexts | undefined;
      const all = await Promise.all(
        combinations(matrix).map(async (values) =>
          oneJob(run, key, definition, { ...contexts, env, matrix: values }, expression, stop),
        ),
      );
      const worst = all.find((each) => each.result !== 'success');
      return {
        result: worst?.result ?? 'success',
        outputs: Object.assign({}, ...all.map((each) => each.outputs)) as Record<string, string>,
      };
    }
    async function resultOf(key: string): Promise<JobResult> {
      const definition = file.jobs[key];
      if (!definition) return { result: 'failure', outputs: {} };
      const started = results.get(key) ?? job(key, definition);
      results.set(key, started);
      return started;
    }
    const all = await Promise.all(Object.keys(file.jobs).map(async (key) => resultOf(key)));
    const had = (result: Conclusion) => all.some((each) => each.result === result);
    ledger.finish(
      run,
      stop.aborted || had('cancelled') ? 'cancelled' : had('failure') || had('timed_out') ? 'failure' : 'success',
    );
  }

  return {
    begin(run, file) {
      const stop = new AbortController();
      const done = execute(run, file, stop.signal)
        .catch(() => ledger.finish(run, 'startup_failure'))
        .finally(() => void running.delete(run));
      running.set(run, { stop, done });
    },
    cancel(run) {
      running.get(run)?.stop.abort();
    },
    decide: gates.decide,
    async idle() {
      while (running.size > gates.runs().size)
        await new Promise<void>((resolve) => {
          const end = ledger.watch(() => {
            end();
            setImmediate(resolve);
          });
          for (const { done } of running.values()) void done.finally(resolve);
        });
    },
    async close() {
      for (const { stop } of running.values()) stop.abort();
      await Promise.all([...running.values()].map(async (each) => each.done));
    },
  };
}

/** Inputs as expressions see them: booleans and numbers are what they are called. */
function inputsOf(run: Run, file: WorkflowFile): Contexts {
  const dispatch = file.on['workflow_dispatch'] as
    | { inputs?: Record<string, { type?: string } | null> }
    | null
    | undefined;
  return Object.fromEntries(
    Object.entries(run.inputs).map(([name, value]) => {
      const type = dispatch?.inputs?.[name]?.type;
      return [name, type === 'boolean' ? value === 'true' : type === 'number' ? Number(value) : value];
    }),
  );
}

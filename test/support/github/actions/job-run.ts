import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Conclusion, Repo } from '../rows.ts';
import type { Job, Step } from '../rows-actions.ts';
import type { Site } from '../site.ts';
import { runAction } from './builtin.ts';
import { type Contexts, type Expression, type Standing, textOf } from './expressions.ts';
import { createJobLog, type JobLog } from './job-log.ts';
import { runScript, texts } from './steps.ts';
import type { JobDefinition, StepDefinition } from './workflow-file.ts';

export interface JobWork {
  readonly site: Site;
  readonly repo: Repo;
  readonly job: Job;
  readonly definition: JobDefinition;
  readonly contexts: Contexts;
  readonly expression: Expression;
  readonly stop: AbortSignal;
  readonly debug: boolean;
  /** A step has begun or ended. */
  readonly changed: () => void;
}
interface StepState {
  readonly outputs: Record<string, string>;
  readonly outcome: Conclusion;
  readonly conclusion: Conclusion;
}

const nameOf = (step: StepDefinition) =>
  step.name ?? (step.uses ? `Run ${step.uses}` : `Run ${step.run?.split('\n')[0] ?? ''}`);

async function checkout(repo: Repo, sha: string, into: string): Promise<void> {
  await repo.git.git('clone', '--quiet', '--shared', '--no-checkout', '--', repo.folder, into);
  await repo.git.git('-C', into, 'checkout', '--quiet', '--detach', sha);
}

function hiddenOf({ job, repo, contexts, site, debug }: JobWork): Record<string, string> {
  const github = contexts['github'] as Record<string, unknown>;
  const names = [
    'sha',
    'ref',
    'ref_name',
    'head_ref',
    'base_ref',
    'event_name',
    'workflow',
    'run_id',
    'run_number',
    'run_attempt',
    'actor',
    'triggering_actor',
    'repository',
  ];
  const values = Object.fromEntries(names.map((name) => [`GITHUB_${name.toUpperCase()}`, textOf(github[name])]));
  const server = { GITHUB_SERVER_URL: site.url, GITHUB_API_URL: site.url, GITHUB_JOB: job.key, RUNNER_OS: 'Linux' };
  return { ...values, ...server, GITHUB_REPOSITORY_OWNER: repo.owner.login, ...(debug ? { RUNNER_DEBUG: '1' } : {}) };
}

/** Runs a job's steps one after the other in a clone of its own; resolves with what came of it. Never rejects for what a step does. */
export async function runJob(work: JobWork): Promise<Conclusion> {
  const { site, repo, job, expression, definition, debug } = work;
  const base = await mkdtemp(join(tmpdir(), 'shiproom-runner-'));
  const place = { work: join(base, 'work'), own: join(base, 'own'), stop: work.stop };
  const log = createJobLog(job.log, job.check.annotations, {
    now: site.now,
    debug,
    secrets: [...repo.secrets.values()],
    changed: work.changed,
  });
  const state = { failed: false, env: texts(expression.fill(definition.env ?? {}, work.contexts) as Contexts) };
  const steps: Record<string, StepState> = {};
  const standing = (): Standing => ({ failed: state.failed, cancelled: work.stop.aborted });
  const contextsNow = (more: Contexts = {}): Contexts => ({
    ...work.contexts,
    env: { ...(work.contexts['env'] as Contexts), ...state.env, ...more },
    steps,
    job: { status: work.stop.aborted ? 'cancelled' : state.failed ? 'failure' : 'success' },
  });

  async function withRow(name: string, act: (row: Step) => Promise<Conclusion>): Promise<Conclusion> {
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
    work.changed();
    row.conclusion = await act(row);
    row.status = 'completed';
    row.completedAt = site.now();
    work.changed();
    return row.conclusion;
  }

  async function doStep(step: StepDefinition, index: number, outputs: Record<string, string>): Promise<Conclusion> {
    const own = texts(expression.fill(step.env ?? {}, contextsNow(), standing()) as Contexts);
    const contexts = contextsNow(own);
    log.debug(`Evaluating condition for step: '${nameOf(step)}'`);
    if (step.uses !== undefined) {
      const inputs = expression.fill(step.with ?? {}, contexts, standing()) as Contexts;
      return (await runAction(site, repo, job.run, place.work, step.uses, inputs, log)) ? 'success' : 'failure';
    }
    const timeout = step['timeout-minutes'];
    const late = work.stop.aborted;
    const result = await runScript(place, log, {
      index,
      script: textOf(expression.fill(step.run ?? '', contexts, standing())),
      shell: step.shell,
      folder: step['working-directory'],
      shown: contexts['env'] as Record<string, string>,
      hidden: hiddenOf(work),
      timeoutMs: timeout === undefined ? undefined : timeout * 60_000,
      late,
    });
    const cancelled = work.stop.aborted && !late;
    Object.assign(outputs, result.outputs);
    Object.assign(state.env, result.environment);
    if (cancelled) log.write('##[error]The operation was canceled.');
    else if (result.code === undefined)
      log.fail(`The action '${nameOf(step)}' has timed out after ${timeout} minutes.`);
    else if (result.code > 0) log.fail(`Process completed with exit code ${result.code}.`);
    return cancelled ? 'cancelled' : result.code === 0 ? 'success' : 'failure';
  }

  async function takeStep(definitionOf: StepDefinition, index: number): Promise<void> {
    const key = definitionOf.id ?? `__step_${index}`;
    const outputs: Record<string, string> = {};
    const name = textOf(expression.fill(nameOf(definitionOf), contextsNow(), standing()));
    const runs = expression.lets(definitionOf.if, contextsNow(), standing());
    let outcome: Conclusion = 'skipped';
    await withRow(name, async () => {
      if (runs) outcome = await doStep(definitionOf, index, outputs);
      const soft = expression.fill(definitionOf['continue-on-error'] ?? false, contextsNow()) === true;
      const conclusion = outcome === 'failure' && soft ? 'success' : outcome;
      if (conclusion === 'failure') state.failed = true;
      steps[key] = { outputs, outcome, conclusion };
      return conclusion;
    });
  }

  try {
    await withRow('Set up job', async () => {
      begin(log, job, debug);
      await checkout(repo, job.run.sha, place.work);
      return 'success';
    });
    for (const [index, each] of (definition.steps ?? []).entries()) await takeStep(each, index);
    job.outputs = texts(expression.fill(definition.outputs ?? {}, contextsNow(), standing()) as Contexts);
    await withRow('Complete job', async () => {
      log.write('Cleaning up orphan processes');
      return 'success';
    });
  } catch (error) {
    log.fail(error instanceof Error ? error.message : String(error));
    state.failed = true;
  } finally {
    await rm(base, { recursive: true, force: true, maxRetries: 5 });
  }
  return work.stop.aborted ? 'cancelled' : state.failed ? 'failure' : 'success';
}

function begin(log: JobLog, job: Job, debug: boolean): void {
  if (debug) {
    log.debug('Starting: ' + job.check.name);
    log.debug('ACTIONS_STEP_DEBUG: true');
  }
  log.write("Current runner version: '2.330.0'");
  log.write('##[group]Runner Image Provisioner');
  log.write('Hosted Compute Agent');
  log.write('##[endgroup]');
  log.write(`Complete job name: ${job.check.name}`);
}

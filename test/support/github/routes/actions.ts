import { type Actions, isRefusal } from '../actions/actions.ts';
import type { Repo, User } from '../rows.ts';
import type { Attempt, Job, Run, Workflow } from '../rows-actions.ts';
import {
  created,
  inRepo,
  missing,
  nothing,
  numberOf,
  ok,
  paged,
  type Answer,
  type RepoAsk,
  refused,
  type Route,
} from '../router.ts';
import { apiOf, pageOf } from '../shapes/repository.ts';
import { artifactShape, jobShape, latest, runShape, workflowShape } from '../shapes/run.ts';
import type { Actor, Site } from '../site.ts';

/** The actions of a repository; each has its own. */
export type ActionsOf = (repo: Repo) => Actions;

/** Who does it: an App's own hand is its bot. */
const handOf = (site: Site, actor: Actor): User => ('user' in actor ? actor.user : site.app.bot);

const workflowIn = ({ repo, params }: RepoAsk): Workflow | undefined => {
  const name = params['workflow_id'] ?? '';
  return repo.workflows.find(
    (each) => String(each.id) === name || each.path === name || each.path === `.github/workflows/${name}`,
  );
};
const inWorkflow = (
  spec: string,
  needs: string,
  answer: (ask: RepoAsk, workflow: Workflow) => Answer | Promise<Answer>,
) => {
  const [method = '', path = ''] = spec.split(' ');
  return inRepo(`${method} /actions/workflows/{workflow_id}${path}`, needs, (ask) => {
    const found = workflowIn(ask);
    return found ? answer(ask, found) : missing();
  });
};
export const inRun = (spec: string, needs: string, answer: (ask: RepoAsk, run: Run) => Answer | Promise<Answer>) => {
  const [method = '', path = ''] = spec.split(' ');
  return inRepo(`${method} /actions/runs/{run_id}${path}`, needs, (ask) => {
    const run = ask.repo.runs.find((each) => each.id === numberOf(ask, 'run_id'));
    return run ? answer(ask, run) : missing();
  });
};
export const inJob = (spec: string, needs: string, answer: (ask: RepoAsk, job: Job) => Answer | Promise<Answer>) => {
  const [method = '', path = ''] = spec.split(' ');
  return inRepo(`${method} /actions/jobs/{job_id}${path}`, needs, (ask) => {
    const jobs = ask.repo.runs.flatMap((run) => run.attempts.flatMap((attempt) => attempt.jobs));
    const job = jobs.find((each) => each.id === numberOf(ask, 'job_id'));
    return job ? answer(ask, job) : missing();
  });
};

function dated(filter: string, at: number): boolean {
  const [from, to] = filter.includes('..') ? filter.split('..') : [filter.replace(/^[><]=?/, ''), undefined];
  const start = Date.parse(from ?? '');
  const second = Math.floor(at / 1_000) * 1_000;
  if (to !== undefined) return (from === '*' || second >= start) && (to === '*' || second <= Date.parse(to));
  if (filter.startsWith('>=')) return second >= start;
  if (filter.startsWith('>')) return second > start;
  if (filter.startsWith('<=')) return second <= start;
  if (filter.startsWith('<')) return second < start;
  return new Date(second).toISOString().startsWith(filter);
}

function listRuns(ask: RepoAsk, of?: Workflow) {
  const { site, repo, query } = ask;
  const wanted = (name: string, value: (run: Run) => string | null | undefined) => {
    const asked = query.get(name);
    return (run: Run) => asked === null || value(run) === asked;
  };
  const status = query.get('status');
  const date = query.get('created');
  const found = repo.runs
    .filter((run) => of === undefined || run.workflow === of)
    .filter(wanted('branch', (run) => run.branch))
    .filter(wanted('event', (run) => run.event))
    .filter(wanted('head_sha', (run) => run.sha))
    .filter(wanted('actor', (run) => run.actor.login))
    .filter(wanted('check_suite_id', (run) => String(run.suite.id)))
    .filter((run) => status === null || latest(run).status === status || latest(run).conclusion === status)
    .filter((run) => date === null || dated(date, run.createdAt))
    .toReversed();
  return paged(
    ask,
    found.map((run) => runShape(site, repo, run)),
    'workflow_runs',
  );
}

const listJobs = (ask: RepoAsk, jobs: readonly Job[]) =>
  paged(
    ask,
    jobs.map((job) => jobShape(ask.site, ask.repo, job)),
    'jobs',
  );

/** Reading: workflows, runs, attempts, jobs, artifacts. */
export const actionsRoutes = (actionsOf: ActionsOf): readonly Route[] => [
  inRepo('GET /actions/workflows', 'actions:read', async (ask) => {
    const { repo, site } = ask;
    const head = repo.heads.get(repo.defaultBranch);
    if (head !== undefined) await actionsOf(repo).scan(head);
    return paged(
      ask,
      repo.workflows.map((each) => workflowShape(site, repo, each)),
      'workflows',
    );
  }),
  inWorkflow('GET ', 'actions:read', ({ site, repo }, workflow) => ok(workflowShape(site, repo, workflow))),
  inWorkflow('GET /runs', 'actions:read', listRuns),
  inRepo('GET /actions/runs', 'actions:read', (ask) => listRuns(ask)),
  inRun('GET ', 'actions:read', ({ site, repo }, run) => ok(runShape(site, repo, run))),
  inRun('GET /attempts/{attempt_number}', 'actions:read', (ask, run) => {
    const attempt = attemptOf(ask, run);
    return attempt ? ok(runShape(ask.site, ask.repo, run, attempt)) : missing();
  }),
  inRun('GET /attempts/{attempt_number}/jobs', 'actions:read', (ask, run) => {
    const attempt = attemptOf(ask, run);
    return attempt ? listJobs(ask, attempt.jobs) : missing();
  }),
  inRun('GET /jobs', 'actions:read', (ask, run) =>
    listJobs(ask, ask.query.get('filter') === 'all' ? run.attempts.flatMap((each) => each.jobs) : latest(run).jobs),
  ),
  inJob('GET ', 'actions:read', ({ site, repo }, job) => ok(jobShape(site, repo, job))),
  inRun('GET /artifacts', 'actions:read', (ask, run) => {
    const name = ask.query.get('name');
    const found = run.artifacts.filter((each) => name === null || each.name === name);
    return paged(
      ask,
      found.map((each) => artifactShape(ask.site, ask.repo, run, each)),
      'artifacts',
    );
  }),
];

const attemptOf = (ask: RepoAsk, run: Run): Attempt | undefined =>
  run.attempts.find((each) => each.number === numberOf(ask, 'attempt_number'));

async function dispatch(
  actionsOf: ActionsOf,
  { site, repo, actor, body }: RepoAsk,
  workflow: Workflow,
): Promise<Answer> {
  const { ref, inputs } = body as { ref?: string; inputs?: Record<string, unknown> };
  if (typeof ref !== 'string') return refused(422, 'Invalid request.\n\n"ref" wasn\'t supplied.');
  const run = await actionsOf(repo).dispatch({ workflow, ref, inputs: inputs ?? {}, by: handOf(site, actor) });
  if (isRefusal(run)) return refused(run.status, run.message);
  if (body['return_run_details'] !== true) return nothing();
  const rest = `/actions/runs/${run.id}`;
  return ok({ workflow_run_id: run.id, run_url: apiOf(site, repo) + rest, html_url: pageOf(site, repo) + rest });
}

/** Doing: start, again, cancel. */
export const actionsDeeds = (actionsOf: ActionsOf): readonly Route[] => {
  const again = (ask: RepoAsk, run: Run, what: 'all' | 'failed' | { readonly job: number }): Answer => {
    const debug = ask.body['enable_debug_logging'] === true;
    const result = actionsOf(ask.repo).rerun(run, what, handOf(ask.site, ask.actor), debug);
    return isRefusal(result) ? refused(result.status, result.message) : created();
  };
  const cancel = (ask: RepoAsk, run: Run): Answer => {
    const no = actionsOf(ask.repo).cancel(run);
    return no ? refused(no.status, no.message) : { status: 202, body: {} };
  };
  const enable = (state: Workflow['state']) => (_: RepoAsk, workflow: Workflow) => {
    workflow.state = state;
    return nothing();
  };
  return [
    inWorkflow('POST /dispatches', 'actions:write', async (ask, workflow) => dispatch(actionsOf, ask, workflow)),
    inWorkflow('PUT /disable', 'actions:write', enable('disabled_manually')),
    inWorkflow('PUT /enable', 'actions:write', enable('active')),
    inRun('POST /rerun', 'actions:write', (ask, run) => again(ask, run, 'all')),
    inRun('POST /rerun-failed-jobs', 'actions:write', (ask, run) => again(ask, run, 'failed')),
    inJob('POST /rerun', 'actions:write', (ask, job) => again(ask, job.run, { job: job.id })),
    inRun('POST /cancel', 'actions:write', cancel),
    inRun('POST /force-cancel', 'actions:write', cancel),
  ];
};

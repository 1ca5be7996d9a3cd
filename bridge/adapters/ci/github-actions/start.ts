import type { BranchName, RepositoryId } from '../../../../protocol/model/ids.ts';
import type { CiDeed, CiReport } from '../../../ports/ci-provider.ts';
import type { Clock } from '../../../ports/clock.ts';
import { PlatformError } from '../../../ports/platform-error.ts';
import type { GitHubClient } from '../../github/client.ts';
import { placeOf } from '../../github/place.ts';
import { unlessFailing } from './afterwards.ts';
import { checkInputs } from './check-inputs.ts';
import { findRun } from './find-run.ts';
import { runIdOf } from './run-place.ts';
import type { Runs } from './runs.ts';
import { Dispatched, HeadRef } from './schema.ts';
import type { Workflows } from './workflows.ts';

type Start = CiDeed & { readonly type: 'start' };

interface Parts {
  readonly client: GitHubClient;
  readonly clock: Clock;
  readonly runs: Runs;
  readonly workflows: Workflows;
}

/** Starts a workflow for the commit that is expected at the head of the branch, with inputs that it takes, once; and finds the run. */
export function startIn({ client, clock, runs, workflows }: Parts): (deed: Start) => Promise<CiReport> {
  const find = findRun(client, clock, runs);

  async function check(deed: Start): Promise<{ readonly id: string; readonly name: string }> {
    const { repository, branch, inputs } = deed;
    if (deed.debug) throw new PlatformError('refused', 'GitHub debugs a run only when it is run again');
    const known = await workflows(repository, branch);
    const workflow = deed.workflow === undefined ? known[0] : known.find(({ id }) => id === deed.workflow);
    if (!workflow) throw new PlatformError('refused', 'unknown_workflow');
    checkInputs(workflow, inputs);
    // Asked last, so that as little as possible can be pushed in between.
    if ((await headOf(client, repository, branch)) !== deed.commit) throw new PlatformError('refused', 'stale_target');
    return workflow;
  }

  /** GitHub may tell of a run a little before it can be read. */
  async function begun(id: number, { repository, branch, commit }: Start, workflow: string): Promise<CiReport> {
    const queuedAt = clock.now();
    const run = await unlessFailing(runs.get({ ...placeOf(repository), run_id: id }));
    const report = run && (await unlessFailing(runs.report(run, repository)));
    if (report) return report;
    const made = runIdOf(repository, id);
    if (!made) throw new PlatformError('unsure', 'the run that was made has no id');
    const of = { repository, branch, commit, workflow, queuedAt };
    return { run: made, attempt: 1, revision: 0, state: 'queued', of };
  }

  return async (deed) => {
    const { id, name } = await check(deed);
    const since = clock.now();
    const made = await dispatch(client, deed, id);
    return made === undefined ? find(deed, id, since) : begun(made, deed, name);
  };
}

/** Asks for a run, and gives its number where the server tells it. */
async function dispatch(client: GitHubClient, deed: Start, workflow_id: string): Promise<number | undefined> {
  const { repository, branch, inputs } = deed;
  const route = 'POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches';
  // A tag may have the branch's name.
  const body = { ...placeOf(repository), workflow_id, ref: `refs/heads/${branch}`, inputs };
  try {
    return (await client.request(route, { ...body, return_run_details: true }, Dispatched))?.workflow_run_id;
  } catch (error) {
    // A server that does not know this parameter has done nothing.
    const unknown = error instanceof PlatformError && error.fault === 'refused' && /run_details/.test(error.vendorWord);
    if (!unknown) throw error;
    return (await client.request(route, body, Dispatched))?.workflow_run_id;
  }
}

/** The commit that a branch stands at. */
async function headOf(client: GitHubClient, repository: RepositoryId, branch: BranchName): Promise<string> {
  const route = 'GET /repos/{owner}/{repo}/git/ref/{ref}';
  const { object } = await client.request(route, { ...placeOf(repository), ref: `heads/${branch}` }, HeadRef);
  return object.sha;
}

import type { Deployment } from '../../../../protocol/model/pull-request.ts';
import { type BranchName, Sha } from '../../../../protocol/model/ids.ts';
import type { Deployed } from './schema.ts';
import { instantOf, oneLine, webAddress } from './text.ts';

const states: Readonly<Record<string, Deployment['state']>> = {
  ACTIVE: 'succeeded',
  SUCCESS: 'succeeded',
  ERROR: 'failed',
  FAILURE: 'failed',
  IN_PROGRESS: 'running',
  QUEUED: 'queued',
  PENDING: 'queued',
  WAITING: 'waiting',
  INACTIVE: 'inactive',
  DESTROYED: 'inactive',
  ABANDONED: 'inactive',
};

/** Where the branch, or its newest commit, was last put: the newest of each environment. */
export function deploymentsOf(all: readonly Deployed[], branch: BranchName, head: string | undefined): Deployment[] {
  const ofBranch = all.filter(({ ref, commitOid }) => ref?.name === branch || commitOid === head);
  const read = ofBranch.flatMap((deployed) => deploymentOf(deployed) ?? []).toSorted((a, b) => b.begunAt - a.begunAt);
  const newest = new Map<string, Deployment>();
  for (const { deployment } of read) {
    if (!newest.has(deployment.environment)) newest.set(deployment.environment, deployment);
  }
  return [...newest.values()].slice(0, 10);
}

function deploymentOf(deployed: Deployed): { readonly begunAt: number; readonly deployment: Deployment } | undefined {
  const commit = Sha.safeParse(deployed.commitOid);
  const begunAt = instantOf(deployed.createdAt);
  const state = states[deployed.state ?? ''];
  const environment = oneLine(deployed.environment ?? '', 200);
  if (!commit.success || begunAt === undefined || !state || environment === '') return undefined;
  const url = webAddress(deployed.latestStatus?.environmentUrl) ?? webAddress(deployed.latestStatus?.logUrl);
  const at = instantOf(deployed.latestStatus?.createdAt) ?? begunAt;
  return { begunAt, deployment: { environment, state, commit: commit.data, at, ...(url && { url }) } };
}

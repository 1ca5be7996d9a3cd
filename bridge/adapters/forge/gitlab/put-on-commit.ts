import { type BranchName, Sha } from '../../../../protocol/model/ids.ts';
import type { Check, Deployment } from '../../../../protocol/model/pull-request.ts';
import { type GitLabClient, segment } from '../../gitlab/client.ts';
import { instant } from '../../gitlab/instant.ts';
import { stateOf } from '../../gitlab/job-state.ts';
import { cut } from '../../../../reports/bounded.ts';
import { DeploymentRow, Status } from './schema.ts';

const mostChecks = 60;
const mostDeployments = 10;

/** What others have put on a commit. GitLab lists its own jobs among them, which are told of elsewhere. */
export async function readChecks(client: GitLabClient, project: string, commit: Sha): Promise<Check[]> {
  const rows = await client.list(`${project}/repository/commits/${segment(commit)}/statuses`, Status);
  return rows
    .filter(
      ({ target_url: target }) => !(target?.startsWith(`${client.url}/`) && /\/(?:jobs|builds)\/\d+$/.test(target)),
    )
    .slice(0, mostChecks)
    .map(({ name, status, target_url: target, description }) => ({
      name: cut(name, 200),
      state: stateOf(status),
      ...urlOf(target),
      ...(description && { summary: cut(description, 300) }),
    }));
}

const states: Readonly<Record<string, Deployment['state']>> = {
  created: 'queued',
  running: 'running',
  success: 'succeeded',
  failed: 'failed',
  blocked: 'waiting',
  canceled: 'inactive',
  skipped: 'inactive',
};

/** Where the branch was last put: the newest deployment to each environment. */
export async function readDeployments(
  client: GitLabClient,
  project: string,
  branch: BranchName,
): Promise<Deployment[]> {
  const query = { order_by: 'updated_at', sort: 'desc' };
  const rows = await client.list(`${project}/deployments`, DeploymentRow, query);
  const newest = new Map<string, Deployment>();
  for (const row of rows) {
    const deployment = row.ref === branch ? deploymentOf(row) : undefined;
    if (deployment && !newest.has(deployment.environment)) newest.set(deployment.environment, deployment);
  }
  return [...newest.values()].slice(0, mostDeployments);
}

function deploymentOf(row: DeploymentRow): Deployment | undefined {
  const at = instant(row.updated_at ?? row.created_at);
  if (!row.environment || at === undefined) return undefined;
  const { name, external_url: url } = row.environment;
  return {
    environment: cut(name, 200),
    state: states[row.status] ?? 'queued',
    commit: Sha.parse(row.sha),
    at,
    ...urlOf(url),
  };
}

const urlOf = (url: string | null | undefined): { readonly url?: string } =>
  url && /^https?:\/\/\S{1,1900}$/.test(url) ? { url } : {};

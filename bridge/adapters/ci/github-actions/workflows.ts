import type { BranchName, RepositoryId } from '../../../../protocol/model/ids.ts';
import type { Workflow, WorkflowInput } from '../../../../protocol/model/workflow.ts';
import { PlatformError } from '../../../ports/platform-error.ts';
import type { GitHubClient } from '../../github/client.ts';
import { placeOf } from '../../github/place.ts';
import { providerId } from './config.ts';
import { dispatchInputs } from './dispatch-inputs.ts';
import { remembering } from './memory.ts';
import { unlessGone } from './runs.ts';
import { EnvironmentList, FileContent, WorkflowList } from './schema.ts';
import { line } from './text.ts';

/** Of a repository so many workflows are looked at. */
const mostWorkflows = 50;

/** So many files are asked for at a time. */
const atOnce = 5;

/** Where GitHub looks for workflows. */
const folder = '.github/workflows/';

/** What can be started for a branch, as its own files have it. */
export type Workflows = (repository: RepositoryId, branch: BranchName) => Promise<readonly Workflow[]>;

export function workflowsFrom(client: GitHubClient): Workflows {
  const list = remembering(client, 'GET /repos/{owner}/{repo}/actions/workflows', WorkflowList);
  const file = remembering(client, 'GET /repos/{owner}/{repo}/contents/{+path}', FileContent);
  const environments = remembering(client, 'GET /repos/{owner}/{repo}/environments', EnvironmentList);

  async function inputsAt(repository: RepositoryId, branch: BranchName, path: string) {
    const found = await unlessGone(file({ ...placeOf(repository), path, ref: `refs/heads/${branch}` }));
    if (found?.value.encoding !== 'base64') return undefined;
    return dispatchInputs(Buffer.from(found.value.content ?? '', 'base64').toString('utf8'));
  }

  /** Not everybody who may start a workflow may see what there is to deploy to. */
  async function environmentsOf(repository: RepositoryId): Promise<readonly string[] | undefined> {
    try {
      const { value } = await environments({ ...placeOf(repository), per_page: 100 });
      return value.environments.map(({ name }) => name).filter(({ length }) => length <= 1000);
    } catch (error) {
      if (error instanceof PlatformError && (error.fault === 'gone' || error.fault === 'refused')) return undefined;
      throw error;
    }
  }

  return async (repository, branch) => {
    const { value } = await list({ ...placeOf(repository), per_page: 100 });
    const active = value.workflows.filter(({ state, path }) => state === 'active' && isPlain(path));
    const found: Workflow[] = [];
    for (let from = 0; from < Math.min(active.length, mostWorkflows); from += atOnce) {
      const some = active.slice(from, Math.min(from + atOnce, mostWorkflows));
      const inputs = await Promise.all(some.map(async ({ path }) => inputsAt(repository, branch, path)));
      for (const [index, { name, path }] of some.entries()) {
        const asked = inputs[index];
        const id = path.slice(folder.length);
        if (asked) found.push({ provider: providerId, id, name: line(name, 200) || id, inputs: [...asked] });
      }
    }
    const choosing = found.some(({ inputs }) => inputs.some(({ type }) => type === 'environment'));
    const known = choosing ? await environmentsOf(repository) : undefined;
    return known ? found.map((each) => ({ ...each, inputs: each.inputs.map(choose(known)) })) : found;
  };
}

/** A path that can be written into an address as it stands. */
const isPlain = (path: string): boolean =>
  path.startsWith(folder) && path.length <= 200 && /^[\w .@+-]+$/.test(path.slice(folder.length));

const choose =
  (known: readonly string[]) =>
  (input: WorkflowInput): WorkflowInput =>
    input.type === 'environment' ? { ...input, options: known.slice(0, 100) } : input;

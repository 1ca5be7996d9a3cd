import { BranchName, Sha } from '../../../../protocol/model/ids.ts';
import type { Resolved } from '../../../ports/forge.ts';
import { type GitLabClient, segment } from '../../gitlab/client.ts';
import { Branch, Commit, Project, Ref } from './schema.ts';

/** The branch of this name; undefined where there is none, or where nothing can be called so. */
export async function findBranch(
  client: GitLabClient,
  project: string,
  name: string,
): Promise<{ readonly name: BranchName; readonly head: Sha } | undefined> {
  const branch = BranchName.safeParse(name);
  // A name of dots alone would lead to another page.
  if (!branch.success || /^\.*$/.test(name)) return undefined;
  const found = await client.find(`${project}/repository/branches/${segment(name)}`, Branch);
  return found?.name === name ? { name: branch.data, head: Sha.parse(found.commit.id) } : undefined;
}

/** A branch by its name, or a commit by its digits. */
export async function find(
  client: GitLabClient,
  project: string,
  name: string,
  prefer: BranchName | undefined,
): Promise<Resolved | undefined> {
  const branch = await findBranch(client, project, name);
  if (branch) return { commit: branch.head, branch: branch.name };
  if (!/^[0-9a-f]{7,64}$/i.test(name)) return undefined;
  const digits = name.toLowerCase();
  const commit = await client.find(`${project}/repository/commits/${digits}`, Commit);
  if (!commit?.id.startsWith(digits)) return undefined;
  const refs = await client.list(`${project}/repository/commits/${commit.id}/refs`, Ref, { type: 'branch' });
  const names = refs.flatMap((ref) => (ref.type === 'branch' ? (BranchName.safeParse(ref.name).data ?? []) : []));
  const base = (await client.find(project, Project, {}, 'remembered'))?.default_branch;
  const holder = [prefer, base].find((each) => names.some((held) => held === each)) ?? names[0];
  const held = names.find((each) => each === holder);
  return { commit: Sha.parse(commit.id), ...(held !== undefined && { branch: held }) };
}

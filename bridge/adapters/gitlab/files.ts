import * as z from 'zod/mini';
import { BranchName } from '../../../protocol/model/ids.ts';
import type { Files } from '../../ports/files.ts';
import { mostBytes, textOf } from '../../../reports/file-text.ts';
import { type GitLabClient, segment } from './client.ts';
import { type GitLabProjects, projectPath } from './project.ts';

const Named = z.object({ name: z.string() });
const mostBranches = 100;

export interface GitLabFilesSettings {
  readonly client: GitLabClient;
  readonly projects: GitLabProjects;
}

/** Files on GitLab, as its repository has them: of a link it is the link's own text. */
export const createGitLabFiles = ({ client, projects }: GitLabFilesSettings): Files => ({
  repositories: [...projects.keys()],
  owners: ['CODEOWNERS', 'docs/CODEOWNERS', '.gitlab/CODEOWNERS'],
  async branches(repository) {
    const project = projects.get(repository);
    if (project === undefined) return [];
    const path = `${projectPath(project)}/repository/branches`;
    const found = await client.list(path, Named, { sort: 'updated_desc' }, mostBranches);
    return found.flatMap(({ name }) => BranchName.safeParse(name).data ?? []);
  },
  async read(repository, path) {
    const project = projects.get(repository);
    if (project === undefined) return undefined;
    const stream = await client.bytes(`${projectPath(project)}/repository/files/${segment(path)}/raw?ref=HEAD`, 0);
    return stream && textOf(await firstOf(stream));
  },
});

/** The bytes, up to one more than are wanted. */
async function firstOf(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of stream) {
    parts.push(part);
    length += part.byteLength;
    if (length > mostBytes) break;
  }
  return Buffer.concat(parts);
}

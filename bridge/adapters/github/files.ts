import * as z from 'zod/mini';
import { BranchName, type RepositoryId } from '../../../protocol/model/ids.ts';
import type { Files } from '../../ports/files.ts';
import { PlatformError } from '../../ports/platform-error.ts';
import { textOf } from '../../../reports/file-text.ts';
import type { GitHubClient } from './client.ts';
import { placeOf } from './place.ts';

const route = 'GET /repos/{owner}/{repo}/contents/{+path}';
/** https://docs.github.com/en/rest/branches/branches#list-branches : by name, and one page of them. */
const branchRoute = 'GET /repos/{owner}/{repo}/branches';
const Branches = z.array(z.object({ name: z.string() }));
/** So many files are remembered: what has not changed costs nothing. */
const mostFiles = 300;

/** A file has a content, where it is not too large; a folder is a list, and a submodule has none. */
const Content = z.union([
  z.object({ type: z.string(), encoding: z.nullish(z.string()), content: z.nullish(z.string()) }),
  z.array(z.unknown()),
]);
type Content = z.infer<typeof Content>;

export interface GitHubFilesSettings {
  readonly client: GitHubClient;
  readonly repositories: readonly RepositoryId[];
}

/** Files on GitHub, by its contents API. A link within a repository is followed there, by GitHub; no other is. */
export function createGitHubFiles({ client, repositories }: GitHubFilesSettings): Files {
  const known = new Map<string, Content>();

  async function ask(repository: RepositoryId, path: string): Promise<Content> {
    const parameters = { ...placeOf(repository), path };
    const key = `${repository} ${path}`;
    const answer = await client.conditional(route, parameters, Content);
    const kept = answer === 'unchanged' ? known.get(key) : answer;
    const found = kept ?? (await client.request(route, parameters, Content));
    known.delete(key);
    known.set(key, found);
    const [oldest] = known.keys();
    if (known.size > mostFiles && oldest !== undefined) known.delete(oldest);
    return found;
  }

  return {
    repositories,
    async branches(repository) {
      if (!repositories.includes(repository)) return [];
      const found = await client.request(branchRoute, { ...placeOf(repository), per_page: 100 }, Branches);
      return found.flatMap(({ name }) => BranchName.safeParse(name).data ?? []);
    },
    owners: ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'],
    async read(repository, path) {
      try {
        const found = await ask(repository, path);
        if (Array.isArray(found) || found.type !== 'file' || found.encoding !== 'base64') return undefined;
        return textOf(Buffer.from(found.content ?? '', 'base64'));
      } catch (error) {
        if (error instanceof PlatformError && error.fault === 'gone') return undefined;
        throw error;
      }
    },
  };
}

import type { RepositoryId } from '../../../../protocol/model/ids.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { Forge } from '../../../ports/forge.ts';
import type { GitHubClient } from '../../github/client.ts';
import { createChanged } from './changed.ts';
import { createLook } from './look.ts';
import { readBranch } from './read.ts';
import { find } from './resolve.ts';
import { createReadRules } from './rules.ts';
import { createCompare } from './standing.ts';

export interface GitHubForgeConfig {
  readonly client: GitHubClient;
  readonly repositories: readonly RepositoryId[];
  readonly clock: Clock;
}

/** GitHub, asked by the bridge's own credentials. What it does not tell is left out, and so unknown. */
export function createGitHubForge({ client, repositories, clock }: GitHubForgeConfig): Forge {
  const sources = {
    look: createLook(client),
    compare: createCompare(client),
    rules: createReadRules(client, clock),
    numbers: new Map<string, number>(),
  };
  const changes = new Map(repositories.map((repository) => [repository, createChanged(client, repository, clock)]));
  let revision = 0;

  return {
    id: 'github',
    can: { pullRequests: true, poll: true },
    repositories,
    async read(repository, branch) {
      if (!repositories.includes(repository)) return undefined;
      revision = Math.max(clock.now(), revision + 1);
      const at = revision;
      const fact = await readBranch(sources, repository, branch);
      return fact && { forge: 'github', revision: at, ...fact };
    },
    resolve: async (repository, name, prefer) =>
      repositories.includes(repository) ? find(client, repository, name, prefer) : undefined,
    changed: async (repository) => (await changes.get(repository)?.()) ?? [],
    // Its hook tells, and whoever polls asks `changed`.
    watch: async () => async () => undefined,
  };
}

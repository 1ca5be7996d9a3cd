import { createLocalGit } from '../../../bridge/adapters/forge/local-git/index.ts';
import type { Clock } from '../../../bridge/ports/clock.ts';
import type { Forge } from '../../../bridge/ports/forge.ts';
import { BranchName, RepositoryId } from '../../../protocol/model/ids.ts';
import { makeRepository, type Repository } from '../../support/repository.ts';

export const id = RepositoryId.parse('host.example/acme/web');
export const named = (text: string): BranchName => BranchName.parse(text);
export const environment = { PATH: process.env['PATH'], HOME: '/nonexistent' };

/** Time stands still in it: what follows from an order must not hang on a clock's grain. */
const clock: Clock = {
  now: () => 1_000,
  after: (ms, work) => {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
};

export const forgeOf = (repository: Repository): Forge =>
  createLocalGit({ repositories: new Map([[id, repository.folder]]), clock, environment });

/** How a branch stands, asked of a forge that has seen nothing yet. */
export const read = async (repository: Repository, branch: string): ReturnType<Forge['read']> =>
  forgeOf(repository).read(id, named(branch));

/** Makes repositories, and removes them all. */
export function repositories(): { make(): Promise<Repository>; removeAll(): Promise<void> } {
  const made: Repository[] = [];
  return {
    async make() {
      const repository = await makeRepository();
      made.push(repository);
      return repository;
    },
    async removeAll() {
      await Promise.all(made.splice(0).map(async (repository) => repository.remove()));
    },
  };
}

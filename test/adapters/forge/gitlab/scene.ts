import { createGitLabForge } from '../../../../bridge/adapters/forge/gitlab/index.ts';
import { BranchName, type RepositoryId, type Sha } from '../../../../protocol/model/ids.ts';
import type { Forge } from '../../../../bridge/ports/forge.ts';
import type { Clock } from '../../../../bridge/ports/clock.ts';
import type { MergeRequestRecord } from '../../../support/gitlab/records.ts';
import { type GitLabServer, startGitLab } from '../../../support/gitlab/server.ts';
import { clientOf, projects, repository } from '../../ci/gitlab/scene.ts';

export interface GitLabForgeScene {
  readonly server: GitLabServer;
  readonly forge: Forge;
  readonly repository: RepositoryId;
  readonly base: BranchName;
  /** Commits to a branch, and asks for its merge, as people do. */
  commit(branch: string, files: Readonly<Record<string, string>>): Promise<Sha>;
  branch(name: string): Promise<void>;
  merge(branch: string): Promise<void>;
  pull(branch: string): MergeRequestRecord;
  close(): Promise<void>;
}

/** Time stands still in it: what follows from an order must not hang on a clock's grain. */
const clock: Clock = { now: () => 1_000, after: () => () => {} };

export async function gitLabForgeScene(): Promise<GitLabForgeScene> {
  const server = await startGitLab();
  const { site } = server;
  const { repository: git, mergeRequests } = site;
  const open = (branch: string) => mergeRequests.find((each) => each.source === branch && each.state === 'opened');
  const request = (branch: string, sha: Sha): void => {
    const known = open(branch);
    if (known) Object.assign(known, { sha, updatedAt: site.now() });
    if (known || branch === 'main') return;
    mergeRequests.push({
      iid: mergeRequests.length + 1,
      source: branch,
      target: 'main',
      sourceProject: 42,
      title: `Merge ${branch}`,
      state: 'opened',
      draft: false,
      sha,
      labels: [],
      reviewers: [],
      approvedBy: [],
      approvalsRequired: 0,
      threads: [],
      updatedAt: site.now(),
    });
  };
  return {
    server,
    forge: createGitLabForge({ client: clientOf(server), projects, clock }),
    repository,
    base: BranchName.parse('main'),
    async commit(branch, files) {
      const known = await git.git('for-each-ref', '--format=%(refname)', 'refs/heads/');
      if (!known.split('\n').includes(`refs/heads/${branch}`)) await git.branch(branch, 'refs/heads/main');
      await git.git('checkout', '--quiet', '--detach', `refs/heads/${branch}`);
      const sha = await git.commit('Work', files);
      await git.git('update-ref', `refs/heads/${branch}`, sha);
      request(branch, sha);
      site.pushed(branch, sha);
      return sha;
    },
    branch: async (name) => git.branch(name, 'refs/heads/main'),
    async merge(branch) {
      await git.git('checkout', '--quiet', '--detach', 'refs/heads/main');
      await git.git('merge', '--quiet', '--no-ff', '-m', 'Merge', `refs/heads/${branch}`);
      await git.git('update-ref', 'refs/heads/main', 'HEAD');
      const pull = open(branch);
      if (pull) Object.assign(pull, { state: 'merged', updatedAt: site.now() });
    },
    pull(branch) {
      const pull = open(branch);
      if (!pull) throw new Error(`${branch} has no merge request`);
      return pull;
    },
    close: async () => server.close(),
  };
}

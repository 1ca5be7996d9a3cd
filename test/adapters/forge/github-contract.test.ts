import { vi } from 'vitest';
import { createGitHubForge } from '../../../bridge/adapters/forge/github/index.ts';
import { createGitHubClient } from '../../../bridge/adapters/github/client.ts';
import { BranchName } from '../../../protocol/model/ids.ts';
import { describeForge } from '../../contract/forge.ts';
import { manualClock } from '../../support/clock.ts';
import { startGitHubServer } from '../../support/github/server.ts';
import { makeRepository } from '../../support/repository.ts';
import { settingFor, shop } from '../github/setting.ts';

// Each question is a few processes of the server's, and the machine may be busy.
vi.setConfig({ testTimeout: 30_000 });

/** What people do: they push to a branch, and open a pull request for what they have pushed. */
describeForge('github', async () => {
  const repository = await makeRepository();
  const server = await startGitHubServer({ repositories: { 'acme/shop': repository.folder } });
  const { app } = server;
  const auth = { type: 'app', appId: app.id, privateKey: app.privateKey } as const;
  const client = createGitHubClient(settingFor(server.url, { auth }));
  const clock = manualClock();
  const pulls = new Map<string, number>();
  const known = async (branch: string) =>
    (await repository.git('branch', '--list', '--format=%(refname)')).split('\n').includes(`refs/heads/${branch}`);

  return {
    forge: createGitHubForge({ client, repositories: [shop], clock }),
    pass: () => clock.advance(10 * 60_000),
    repository: shop,
    base: BranchName.parse('main'),
    async commit(branch, files) {
      if (!(await known(branch))) await repository.branch(branch, 'refs/heads/main');
      await repository.git('symbolic-ref', 'HEAD', `refs/heads/${branch}`);
      await repository.git('reset', '--quiet', '--hard');
      const commit = await repository.commit('Work', files);
      await server.pushAll();
      if (branch !== 'main' && !pulls.has(branch)) {
        const { number } = await server.pulls.open({ head: branch, title: branch, by: 'ann' });
        pulls.set(branch, number);
      }
      return commit;
    },
    async branch(name) {
      await repository.branch(name, 'refs/heads/main');
      await server.pushAll();
    },
    async merge(branch) {
      await server.pulls.merge(pulls.get(branch) ?? 0, 'ann');
    },
    async close() {
      await server.close();
      await repository.remove();
    },
  };
});

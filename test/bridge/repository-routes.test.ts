import { afterEach, describe, expect, it } from 'vitest';
import { createLocalFiles } from '../../bridge/adapters/forge/local-git/files.ts';
import { readSettings, routingOf } from '../../bridge/config.ts';
import { openRoutes, pull, repository, room } from '../app/routes-scene.ts';
import { makeRepository, type Repository } from '../support/repository.ts';

const made: Repository[] = [];
afterEach(async () => {
  await Promise.all(made.splice(0).map(async (each) => each.remove()));
});

/** A bridge's settings, and a real clone whose files it reads. */
async function open(settings: string) {
  const git = await makeRepository();
  made.push(git);
  const environment = { PATH: process.env['PATH'], HOME: '/nonexistent' };
  const files = createLocalFiles({ repositories: new Map([[repository, git.folder]]), environment });
  const routing = routingOf(readSettings('shiproom.yaml', settings));
  return { git, ...(await openRoutes([], { files: [files], routing })) };
}

const settings = `
slack: { channel: C0HOME00 }
routes:
  - { name: all, channels: ['slack:C0HOME00'] }
  - { name: web, channels: ['slack:C0WEB000'], include: { owners: ['@acme/web'] } }
`;

describe('a repository with routes and owners of its own', () => {
  it('is followed as it stands on its default branch, within what shiproom.yaml names', async () => {
    const { git, tells, sent, world, clock } = await open(settings);
    await git.commit('Routes', {
      '.shiproom.yml': 'routes:\n  - name: all\n    exclude: { bots: true }\n',
      CODEOWNERS: '/web/ @acme/web\n',
    });
    await tells('feat/a', { pullRequest: pull({ author: 'renovate[bot]', paths: ['web/package.json'] }) });
    expect(await sent('feat/a')).toEqual(['mirror C0WEB000']);
    await tells('feat/b', { pullRequest: pull({ paths: ['api/a.go'] }) });
    expect(await sent('feat/b')).toEqual(['mirror C0HOME00']);

    // Whoever pushes cannot lead anything elsewhere, nor let anybody do anything.
    await git.commit('Takeover', {
      '.shiproom.yml': "routes:\n  - name: all\n    channels: ['slack:C0MALLORY']\n",
    });
    world.routes.moved(repository);
    await clock.advance(10_000);
    await world.routes.of(repository);
    await expect
      .poll(() => world.routes.problem(repository))
      .toBe('.shiproom.yml:3:16: “routes.0.channels.0” is no channel that the bridge’s own settings name');
    await tells('feat/c', { pullRequest: pull({ author: 'renovate[bot]', paths: ['web/a.ts'] }) });
    expect(await sent('feat/c')).toEqual(['mirror C0WEB000']);
    const said = async () => (await world.store.feed(room, { after: 0 }, 10))?.entries.length;
    await expect.poll(said).toBe(1);
  });
});

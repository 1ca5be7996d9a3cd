import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createLocalFiles } from '../../../bridge/adapters/forge/local-git/files.ts';
import { createGitHubClient } from '../../../bridge/adapters/github/client.ts';
import { createGitHubFiles } from '../../../bridge/adapters/github/files.ts';
import { createGitLabFiles } from '../../../bridge/adapters/gitlab/files.ts';
import type { Files } from '../../../bridge/ports/files.ts';
import { RepositoryId } from '../../../protocol/model/ids.ts';
import { startGitHubServer } from '../../support/github/server.ts';
import { startGitLab } from '../../support/gitlab/server.ts';
import { makeRepository, type Repository } from '../../support/repository.ts';
import { clientOf, projects, repository as project } from '../ci/gitlab/scene.ts';
import { failureOf, settingFor, shop } from '../github/setting.ts';
import { environment, id } from './local-git-scene.ts';

// Each question is a few processes of the server's, and the machine may be busy.
vi.setConfig({ testTimeout: 30_000 });

interface Scene {
  readonly files: Files;
  readonly repository: RepositoryId;
  readonly git: Repository;
  /** What was committed is there for the forge. */
  push(): Promise<void>;
  close(): Promise<void>;
}

const opened: Scene[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map(async (scene) => scene.close()));
});

const scenes: Readonly<Record<string, () => Promise<Scene>>> = {
  async GitHub() {
    const git = await makeRepository();
    const server = await startGitHubServer({ repositories: { 'acme/shop': git.folder } });
    const { app } = server;
    const auth = { type: 'app', appId: app.id, privateKey: app.privateKey } as const;
    const files = createGitHubFiles({
      client: createGitHubClient(settingFor(server.url, { auth })),
      repositories: [shop],
    });
    const close = async () => {
      await server.close();
      await git.remove();
    };
    return { files, repository: shop, git, push: async () => server.pushAll(), close };
  },
  async GitLab() {
    const server = await startGitLab();
    const files = createGitLabFiles({ client: clientOf(server), projects });
    const push = async () => undefined;
    return { files, repository: project, git: server.site.repository, push, close: async () => server.close() };
  },
  async 'a clone'() {
    const git = await makeRepository();
    const files = createLocalFiles({ repositories: new Map([[id, git.folder]]), environment });
    const push = async () => void (await git.git('fetch', '--quiet', '.', '+refs/heads/*:refs/remotes/origin/*'));
    return { files, repository: id, git, push, close: async () => git.remove() };
  },
};

it('branches that only a clone at hand has are named to nobody: its owner may keep them to themselves', async () => {
  const git = await makeRepository();
  try {
    const files = createLocalFiles({ repositories: new Map([[id, git.folder]]), environment });
    await git.switchTo('main');
    await git.commit('Base', { 'a.txt': 'a' });
    await git.branch('private/salaries');
    expect(await files.branches(id)).toEqual([]);
    await git.git('fetch', '--quiet', '.', '+refs/heads/main:refs/remotes/origin/main');
    expect(await files.branches(id)).toEqual(['main']);
  } finally {
    await git.remove();
  }
});

describe.each(Object.entries(scenes))('files of %s', (_, make) => {
  async function open(): Promise<Scene> {
    const scene = await make();
    opened.push(scene);
    return scene;
  }

  it('are those of the default branch, whatever is checked out', async () => {
    const { files, repository, git, push } = await open();
    await git.switchTo('main');
    await git.commit('Routes', { '.shiproom.yml': 'routes: []', 'docs/ä b.txt': 'Grüße,\n世界' });
    await git.switchTo('other');
    await git.commit('Others', { '.shiproom.yml': 'of another branch' });
    await push();
    expect(await files.read(repository, '.shiproom.yml')).toBe('routes: []');
    expect(await files.read(repository, '.shiproom.yml')).toBe('routes: []');
    expect(await files.read(repository, 'docs/ä b.txt')).toBe('Grüße,\n世界');
    await git.switchTo('main');
    await git.commit('Routes again', { '.shiproom.yml': 'routes: [] # again' });
    await push();
    expect(await files.read(repository, '.shiproom.yml')).toBe('routes: [] # again');
  });

  it('stand beside the branches, by name, and those of no other repository', async () => {
    const { files, repository, git, push } = await open();
    await git.switchTo('main');
    await git.commit('Base', { 'a.txt': 'a' });
    await git.switchTo('feat/listed');
    await git.commit('Branch', { 'a.txt': 'b' });
    await push();
    expect(await files.branches(repository)).toEqual(expect.arrayContaining(['main', 'feat/listed']));
    expect(await files.branches(RepositoryId.parse('elsewhere.example/acme/web'))).toEqual([]);
  });

  it('are not there where they are none, no text, or too long', async () => {
    const { files, repository, git, push } = await open();
    await git.switchTo('main');
    await git.commit('Odd ones', {
      'folder/file': 'x',
      binary: 'a\u0000b',
      long: 'x'.repeat(256 * 1024 + 1),
      full: 'x'.repeat(256 * 1024),
    });
    await push();
    for (const path of ['none', 'folder', 'folder/none', 'binary', 'long', 'a-folder/CODEOWNERS'])
      expect([path, await files.read(repository, path)]).toEqual([path, undefined]);
    expect((await files.read(repository, 'full'))?.length).toBe(256 * 1024);
  });
});

describe('files of a clone', () => {
  it('are never those that a link points to', async () => {
    const git = await makeRepository();
    const files = createLocalFiles({ repositories: new Map([[id, git.folder]]), environment });
    await symlink('/etc/hostname', join(git.folder, '.shiproom.yml'));
    await symlink('docs', join(git.folder, 'linked'));
    await git.commit('Links', { 'docs/CODEOWNERS': '* @a\n' });
    expect(await files.read(id, '.shiproom.yml')).toBeUndefined();
    expect(await files.read(id, 'linked/CODEOWNERS')).toBeUndefined();
    expect(await files.read(id, 'docs/CODEOWNERS')).toBe('* @a\n');
    expect(await files.read(id, '--output=x')).toBeUndefined();
    await git.remove();
  });

  it('of a repository that is not there fail as the port says', async () => {
    const files = createLocalFiles({ repositories: new Map([[id, '/nonexistent']]), environment });
    expect((await failureOf(files.read(id, 'a'))).fault).toBe('unavailable');
    expect(await files.read(RepositoryId.parse('host.example/other'), 'a')).toBeUndefined();
  });
});

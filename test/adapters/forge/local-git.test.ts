import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fetchOnce } from '../../../bridge/adapters/forge/local-git/fetch.ts';
import { describeForge } from '../../contract/forge.ts';
import { makeRepository } from '../../support/repository.ts';
import { forgeOf, id, named, read, repositories } from './local-git-scene.ts';

// Each question is a few processes, and the machine may be busy.
vi.setConfig({ testTimeout: 30_000 });

describeForge('local-git', async () => {
  const repository = await makeRepository();
  const known = async (branch: string) =>
    (await repository.git('branch', '--list', '--format=%(refname)')).split('\n').includes(`refs/heads/${branch}`);
  return {
    forge: forgeOf(repository),
    repository: id,
    base: named('main'),
    async commit(branch, files) {
      if (!(await known(branch))) await repository.branch(branch, 'refs/heads/main');
      await repository.git('symbolic-ref', 'HEAD', `refs/heads/${branch}`);
      await repository.git('reset', '--quiet', '--hard');
      return repository.commit('Work', files);
    },
    branch: async (name) => repository.branch(name, 'refs/heads/main'),
    async merge(branch) {
      await repository.switchTo('main');
      await repository.git('merge', '--quiet', '--no-ff', '--no-edit', `refs/heads/${branch}`);
    },
    close: async () => repository.remove(),
  };
});

describe('local-git', () => {
  const scene = repositories();
  afterEach(async () => scene.removeAll());

  describe('base', () => {
    it('is what origin has checked out, where origin has it', async () => {
      const origin = await scene.make();
      await origin.git('branch', '--move', 'main', 'trunk');
      await origin.branch('main');
      const clone = await origin.clone();
      await origin.commit('Later');
      await clone.git('fetch', '--quiet');
      await clone.switchTo('topic');
      await clone.commit('Mine');
      // The clone's own `trunk` has not got what `origin` has.
      expect(await read(clone, 'topic')).toMatchObject({ base: 'trunk', ahead: 1, behind: 1 });
    });

    it('is the configured default, then main, then master, whichever is there', async () => {
      const repository = await scene.make();
      await repository.branch('master');
      await repository.branch('develop');
      await repository.branch('topic');
      expect(await read(repository, 'topic')).toMatchObject({ base: 'main' });
      await repository.git('config', 'init.defaultBranch', 'develop');
      expect(await read(repository, 'topic')).toMatchObject({ base: 'develop' });
      await repository.git('config', 'init.defaultBranch', 'nowhere');
      await repository.git('switch', '--quiet', 'topic');
      await repository.git('branch', '--delete', '--force', 'main');
      expect(await read(repository, 'topic')).toMatchObject({ base: 'master' });
      await repository.git('branch', '--delete', '--force', 'master');
      expect(await read(repository, 'topic')).toBeUndefined();
    });
  });

  it('reads a branch that only origin has', async () => {
    const origin = await scene.make();
    await origin.switchTo('theirs');
    const commit = await origin.commit('Theirs');
    await origin.switchTo('main');
    const clone = await origin.clone();
    expect(await read(clone, 'theirs')).toMatchObject({ base: 'main', ahead: 1, behind: 0 });
    for (const name of ['theirs', 'origin/theirs']) {
      expect(await forgeOf(clone).resolve(id, name)).toEqual({ commit, branch: 'theirs' });
    }
  });

  describe('merged', () => {
    it('is a branch whose last commit was made on it, after a fast-forward', async () => {
      const repository = await scene.make();
      await repository.switchTo('topic');
      await repository.commit('Mine');
      await repository.switchTo('main');
      await repository.git('merge', '--quiet', '--ff-only', 'topic');
      expect(await read(repository, 'topic')).toMatchObject({ ahead: 0, behind: 0, merged: true });
      await repository.commit('Later');
      expect(await read(repository, 'topic')).toMatchObject({ ahead: 0, behind: 1, merged: true });
    });

    it('is one that was rebased and then fast-forwarded', async () => {
      const repository = await scene.make();
      await repository.switchTo('topic');
      await repository.commit('Mine', { 'mine.txt': '1\n' });
      await repository.switchTo('main');
      await repository.commit('Other', { 'other.txt': '1\n' });
      await repository.switchTo('topic');
      await repository.git('rebase', '--quiet', 'main');
      await repository.switchTo('main');
      await repository.git('merge', '--quiet', '--ff-only', 'topic');
      expect(await read(repository, 'topic')).toMatchObject({ ahead: 0, merged: true });
    });

    it('is not one that was only brought up to date, or thrown away', async () => {
      const repository = await scene.make();
      await repository.branch('merged-up');
      await repository.branch('rebased-up');
      await repository.switchTo('thrown-away');
      await repository.commit('Mine');
      await repository.switchTo('main');
      await repository.commit('Other', { 'other.txt': '1\n' });
      await repository.switchTo('merged-up');
      await repository.git('merge', '--quiet', 'main');
      await repository.switchTo('rebased-up');
      await repository.git('rebase', '--quiet', 'main');
      await repository.switchTo('thrown-away');
      await repository.git('reset', '--quiet', '--hard', 'main');
      for (const branch of ['merged-up', 'rebased-up', 'thrown-away']) {
        expect(await read(repository, branch)).toMatchObject({ ahead: 0, behind: 0, merged: false });
      }
    });
  });

  it('cannot tell of conflicts between unrelated histories', async () => {
    const repository = await scene.make();
    await repository.git('switch', '--quiet', '--orphan', 'island');
    await repository.commit('Alone', { 'island.txt': '1\n' });
    expect(await read(repository, 'island')).toMatchObject({ ahead: 1, behind: 1, conflicts: 'unknown' });
  });

  it('only reads: trying a merge leaves no object in the repository', async () => {
    const repository = await scene.make();
    await repository.switchTo('topic');
    await repository.commit('Mine', { 'README.md': 'mine\n' });
    await repository.switchTo('main');
    await repository.commit('Ours', { 'README.md': 'ours\n' });
    const objects = async () => readdir(join(repository.folder, '.git', 'objects'), { recursive: true });
    const before = await objects();
    expect(await read(repository, 'topic')).toMatchObject({ conflicts: 'some' });
    expect(await objects()).toEqual(before);
  });

  it('fetches a commit that it does not know', async () => {
    const origin = await scene.make();
    const clone = await origin.clone();
    const forge = forgeOf(clone);
    const commit = await origin.commit('Pushed later');
    expect(await forge.resolve(id, commit.slice(0, 10))).toEqual({ commit, branch: 'main' });
    await clone.git('remote', 'set-url', 'origin', '/nowhere');
    expect(await forge.resolve(id, 'e'.repeat(40))).toBeUndefined();
  });

  it('takes a tag that is called like a commit for no commit', async () => {
    const repository = await scene.make();
    await repository.git('tag', 'abcdef1');
    expect(await forgeOf(repository).resolve(id, 'abcdef1')).toBeUndefined();
  });

  it('says that it is unavailable where the repository is gone', async () => {
    const repository = await makeRepository();
    const forge = forgeOf(repository);
    await repository.remove();
    await expect(forge.read(id, named('main'))).rejects.toMatchObject({ name: 'PlatformError', fault: 'unavailable' });
    await expect(forge.watch(() => {})).rejects.toMatchObject({ name: 'PlatformError', fault: 'unavailable' });
  });

  it('fetches once for all who ask at the same time', async () => {
    const reached = Promise.withResolvers<string>();
    const asked: (readonly string[])[] = [];
    const fetch = fetchOnce();
    const git = async (words: readonly string[]) => {
      asked.push(words);
      return words.includes('fetch') ? reached.promise : 'url';
    };
    const answers = Promise.all([fetch(git), fetch(git), fetch(git)]);
    reached.resolve('');
    expect(await answers).toEqual([true, true, true]);
    await fetch(git);
    expect(asked.filter((words) => words.includes('fetch'))).toHaveLength(2);
  });
});

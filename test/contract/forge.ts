import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Forge } from '../../bridge/ports/forge.ts';
import { BranchName, RepositoryId, type Sha } from '../../protocol/model/ids.ts';

/** A repository on a forge, with a branch that others are merged into, and a way to change it as people would. */
export interface ForgeScene {
  readonly forge: Forge;
  readonly repository: RepositoryId;
  readonly base: BranchName;
  /** Commits these files to a branch; makes the branch at the base where it is not there. */
  commit(branch: string, files: Readonly<Record<string, string>>): Promise<Sha>;
  /** Makes a branch at the base, and nothing more. */
  branch(name: string): Promise<void>;
  /** Merges a branch into the base by a merge commit. */
  merge(branch: string): Promise<void>;
  /** Lets so much time pass as a forge that is asked wants between two questions. */
  pass?(): Promise<void>;
  close(): Promise<void>;
}

const named = (text: string): BranchName => BranchName.parse(text);
const elsewhere = RepositoryId.parse('elsewhere.example/acme/web');

/** What every forge promises. */
export function describeForge(name: string, open: () => Promise<ForgeScene>): void {
  describe(`${name} as a forge`, () => {
    let scene: ForgeScene;
    beforeAll(async () => {
      scene = await open();
    });
    afterAll(async () => {
      await scene.close();
    });
    const read = async (branch: string) => scene.forge.read(scene.repository, named(branch));
    const resolve = async (text: string, prefer?: string) =>
      scene.forge.resolve(scene.repository, text, prefer === undefined ? undefined : named(prefer));

    it('lists its repositories', () => {
      expect(scene.forge.repositories).toContain(scene.repository);
    });

    it('says of the base that it is even with itself', async () => {
      const fact = await read(scene.base);
      expect(fact).toMatchObject({ forge: scene.forge.id, base: scene.base, ahead: 0, behind: 0, conflicts: 'none' });
      expect(fact?.merged).toBe(false);
    });

    it('counts what a branch has and lacks', async () => {
      await scene.commit('counted', { 'counted.txt': '1\n' });
      await scene.commit('counted', { 'counted.txt': '2\n' });
      await scene.commit(scene.base, { 'other.txt': '1\n' });
      expect(await read('counted')).toMatchObject({ ahead: 2, behind: 1, conflicts: 'none', merged: false });
    });

    it('sees a conflict with the base', async () => {
      await scene.commit('clash', { 'clash.txt': 'theirs\n' });
      await scene.commit(scene.base, { 'clash.txt': 'ours\n' });
      expect(await read('clash')).toMatchObject({ conflicts: 'some', merged: false });
    });

    it('does not call a branch merged that has only been made', async () => {
      await scene.branch('fresh');
      expect(await read('fresh')).toMatchObject({ ahead: 0, behind: 0, merged: false });
      await scene.commit(scene.base, { 'later.txt': '1\n' });
      expect(await read('fresh')).toMatchObject({ ahead: 0, behind: 1, merged: false });
    });

    it('sees that a branch was merged', async () => {
      await scene.commit('done', { 'done.txt': '1\n' });
      await scene.merge('done');
      expect(await read('done')).toMatchObject({ ahead: 0, conflicts: 'none', merged: true });
    });

    it('has a pull request, or says that there is none, only where it can have some', async () => {
      const fact = await read(scene.base);
      expect(fact !== undefined && 'pullRequest' in fact).toBe(scene.forge.can.pullRequests);
    });

    it('tells of a pull request which files it changes, where it has some', async () => {
      await scene.commit('told', { 'told/a.txt': '1\n', 'told/b.txt': '1\n' });
      const fact = await read('told');
      expect(fact?.pullRequest?.paths?.toSorted()).toEqual(
        scene.forge.can.pullRequests ? ['told/a.txt', 'told/b.txt'] : undefined,
      );
    });

    it('orders what it says: a later fact has a greater revision', async () => {
      const revisions = [await read(scene.base), await read(scene.base), await read('counted')].map(
        (fact) => fact?.revision ?? -1,
      );
      expect(revisions).toEqual([...new Set(revisions)].toSorted((a, b) => a - b));
    });

    it('knows nothing of a branch or a repository that is not there', async () => {
      expect(await read('no-such-branch')).toBeUndefined();
      expect(await scene.forge.read(elsewhere, scene.base)).toBeUndefined();
      expect(await scene.forge.resolve(elsewhere, scene.base)).toBeUndefined();
    });

    it('finds a branch by its name and a commit by its digits', async () => {
      const commit = await scene.commit('found', { 'found.txt': '1\n' });
      const found = { commit, branch: 'found' };
      expect(await resolve('found')).toEqual(found);
      expect(await resolve(commit)).toEqual(found);
      expect(await resolve(commit.slice(0, 12).toUpperCase())).toEqual(found);
    });

    it('names the preferred branch of those that hold a commit', async () => {
      const commit = await scene.commit(scene.base, { 'shared.txt': '1\n' });
      await scene.commit('holder-a', { 'a.txt': '1\n' });
      await scene.commit('holder-b', { 'b.txt': '1\n' });
      for (const prefer of ['holder-a', 'holder-b', scene.base]) {
        expect(await resolve(commit, prefer)).toEqual({ commit, branch: prefer });
      }
      expect(await resolve(commit, 'counted')).toMatchObject({ commit, branch: scene.base });
    });

    it.each([['f'.repeat(40)], ['fffffff'], ['ffff'], ['no-such-branch'], [''], ['HEAD'], ['@'], ['found~1'], ['..']])(
      'does not find %j',
      async (text) => {
        expect(await resolve(text)).toBeUndefined();
      },
    );

    it('takes a hostile branch name for a name', async () => {
      for (const text of ['--upload-pack=x', '-u', 'a$(id)', "it's;id", 'a`id`', '%2e%2e', 'bidi\u202ename', '🚀']) {
        const commit = await scene.commit(text, { 'hostile.txt': text });
        expect(await resolve(text)).toEqual({ commit, branch: text });
        expect(await read(text)).toMatchObject({ ahead: 1, merged: false });
      }
    });

    it('names the branches that have moved since it was last asked, and none where none has', async () => {
      await scene.forge.changed(scene.repository);
      expect(await scene.forge.changed(scene.repository)).toEqual([]);
      await scene.commit('polled', { 'polled.txt': '1\n' });
      await scene.pass?.();
      const changed = await scene.forge.changed(scene.repository);
      expect(changed.map(String).includes('polled')).toBe(scene.forge.can.poll);
      expect(await scene.forge.changed(elsewhere)).toEqual([]);
    });

    it('tells when a branch has moved, until the watch ends', async () => {
      // A forge that has to be asked tells by a hook, if at all.
      if (scene.forge.can.poll) return;
      const early: RepositoryId[] = [];
      const endEarly = await scene.forge.watch((repository) => early.push(repository));
      await endEarly();

      const told = Promise.withResolvers<RepositoryId>();
      const end = await scene.forge.watch(told.resolve);
      await scene.commit('watched', { 'watched.txt': '1\n' });
      expect(await told.promise).toBe(scene.repository);
      await end();
      expect(early).toEqual([]);
    });
  });
}

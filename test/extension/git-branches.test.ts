import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BranchName, RepositoryId, Sha } from '../../protocol/model/ids.ts';
import { type Repositories, watchRepositories } from '../../extension/sources/git.ts';
import { makeRepository, type Repository } from '../support/repository.ts';
import { gitExtension, type OpenRepository, openRepository } from './git-double.ts';
import { reset } from './vscode-stub.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

let made: Repository | undefined;
let watched: Repositories | undefined;
let failures: unknown[] = [];
/** What git was asked to fetch. */
let fetched: string[] = [];

beforeEach(() => {
  reset();
  fetched = [];
  failures = [];
});
afterEach(async () => {
  watched?.dispose();
  watched = undefined;
  await made?.remove();
  made = undefined;
  if (failures.length > 0) throw new AggregateError(failures);
});

const url = 'https://example.com/acme/web';
const on = (branch: string) => ({
  repository: RepositoryId.parse('example.com/acme/web'),
  branch: BranchName.parse(branch),
});

/** A clone whose remote is known by a public name, and a team-mate's clone of the same. */
async function team() {
  const upstream = await makeRepository({ 'README.md': 'A repository\n', 'src/a.ts': 'one\n', 'src/b.ts': 'b\n' });
  made = upstream;
  await upstream.git('config', 'receive.denyCurrentBranch', 'ignore');
  const [mine, theirs] = [await upstream.clone(), await upstream.clone()];
  await mine.git('config', `url.${upstream.folder}.insteadOf`, url);
  await mine.git('remote', 'set-url', 'origin', url);
  return { mine, theirs };
}

async function watch(repository: Repository): Promise<{ repositories: Repositories; open: OpenRepository }> {
  const open = await openRepository(repository);
  const raw = open.raw as { fetch(remote: string, ref: string): Promise<void> };
  const { fetch } = raw;
  raw.fetch = async (remote, ref) => {
    fetched.push(`${remote} ${ref}`);
    return fetch(remote, ref);
  };
  let wake: () => void = () => undefined;
  const own = failures;
  const api = gitExtension(open).api as never;
  const repositories = watchRepositories(api, {
    changed: () => wake(),
    failed: (error) => own.push(error),
    environment: process.env,
  });
  watched = repositories;
  while (!repositories.here()?.subject) await new Promise<void>((resolve) => (wake = resolve));
  return { repositories, open };
}

describe('the files that a branch has changed', () => {
  it('are those of the working tree, of the index and of its commits over its base, each once, by their names below the root', async () => {
    const { mine } = await team();
    await mine.switchTo('feat/login');
    await mine.commit('Log in', { 'src/login.ts': 'x\n', 'src/b.ts': 'c\n' });
    await mine.write({ 'README.md': 'changed\n', 'new file.txt': 'x', 'src/b.ts': 'd\n', 'staged.ts': 'y' });
    await mine.git('add', 'staged.ts');
    const { repositories, open } = await watch(mine);
    const names = ['README.md', 'new file.txt', 'src/b.ts', 'src/login.ts', 'staged.ts'];
    expect((await repositories.changedFiles()).toSorted()).toEqual(names);
    await mine.commit('More', { 'src/more.ts': 'm\n' });
    await open.moved();
    expect((await repositories.changedFiles()).toSorted()).toEqual([...names.slice(0, 4), 'src/more.ts', 'staged.ts']);
  });

  it('are at most 500, and none where git cannot tell', async () => {
    const { mine } = await team();
    await mine.write(Object.fromEntries(Array.from({ length: 510 }, (_, index) => [`many/${index}.txt`, 'x'])));
    const { repositories, open } = await watch(mine);
    expect(await repositories.changedFiles()).toHaveLength(500);
    Object.assign(open.raw, { state: { ...(open.raw as { state: object }).state, workingTreeChanges: 'nonsense' } });
    expect(await repositories.changedFiles()).toEqual([]);
  });
});

describe('what git is in the middle of', () => {
  it('is told with the files that it could not merge', async () => {
    const { mine } = await team();
    await mine.switchTo('other');
    const other = await mine.commit('Theirs', { 'src/a.ts': 'two\n' });
    await mine.switchTo('main');
    await mine.commit('Ours', { 'src/a.ts': 'three\n' });
    await mine.switchTo('other');
    await mine.git('rebase', 'main').catch(() => undefined);
    const { repositories } = await watch(mine);
    expect(repositories.here()).toMatchObject({ conflicts: ['src/a.ts'], rebase: other, remote: true });
    expect(repositories.here()?.changes.conflicted).toBe(1);
  });
});

describe('a team-mate’s branch', () => {
  async function diverged() {
    const { mine, theirs } = await team();
    await mine.switchTo('mine');
    await mine.commit('Mine', { 'mine.ts': 'm\n' });
    await theirs.switchTo('feat/x');
    await theirs.git('mv', 'src/b.ts', 'src/moved.ts');
    const first = await theirs.commit('Theirs', { 'src/a.ts': 'two\n', 'new.ts': 'n\n', 'README.md': undefined });
    return { mine, theirs, first, base: await mine.commitOf('origin/main'), ...(await watch(mine)) };
  }

  it('is fetched where it is not here, and shown from where the branches parted', async () => {
    const { theirs, first, base, repositories } = await diverged();
    await theirs.git('push', '--quiet', 'origin', 'feat/x');
    const diff = await repositories.diffWith({ on: on('feat/x'), commits: [first] });
    expect(fetched).toEqual(['origin refs/heads/feat/x']);
    expect(diff).toMatchObject({ commit: first, newest: true });
    const seen = diff?.files.map(({ name, before, after }) => [
      name,
      before && `${before.path.split('/').at(-1)} ${before.query}`,
      after?.query,
    ]);
    expect(seen).toEqual([
      ['README.md', `README.md ${base}`, undefined],
      ['new.ts', undefined, first],
      ['src/a.ts', `a.ts ${base}`, first],
      ['src/moved.ts', `b.ts ${base}`, first],
    ]);
    await repositories.diffWith({ on: on('feat/x'), commits: [first] });
    expect(fetched).toHaveLength(1);
  });

  it('is shown as far as it is pushed, which is said', async () => {
    const { theirs, first, repositories } = await diverged();
    await theirs.git('push', '--quiet', 'origin', 'feat/x');
    const newest = await theirs.commit('Not pushed', { 'src/a.ts': 'three\n' });
    const diff = await repositories.diffWith({ on: on('feat/x'), commits: [newest, first] });
    expect(diff).toMatchObject({ commit: first, newest: false });
  });

  it('is not shown where it is not pushed, nor where it is another repository’s', async () => {
    const { mine, first, repositories } = await diverged();
    expect(await repositories.diffWith({ on: on('feat/x'), commits: [first] })).toBeUndefined();
    const elsewhere = { ...on('feat/x'), repository: RepositoryId.parse('example.com/acme/other') };
    fetched = [];
    const here = await mine.commitOf('HEAD');
    expect(await repositories.diffWith({ on: elsewhere, commits: [here] })).toBeUndefined();
    expect(await repositories.diffWith({ on: on('feat/x'), commits: [here] })).toMatchObject({ commit: here });
    expect(fetched).toEqual([]);
  });

  it('is fetched from `origin` where the repository is named by its root commit', async () => {
    const { mine, theirs, first, open, repositories } = await diverged();
    await theirs.git('push', '--quiet', 'origin', 'feat/x');
    await mine.git('remote', 'set-url', 'origin', made?.folder ?? '');
    await open.moved();
    await expect.poll(() => repositories.here()?.repository).toMatch(/^root:/);
    const { repository } = repositories.here() ?? on('feat/x');
    const diff = await repositories.diffWith({ on: { ...on('feat/x'), repository }, commits: [first] });
    expect(diff).toMatchObject({ commit: first, newest: true });
  });

  it.each(['+main:refs/heads/main', 'a b', 'x..y', '*', 'a:b', 'x^', '-x', 'x.lock', 'a/.b', 'a\\b', '@{1}', 'x~1'])(
    'is not asked of a remote by a name that is none: %j',
    async (name) => {
      const { repositories } = await watch((await team()).mine);
      expect(await repositories.diffWith({ on: on(name), commits: [Sha.parse('f'.repeat(40))] })).toBeUndefined();
      expect(fetched).toEqual([]);
    },
  );
});

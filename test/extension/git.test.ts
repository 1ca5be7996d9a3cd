import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Git, watchGit } from '../../extension/sources/git-extension.ts';
import { type Repositories, watchRepositories } from '../../extension/sources/git.ts';
import { RepositoryId } from '../../protocol/model/ids.ts';
import { makeRepository, type Repository } from '../support/repository.ts';
import { gitExtension, type OpenRepository, openRepository } from './git-double.ts';
import { editor } from './vscode-editor.ts';
import { focus, reset } from './vscode-stub.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

let made: Repository[] = [];
let watched: Repositories[] = [];
const make = async (origin?: string) => {
  const repository = await makeRepository();
  made.push(repository);
  if (origin) await repository.git('remote', 'add', 'origin', origin);
  return repository;
};

beforeEach(reset);
afterEach(async () => {
  for (const repositories of watched) repositories.dispose();
  watched = [];
  for (const repository of made) await repository.remove();
  made = [];
});

/** The repositories that are open, and a promise for the next change. */
function watch(...open: readonly OpenRepository[]) {
  const extension = gitExtension(...open);
  const failures: unknown[] = [];
  let wake: () => void = () => undefined;
  const repositories: Repositories = watchRepositories(extension.api as never, {
    changed: () => wake(),
    failed: (error) => failures.push(error),
    environment: process.env,
  });
  watched.push(repositories);
  const until = async (holds: () => boolean) => {
    while (!holds()) await new Promise<void>((resolve) => (wake = resolve));
  };
  return { extension, repositories, failures, until };
}

describe('this branch', () => {
  it('is read from git, with all that differs by kind', async () => {
    const repository = await make('https://user:secret@Example.com/Acme/Web.git');
    await repository.switchTo('feat/login');
    await repository.write({ 'README.md': 'changed\n', 'new.txt': 'x', 'staged.txt': 'y' });
    await repository.git('add', 'staged.txt');
    const { repositories, until } = watch(await openRepository(repository));
    await until(() => repositories.here() !== undefined);
    expect(repositories.here()).toEqual({
      repository: 'example.com/acme/web',
      root: repository.folder,
      at: { state: 'branch', branch: 'feat/login', head: await repository.commitOf('HEAD') },
      changes: { staged: 1, unstaged: 1, untracked: 1, conflicted: 0 },
      remote: true,
    });
    await until(() => repositories.here()?.subject !== undefined);
    expect(repositories.here()?.subject).toBe('Begin');
    expect(repositories.ids()).toEqual(['example.com/acme/web']);
  });

  it('follows commits, switches, an upstream, and HEAD when it is detached', async () => {
    const upstream = await make();
    const repository = await upstream.clone();
    await repository.git('remote', 'set-url', 'origin', 'git@example.com:acme/web.git');
    const open = await openRepository(repository);
    const { repositories, until } = watch(open);
    await until(() => repositories.here() !== undefined);
    expect(repositories.here()?.at).toMatchObject({ upstream: 'origin/main', ahead: 0, behind: 0 });
    const head = await repository.commit('More', { 'a.txt': 'a' });
    await open.moved();
    expect(repositories.here()?.at).toMatchObject({ branch: 'main', head, ahead: 1, behind: 0 });
    await repository.switchTo('other');
    await open.moved();
    expect(repositories.here()?.at).toEqual({ state: 'branch', branch: 'other', head });
    await repository.git('switch', '--quiet', '--detach');
    await open.moved();
    expect(repositories.here()?.at).toEqual({ state: 'detached', head });
  });

  it('is that of the active editor among several of one repository', async () => {
    const origin = 'https://example.com/acme/web';
    const [one, other] = [await make(origin), await make(origin)];
    const { repositories, until } = watch(await openRepository(one), await openRepository(other));
    await until(() => repositories.ids().length === 2);
    const id = RepositoryId.parse('example.com/acme/web');
    expect(repositories.of(id)?.root).toBe(one.folder);
    focus(join(other.folder, 'README.md'));
    expect(repositories.of(id)?.root).toBe(other.folder);
  });

  it('has an id once git could be asked for its first commit, though it could not before', async () => {
    const repository = await make();
    const open = await openRepository(repository);
    const extension = gitExtension(open);
    const { path } = extension.api.git;
    Object.assign(extension.api.git, { path: '/nonexistent/git' });
    const failures: unknown[] = [];
    const repositories = watchRepositories(extension.api as never, {
      changed: () => undefined,
      failed: (error) => failures.push(error),
      environment: process.env,
    });
    watched.push(repositories);
    await expect.poll(() => failures.length).toBe(1);
    expect([repositories.any(), repositories.roots()]).toEqual([true, []]);
    Object.assign(extension.api.git, { path });
    await open.moved();
    await expect.poll(() => repositories.ids()).toHaveLength(1);
    expect(repositories.roots()).toEqual([repository.folder]);
  });

  it('is that of the active editor, and stays that of the last one', async () => {
    const [web, api] = [await make('https://example.com/acme/web'), await make('https://example.com/acme/api')];
    const { repositories, until, extension } = watch(await openRepository(web), await openRepository(api));
    await until(() => repositories.ids().length === 2);
    for (const id of repositories.ids()) expect(repositories.of(id)?.repository).toBe(id);
    expect(repositories.of(RepositoryId.parse('example.com/acme/third'))).toBeUndefined();
    expect(repositories.here()?.repository).toBe('example.com/acme/web');
    focus(join(api.folder, 'README.md'));
    expect(repositories.here()?.repository).toBe('example.com/acme/api');
    focus('/somewhere/else.txt');
    expect(repositories.here()?.repository).toBe('example.com/acme/api');
    focus(undefined);
    expect(repositories.here()?.repository).toBe('example.com/acme/api');
    extension.close({ raw: extension.api.repositories[1] ?? {}, moved: async () => undefined });
    expect(repositories.here()?.repository).toBe('example.com/acme/web');
  });

  it('is that of the active editor too where VS Code opens its repository after the file', async () => {
    const [web, api] = [await make('https://example.com/acme/web'), await make('https://example.com/acme/api')];
    const { repositories, until, extension } = watch(await openRepository(web));
    await until(() => repositories.here() !== undefined);
    focus(join(api.folder, 'README.md'));
    expect(repositories.here()?.repository).toBe('example.com/acme/web');
    extension.open(await openRepository(api));
    await until(() => repositories.ids().length === 2);
    expect(repositories.here()?.repository).toBe('example.com/acme/api');
  });

  it('is of a repository named by its root commit, where there is no remote', async () => {
    const repository = await make();
    const root = await repository.commitOf('HEAD');
    await repository.commit('More');
    const { repositories, until } = watch(await openRepository(repository));
    await until(() => repositories.here() !== undefined);
    expect(repositories.here()?.repository).toBe(`root:${root}`);
  });

  it('is another repository’s once the origin is another', async () => {
    const repository = await make();
    const open = await openRepository(repository);
    const { repositories, until } = watch(open);
    await until(() => repositories.here() !== undefined);
    await repository.git('remote', 'add', 'origin', 'https://example.com/acme/web');
    await open.moved();
    await until(() => repositories.here()?.repository.startsWith('example.com') ?? false);
    expect(repositories.here()?.repository).toBe('example.com/acme/web');
  });

  it('is none before the first commit, and where git’s words cannot be read', async () => {
    const repository = await make('https://example.com/acme/web');
    await repository.git('update-ref', '-d', 'HEAD');
    const open = await openRepository(repository);
    const { repositories, until } = watch(open);
    await until(() => repositories.here() !== undefined);
    expect(repositories.here()?.at).toEqual({ state: 'unborn' });
    Object.assign((open.raw as { state: object }).state, { remotes: 'nonsense' });
    expect(repositories.here()).toBeUndefined();
  });

  it('is read no further once it is closed, and that is no failure', async () => {
    const open = await openRepository(await make('https://example.com/acme/web'));
    const reading = Promise.withResolvers<never>();
    const asked = Promise.withResolvers<void>();
    const getCommit = (): Promise<never> => {
      asked.resolve();
      return reading.promise;
    };
    const { repositories, failures, until, extension } = watch({ ...open, raw: { ...open.raw, getCommit } });
    await until(() => repositories.here() !== undefined);
    await asked.promise;
    extension.close({ ...open, raw: extension.api.repositories[0] ?? {} });
    reading.reject(new Error('no such folder'));
    await new Promise((resolve) => setImmediate(resolve));
    expect([failures, repositories.any()]).toEqual([[], false]);
  });

  it('leaves no listener behind', async () => {
    const open = await openRepository(await make('https://example.com/acme/web'));
    const { repositories, until } = watch(open);
    await until(() => repositories.here() !== undefined);
    repositories.dispose();
    expect([...editor.live]).toEqual([]);
  });
});

describe('VS Code’s git extension', () => {
  const open = async () => {
    const seen: Git['state'][] = [];
    const failures: unknown[] = [];
    const watching = watchGit(
      ({ state }) => void seen.push(state),
      (error) => failures.push(error),
    );
    await new Promise((resolve) => setImmediate(resolve));
    return { seen, failures, watching };
  };

  it('may be absent, and come', async () => {
    const { seen, watching } = await open();
    expect(seen).toEqual(['off']);
    gitExtension();
    editor.fires.extensions.fire();
    await new Promise((resolve) => setImmediate(resolve));
    expect(seen).toEqual(['off', 'ready']);
    watching.dispose();
    expect([...editor.live]).toEqual([]);
  });

  it('may be disabled, start, and be disabled again', async () => {
    const extension = gitExtension();
    extension.exported.enabled = false;
    extension.api.state = 'uninitialized';
    const { seen } = await open();
    extension.enable(true);
    extension.initialise('initialized');
    extension.enable(false);
    expect(seen).toEqual(['off', 'starting', 'ready', 'off']);
  });

  it('may be something else, which is said and not believed', async () => {
    editor.extension = { activate: async () => ({ enabled: true, getAPI: 'no function' }) };
    const { seen, failures } = await open();
    expect(seen).toEqual([]);
    expect(failures).toHaveLength(1);
  });
});

import { mkdtempSync } from 'node:fs';
import { chmod, mkdir, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runTests } from '../../bridge/cli/test-run.ts';
import { watchNotedRuns } from '../../extension/sources/tests/noted-runs.ts';
import { watchWorkspace } from '../../extension/sources/workspace.ts';
import type { Machine } from '../../extension/connection/state-file.ts';
import type { Sha } from '../../protocol/model/ids.ts';
import { makeRepository, type Repository } from '../support/repository.ts';
import { sha } from '../support/samples.ts';
import { gitExtension, openRepository } from './git-double.ts';
import { editor } from './vscode-editor.ts';
import { reset } from './vscode-stub.ts';
import { on, settled, type Watched, watch as watchFrom } from './watched-tests.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

let home: string;
let repository: Repository;
let head: Sha;
beforeEach(async () => {
  reset();
  home = mkdtempSync(join(tmpdir(), 'shiproom-noted-'));
  repository = await makeRepository();
  head = await repository.commit('first', { 'a.ts': '1' });
});
afterEach(async () => {
  await rm(home, { recursive: true, force: true });
  await repository.remove();
});

const clean = { staged: 0, unstaged: 0, untracked: 0, conflicted: 0 };
const here = (part: object = {}) => ({
  ...on('main', 'a', { root: repository.folder, changes: clean, ...part }),
  at: { ...on('main').at, head } as ReturnType<typeof on>['at'],
});
const drop = () => join(home, 'shiproom', 'test-runs');
const machine = (): Partial<Machine> => ({ env: { XDG_STATE_HOME: home }, home });
const watch = (part: Partial<Machine> = {}): Watched => {
  const watched = watchFrom(['command'], { ...machine(), ...part }, here());
  watched.at(2_000_000);
  return watched;
};
const told = ({ results }: Watched) => results.of(here())?.told;

/** What `shiproom run` does, at this time. */
async function run(words: readonly string[], at = 2_000_000, report: readonly string[] = []): Promise<number> {
  const environment = { PATH: process.env['PATH'], HOME: home, XDG_STATE_HOME: home };
  const calling = { cwd: repository.folder, platform: 'linux', environment, pid: process.pid, say: () => {} } as const;
  return runTests(calling, words, { report }, { clock: { now: () => at }, terminal: false, warn: () => {} });
}

describe('what shiproom run has kept', () => {
  it('is taken by the editor that has the repository open, and taken away', async () => {
    const watched = watch();
    await expect.poll(async () => readdir(drop())).toEqual([]);
    const tap = `require('fs').writeFileSync('r.tap', '1..2\\nok 1 - a\\nnot ok 2 - b\\n')`;
    expect(await run([process.execPath, '-e', tap, 'hunter22'], 1_999_000, ['*.tap'])).toBe(0);
    await expect
      .poll(() => told(watched), { timeout: 5_000 })
      .toEqual({
        task: 'shiproom run node',
        outcome: 'failed',
        commit: head,
        dirty: true,
        endedAt: 1_999_000,
        counts: { passed: 1, failed: 1, skipped: 0 },
        // There was a change beside the commit, and there is none any more.
        stale: true,
      });
    expect(watched.results.of(here())?.failures).toEqual([{ name: 'b' }]);
    expect(await readdir(drop())).toEqual([]);
    expect(watched.failures).toEqual([]);
  });

  it('has not passed where a report of it ends too early', async () => {
    const watched = watch();
    await expect.poll(async () => readdir(drop())).toEqual([]);
    const cutOff = `require('fs').writeFileSync('r.xml', '<testsuite><testcase name="a"/>')`;
    expect(await run([process.execPath, '-e', cutOff], 1_999_000, ['*.xml'])).toBe(0);
    await expect.poll(() => told(watched)?.outcome, { timeout: 5_000 }).toBe('incomplete');
    expect(watched.results.of(here())?.unread).toEqual([{ file: 'r.xml', why: 'broken' }]);
  });

  it('is taken later too, by one window, and then says whether it is still about what is there', async () => {
    await run(['/bin/sh', 'x'], 1_000);
    await run(['git', '--version'], 1_001);
    const [one, other] = [watch(), watch()];
    await expect.poll(async () => readdir(drop()), { timeout: 5_000 }).toEqual([]);
    await settled();
    const all = [one, other].flatMap((each) => told(each) ?? []);
    expect(all.map(({ task }) => task)).toContain('shiproom run git');
    expect(one.changes() + other.changes()).toBe(2);
    const [taken] = [one, other].filter((each) => told(each)?.task === 'shiproom run git');
    expect(taken?.results.of(here())).toMatchObject({ stale: false, told: { outcome: 'passed', dirty: false } });
    const changed = here({ changes: { ...clean, unstaged: 1 } });
    expect(taken?.results.of(changed)?.stale).toBe(true);
  });

  it('stays where it is for other repositories, and where others could have written it', async () => {
    await run(['git', '--version'], 1_999_999);
    const [name = ''] = await readdir(drop());
    const watched = watch();
    await expect.poll(() => told(watched), { timeout: 5_000 }).toBeDefined();
    const before = watched.changes();

    await run(['git', '--version'], 1_999_999);
    await mkdir(join(home, 'aside'));
    const put = async (as: string, how: (path: string) => Promise<unknown>) => {
      const path = join(drop(), `${as}.json`);
      await how(path);
    };
    const elsewhere = {
      version: 1,
      repository: 'a/b',
      root: '/elsewhere',
      branch: 'main',
      commit: sha('a'),
      dirty: false,
    };
    const more = { command: 'x', startedAt: 1, endedAt: 2, exitCode: 0, failures: [] };
    const write = async (path: string, value: unknown, mode = 0o600) => {
      await writeFile(`${path}.draft`, JSON.stringify(value), { mode });
      await chmod(`${path}.draft`, mode);
      await rename(`${path}.draft`, path);
    };
    const ours = { ...elsewhere, ...more, root: repository.folder };
    await put('elsewhere', async (path) => write(path, { ...elsewhere, ...more }));
    await put('open', async (path) => write(path, ours, 0o644));
    await put('link', async (path) => {
      await write(join(home, 'aside', 'x'), ours);
      await symlink(join(home, 'aside', 'x'), path);
    });
    await put('newer', async (path) => write(path, { ...ours, version: 2 }));
    await put('long', async (path) => write(path, { ...ours, x: 'x'.repeat(1024 * 1024) }));
    await put('bad', async (path) => writeFile(path, '{', { mode: 0o600 }));
    editor.fires.focus.fire({ focused: true });
    await expect
      .poll(async () => (await readdir(drop())).toSorted(), { timeout: 5_000 })
      .toEqual(['bad', 'elsewhere', 'link', 'long', 'newer', 'open'].map((each) => `${each}.json`));
    await settled();
    expect(name).toMatch(/^1999999-\d+\.json$/);
    expect([watched.changes() - before, watched.failures]).toEqual([1, []]);
  });

  it('is nobody’s where its owner is another user', async () => {
    await run(['git', '--version']);
    const watched = watch({ uid: 4_294_967 });
    editor.fires.focus.fire({ focused: true });
    // Whoever looks into the folder meanwhile has opened the file by then.
    for (let look = 0; look < 50; look += 1) expect(await readdir(drop())).toHaveLength(1);
    expect(told(watched)).toBeUndefined();
  });

  it('is left alone where that is not wanted', async () => {
    const watched = watch();
    await expect.poll(async () => readdir(drop())).toEqual([]);
    watched.choose('tasks');
    await run(['git', '--version']);
    editor.fires.focus.fire({ focused: true });
    await settled();
    expect(await readdir(drop())).toHaveLength(1);
    watched.choose('command');
    await expect.poll(() => told(watched), { timeout: 5_000 }).toBeDefined();
  });

  it('is taken though another folder that was open is gone', async () => {
    const [taken, failures]: [string[], unknown[]] = [[], []];
    const watched = watchNotedRuns({
      machine: machine() as Machine,
      roots: () => [join(home, 'gone'), repository.folder],
      noted: async ({ root }) => void taken.push(root),
      failed: (error) => void failures.push(error),
    });
    await run([process.execPath, '-e', '0']);
    await expect.poll(() => [taken, failures], { timeout: 5_000 }).toEqual([[repository.folder], []]);
    watched.dispose();
  });

  it('stays where it is until its repository has an id, and is taken then', async () => {
    await run([process.execPath, '-e', '0']);
    const open = await openRepository(repository);
    const { git } = gitExtension(open).api;
    const { path } = git;
    git.path = '/nonexistent/git';
    const failures: unknown[] = [];
    const workspace = watchWorkspace({
      settings: {
        testSources: () => new Set(['command'] as const),
        terminalCommands: () => [],
        testReports: () => [],
        onDidChange: () => ({ dispose: () => undefined }),
      },
      world: { now: () => 2_000_000, after: () => () => undefined },
      machine: machine() as Machine,
      changed: () => undefined,
      failed: (error) => void failures.push(error),
    });
    await expect.poll(() => failures, { timeout: 5_000 }).toHaveLength(1);
    editor.fires.focus.fire({ focused: true });
    // Whoever would take it has read it by then.
    for (let look = 0; look < 50; look += 1) expect(await readdir(drop())).toHaveLength(1);
    git.path = path;
    await open.moved();
    await expect.poll(() => workspace.tests()?.told.task, { timeout: 5_000 }).toBe('shiproom run node');
    expect(await readdir(drop())).toEqual([]);
    workspace.dispose();
  });
});

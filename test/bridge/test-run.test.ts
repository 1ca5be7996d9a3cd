import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { constants } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NotedRun } from '../../reports/noted-run.ts';
import { makeRepository, type Repository } from '../support/repository.ts';
import { createSandbox, type Sandbox } from '../support/sandbox.ts';

const root = join(import.meta.dirname, '..', '..');
const main = join(root, 'bridge', 'main.ts');

let sandbox: Sandbox;
let repository: Repository;
beforeEach(async () => {
  sandbox = createSandbox();
  repository = await makeRepository();
  await repository.commit('first', { '.gitignore': '/out\n', 'a.ts': '1\n' });
  await repository.git('remote', 'add', 'origin', 'https://example.com/acme/web.git');
});
afterEach(async () => {
  sandbox.remove();
  await repository.remove();
});

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

interface Start {
  readonly program?: readonly string[];
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly detached?: boolean;
}

/** Starts `shiproom run` with these words after it. */
function begin(words: readonly string[], { program = [process.execPath, main], cwd, env, detached }: Start = {}) {
  const [command = '', ...args] = [...program, ...words];
  const child: ChildProcess = spawn(command, args, {
    cwd: cwd ?? repository.folder,
    env: { ...sandbox.env, NO_COLOR: '1', NODE_NO_WARNINGS: '1', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: detached ?? false,
  });
  const said = { out: '', err: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (said.out += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said.err += text));
  const ended = once(child, 'close').then(([code, signal]): Ended => ({ code, signal, ...said }));
  return { child, ended, said };
}
const run = async (words: readonly string[], start: Start = {}): Promise<Ended> => {
  const { child, ended } = begin(words, start);
  child.stdin?.end('typed\n');
  return ended;
};

const drop = () => join(sandbox.env['XDG_STATE_HOME'] ?? '', 'shiproom', 'test-runs');
const dropped = async (): Promise<readonly NotedRun[]> => {
  const names = await readdir(drop()).catch(() => []);
  return Promise.all(names.map(async (name) => NotedRun.parse(JSON.parse(await readFile(join(drop(), name), 'utf8')))));
};
const node = (code: string, ...args: string[]) => [process.execPath, '-e', code, '--', ...args];

describe('shiproom run', { timeout: 60_000 }, () => {
  it('hands on words, input, output, folder and exit code as they are', async () => {
    await mkdir(join(repository.folder, 'sub'));
    const code = `process.stdin.on('data', (text) => {
      console.log(JSON.stringify([process.argv.slice(1), String(text), process.cwd(), process.env.MARK]));
      console.error('to stderr');
      process.exit(7);
    })`;
    const args = ['--', '-x', '--report', '$HOME', 'a b', '', '*', '"'];
    const cwd = join(repository.folder, 'sub');
    const { code: exit, out, err } = await run(['run', '--', ...node(code, ...args)], { cwd, env: { MARK: 'here' } });
    expect(JSON.parse(out)).toEqual([args, 'typed\n', cwd, 'here']);
    expect([exit, err]).toEqual([7, 'to stderr\nshiproom: kept for your editor.\n']);
  });

  it('keeps how it went, readable by its user only, in a whole file', async () => {
    const head = await repository.commitOf('HEAD');
    const token = `ghp_${'a1'.repeat(18)}`;
    await run(['run', '--', ...node('process.exit(3)', token)]);
    const [noted] = await dropped();
    expect(noted).toMatchObject({
      repository: 'example.com/acme/web',
      root: repository.folder,
      branch: 'main',
      commit: head,
      dirty: false,
      exitCode: 3,
      failures: [],
    });
    expect(noted?.command).toMatch(/node -e process\.exit\(3\) -- \*\*\*$/);
    expect(noted?.endedAt).toBeGreaterThanOrEqual(noted?.startedAt ?? Infinity);
    const [name = ''] = await readdir(drop());
    expect((await stat(join(drop(), name))).mode & 0o777).toBe(0o600);
    expect((await stat(drop())).mode & 0o777).toBe(0o700);

    await repository.write({ 'b.ts': 'new' });
    await run(['run', process.execPath, '-e', 'process.exit(0)']);
    const last = (await dropped()).find(({ exitCode }) => exitCode === 0);
    expect(last).toMatchObject({ dirty: true });
  });

  it('reads the reports that it is told of, if they were written meanwhile', async () => {
    await mkdir(join(repository.folder, 'out'));
    const old = '<testsuite><testcase name="old"><failure/></testcase></testsuite>';
    await writeFile(join(repository.folder, 'out', 'old.xml'), old);
    const xml =
      '<testsuite><testcase name="adds"/><testcase name="no" file="../a.ts" line="1"><failure message="bad"/></testcase></testsuite>';
    const write = `const fs = require('fs'); fs.writeFileSync('new.xml', ${JSON.stringify(xml)}); fs.writeFileSync('r.tap', '1..1\\nok 1 - t\\n')`;
    const cwd = join(repository.folder, 'out');
    const { code } = await run(['run', '--report', '*.xml', '--report', 'r.tap', '--', ...node(write)], { cwd });
    expect(code).toBe(0);
    const [noted] = await dropped();
    expect(noted?.counts).toEqual({ passed: 2, failed: 1, skipped: 0 });
    expect(noted?.failures).toMatchObject([{ name: 'no', message: 'bad' }]);
  });

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    'hands %s on, waits for the end, and tells nothing of it',
    async (signal) => {
      const code = `process.on('${signal}', () => { console.log('got it'); setTimeout(() => process.exit(42), 50); }); setInterval(() => {}, 1000); console.log('ready')`;
      const { child, ended, said } = begin(['run', '--', ...node(code)]);
      await expect.poll(() => said.out, { timeout: 10_000 }).toContain('ready');
      child.kill(signal);
      expect(await ended).toMatchObject({ code: 42, out: 'ready\ngot it\n', err: '' });
      expect(await dropped()).toEqual([]);
    },
  );

  it.each(['SIGTERM', 'SIGQUIT'] as const)('hands %s on even if it comes as the command begins', async (signal) => {
    const early = join(sandbox.root, 'early.cjs');
    await writeFile(
      early,
      `const childProcess = require('node:child_process');
      const { spawn } = childProcess;
      childProcess.spawn = (program, ...rest) => {
        const child = spawn(program, ...rest);
        if (program === 'sleep') process.kill(process.pid, '${signal}');
        return child;
      };
      require('node:module').syncBuiltinESMExports();`,
    );
    const { code } = await run(['run', '--', 'sleep', '30'], { program: [process.execPath, '--require', early, main] });
    expect(code).toBe(128 + constants.signals[signal]);
    expect(await dropped()).toEqual([]);
  });

  it('answers 128 and the signal’s number, where one has ended the command', async () => {
    const crashed = await run(['run', '--', ...node("process.kill(process.pid, 'SIGABRT')")]);
    expect(crashed.code).toBe(134);
    expect((await dropped()).map(({ exitCode }) => exitCode)).toEqual([134]);
    expect((await run(['run', '--', ...node("process.kill(process.pid, 'SIGKILL')")])).code).toBe(137);
    expect(await dropped()).toHaveLength(1);
  });

  it('never changes what becomes of the command', async () => {
    const fails = node('process.exit(5)');
    await mkdir(join(sandbox.env['XDG_STATE_HOME'] ?? '', 'shiproom'), { recursive: true });
    await writeFile(drop(), 'in the way');
    const full = await run(['run', '--', ...fails]);
    expect([full.code, full.err]).toEqual([5, expect.stringMatching(/^shiproom: not kept: .*EEXIST.*\n$/)]);
    const nowhere = await run(['run', '--', ...fails], { cwd: sandbox.root });
    expect([nowhere.code, nowhere.err]).toEqual([5, 'shiproom: not kept: this is no branch of a git repository.\n']);
    const noGit = await run(['run', '--', ...fails], { env: { PATH: '/nonexistent' } });
    expect([noGit.code, noGit.err.split('\n').length]).toEqual([5, 2]);
  });

  it('keeps nothing where another commit or branch was checked out meanwhile', async () => {
    const git = (words: string) => ['run', '--', '/bin/sh', '-c', `git ${words} >/dev/null 2>&1; exit 1`];
    const moved = await run(git('commit --allow-empty --message x'));
    expect([moved.code, moved.err]).toEqual([
      1,
      'shiproom: not kept: another commit was checked out while it ran, so it is about neither.\n',
    ]);
    await run(git('switch --create other'));
    await run(git('switch --detach'));
    expect(await dropped()).toEqual([]);
  });

  it('says what it does not understand, as a shell does', async () => {
    const missing = await run(['run', '--', 'no-such-command-here']);
    expect([missing.code, missing.err]).toEqual([127, 'shiproom: no-such-command-here: there is no such command.\n']);
    await writeFile(join(sandbox.root, 'plain'), 'x');
    await chmod(join(sandbox.root, 'plain'), 0o600);
    expect((await run(['run', '--', join(sandbox.root, 'plain')])).code).toBe(126);
    expect(await run(['run'])).toMatchObject({
      code: 1,
      err: expect.stringContaining("missing required argument 'command'"),
    });
    expect(await run(['run', '--bogus', '--', 'x'])).toMatchObject({
      code: 1,
      err: expect.stringContaining("unknown option '--bogus'"),
    });
    expect(await dropped()).toEqual([]);
  });

  it('takes away what nobody has come for in a week', async () => {
    await mkdir(drop(), { recursive: true });
    await writeFile(join(drop(), '1000-1.json'), '{}');
    await writeFile(join(drop(), 'mine.txt'), 'x');
    await utimes(join(drop(), 'mine.txt'), 1, 1);
    await run(['run', '--', ...node('')]);
    const names = await readdir(drop());
    expect(names).toHaveLength(2);
    expect(names).toContain('mine.txt');
  });
});

describe('shiproom run by the ways in', { timeout: 60_000 }, () => {
  const ways = {
    'scripts/shiproom.mjs': [process.execPath, join(root, 'scripts', 'shiproom.mjs')],
    'npm start --': ['npm', '--silent', '--prefix', root, 'start', '--'],
  };
  // Whoever runs the tests has set Node up already.
  const env = { SHIPROOM_CACHE: process.env['SHIPROOM_CACHE'], npm_config_update_notifier: 'false' };

  it.each(Object.entries(ways))('%s hands over all words, the folder and the exit code', async (_, program) => {
    const code = 'console.log(JSON.stringify([process.argv.slice(1), process.cwd()])); process.exit(9)';
    const { code: exit, out } = await run(['run', '--', ...node(code, '--', '-x', 'a b', '$HOME')], { program, env });
    expect([exit, JSON.parse(out)]).toEqual([9, [['--', '-x', 'a b', '$HOME'], repository.folder]]);
    expect(await dropped()).toHaveLength(1);
  });

  it.each(Object.entries(ways))('%s hands over Ctrl+C, and waits', async (_, program) => {
    const code = `process.on('SIGINT', () => { console.log('got it'); setTimeout(() => process.exit(42), 300); }); setInterval(() => {}, 1000); console.log('ready')`;
    const { child, ended, said } = begin(['run', '--', ...node(code)], { program, env, detached: true });
    await expect.poll(() => said.out, { timeout: 15_000 }).toContain('ready');
    process.kill(-(child.pid ?? 0), 'SIGINT');
    expect((await ended).out).toContain('got it');
    expect(await dropped()).toEqual([]);
  });
});

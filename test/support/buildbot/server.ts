import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { makeRepository, type Repository } from '../repository.ts';

const run = promisify(execFile);
const python = '/usr/bin/python3';
const programs = ['/usr/bin/buildbot', '/usr/bin/twistd3'];

/** Debian's Buildbot; without it nothing of this can be tested. */
export const hasBuildbot: boolean = programs.every((path) => existsSync(path));

/** A Buildbot that runs, and the repository whose commits it runs: `run.sh` of each, by bash. */
export interface BuildbotServer {
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly repository: Repository;
  /** Tells it of a push, as a repository's hook does. */
  push(branch: string, commit: string): Promise<void>;
  close(): Promise<void>;
}

/** Starts a master with its worker in a folder of its own. `hook`: where it reports builds to. */
export async function startBuildbot(hook?: { readonly url: string; readonly token: string }): Promise<BuildbotServer> {
  const folder = await mkdtemp(join(tmpdir(), 'shiproom-buildbot-'));
  const repository = await makeRepository();
  const port = await freePort();
  const password = 'password of the tests';
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    LANG: 'C.UTF-8',
    GIT_CONFIG_NOSYSTEM: '1',
    BUILDBOT_PORT: String(port),
    BUILDBOT_REPOSITORY: repository.folder,
    BUILDBOT_PASSWORD: password,
    ...(hook && { BUILDBOT_HOOK: hook.url, BUILDBOT_HOOK_TOKEN: hook.token }),
  };
  await run(python, ['/usr/bin/buildbot', 'create-master', '--quiet', folder], { env });
  await copyFile(join(import.meta.dirname, 'master.cfg'), join(folder, 'master.cfg'));
  const words = ['/usr/bin/twistd3', '--nodaemon', '--no_save', '--pidfile=', '--python=buildbot.tac'];
  const master = spawn(python, words, { cwd: folder, env, stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  await answers(url, master, folder);
  return {
    url,
    user: 'shiproom',
    password,
    repository,
    async push(branch, revision) {
      const body = new URLSearchParams({ branch, revision, author: 'Ann <ann@example.org>', comments: 'Pushed' });
      const { ok } = await fetch(`${url}/change_hook/base`, { method: 'POST', body });
      if (!ok) throw new Error('Buildbot did not take the push');
    },
    async close() {
      await ended(master);
      await repository.remove();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function answers(url: string, master: ChildProcess, folder: string): Promise<void> {
  const giveUpAt = performance.now() + 20_000;
  for (;;) {
    const up = await fetch(`${url}/api/v2/workers`).then(
      async (answer) => /"connected_to": \[\s*\{/.test(await answer.text()),
      () => false,
    );
    if (up) return;
    if (master.exitCode !== null || performance.now() > giveUpAt) {
      await ended(master);
      throw new Error(`Buildbot did not start:\n${await readFile(join(folder, 'twistd.log'), 'utf8').catch(() => '')}`);
    }
    await pause(50);
  }
}

async function ended(master: ChildProcess): Promise<void> {
  if (master.exitCode !== null || master.signalCode !== null) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  master.once('exit', () => resolve());
  // Its worker's commands go with it.
  master.kill('SIGTERM');
  const late = setTimeout(() => master.kill('SIGKILL'), 5000);
  await promise;
  clearTimeout(late);
}

async function freePort(): Promise<number> {
  const server = createServer();
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  const address = server.address();
  await new Promise((done) => void server.close(done));
  if (typeof address !== 'object' || address === null) throw new Error('there is no port');
  return address.port;
}

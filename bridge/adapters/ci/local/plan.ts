import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import type { Command, LocalCiSettings } from './config.ts';

/** A command as it is run, and as the log shows it. */
export interface Step {
  readonly words: readonly string[];
  readonly shown: string;
}

export interface Plan {
  readonly setup?: Step;
  readonly test?: Step;
}

/** What a package manager's lock file is called, and how that manager installs exactly what is in it, and tests. */
const managers = [
  { locks: ['package-lock.json', 'npm-shrinkwrap.json'], setup: 'npm ci', test: 'npm test' },
  { locks: ['pnpm-lock.yaml'], setup: 'pnpm install --frozen-lockfile', test: 'pnpm test' },
  { locks: ['yarn.lock'], setup: 'yarn install --immutable', test: 'yarn test' },
  { locks: ['bun.lock', 'bun.lockb'], setup: 'bun install --frozen-lockfile', test: 'bun run test' },
] as const;

const Manifest = z.object({ scripts: z.optional(z.object({ test: z.optional(z.string()) })) });

/** What to run in a worktree: what the operator says, else what its lock file and its `package.json` say. */
export async function planOf(worktree: string, settings: LocalCiSettings): Promise<Plan> {
  const manager = await managerOf(worktree);
  const tests = settings.test ?? ((await hasTestScript(worktree)) ? (manager?.test ?? 'npm test').split(' ') : []);
  const setup = step(settings.setup ?? manager?.setup ?? []);
  const test = step(tests);
  return { ...(setup && { setup }), ...(test && { test }) };
}

function step(command: Command): Step | undefined {
  if (command.length === 0) return undefined;
  if (typeof command === 'string') return { words: ['/bin/sh', '-c', command], shown: command };
  return { words: command, shown: command.map(quoted).join(' ') };
}

const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;

async function managerOf(worktree: string): Promise<{ setup: readonly string[]; test: string } | undefined> {
  for (const { locks, setup, test } of managers) {
    for (const lock of locks) {
      if (!(await isFile(join(worktree, lock)))) continue;
      const old = lock === 'yarn.lock' && (await readFile(join(worktree, lock), 'utf8')).includes('# yarn lockfile v1');
      return { setup: (old ? 'yarn install --frozen-lockfile' : setup).split(' '), test };
    }
  }
  return undefined;
}

async function hasTestScript(worktree: string): Promise<boolean> {
  const file = join(worktree, 'package.json');
  if (!(await isFile(file))) return false;
  try {
    return Boolean(Manifest.parse(JSON.parse(await readFile(file, 'utf8'))).scripts?.test);
  } catch {
    // The package manager will say what is wrong with it.
    return true;
  }
}

const isFile = async (path: string): Promise<boolean> => {
  const found = await lstat(path).catch(() => undefined);
  return found?.isFile() ?? false;
};

import { execFile } from 'node:child_process';
import { type Environment, gitEnvironment, gitGuards } from '../sources/git-guards.ts';

/** Runs git in a folder with these words, gives it `input`, and answers what it prints. */
export type QuietGit = (folder: string, words: readonly string[], input?: string) => Promise<Buffer>;

/**
 * Nothing that a repository's own configuration names is to run: no hook, no watcher, no pager, no other program for signatures; and no
 * remote is asked for what a partial clone lacks, each way being refused by its own name, since a repository may allow one by name.
 */
const guarded = [
  ...gitGuards,
  '--no-replace-objects',
  '--literal-pathspecs',
  ...['', '.ext', '.file', '.git', '.http', '.https', '.ssh'].flatMap((way) => ['-c', `protocol${way}.allow=never`]),
];
const patienceMs = 30_000;
const mostBytes = 64 * 1024 * 1024;

/** Runs this git by itself, with no shell between and without git's own variables; bounded in time and in what it may print. */
export const quietGit =
  (binary: string, environment: Environment): QuietGit =>
  async (folder, words, input = '') =>
    new Promise((resolve, reject) => {
      const env = gitEnvironment(environment);
      const options = { cwd: folder, env, timeout: patienceMs, maxBuffer: mostBytes, windowsHide: true };
      const done = (error: Error | null, printed: Buffer): void => (error ? reject(error) : resolve(printed));
      const child = execFile(binary, [...guarded, ...words], { ...options, encoding: 'buffer' }, done);
      // A git that ends before it has read all says why by its exit code.
      child.stdin?.on('error', () => {});
      child.stdin?.end(input);
    });

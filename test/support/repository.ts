import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Sha } from '../../protocol/model/ids.ts';

const run = promisify(execFile);

/** Nothing of the machine's own git configuration, and a name for the commits. */
const environment = {
  PATH: process.env['PATH'],
  HOME: '/nonexistent',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Ann',
  GIT_AUTHOR_EMAIL: 'ann@example.org',
  GIT_COMMITTER_NAME: 'Ann',
  GIT_COMMITTER_EMAIL: 'ann@example.org',
};

/** Files by their path; `undefined` deletes one. */
type Files = Readonly<Record<string, string | undefined>>;

/** A real git repository in a temporary folder. */
export interface Repository {
  /** Its working folder, without symbolic links. */
  readonly folder: string;
  /** Runs git in it, with these arguments, and gives what it printed, without the last newline. */
  git(...words: string[]): Promise<string>;
  /** Writes files into the working folder. */
  write(files: Files): Promise<void>;
  /** Writes a shell script that can be run, and gives its whole path. */
  script(path: string, text: string): Promise<string>;
  /** Writes files and commits all that differs, even where nothing does. */
  commit(message: string, files?: Files): Promise<Sha>;
  /** Makes a branch at `at` (HEAD by default), whatever git thinks of its name, and leaves what is checked out. */
  branch(name: string, at?: string): Promise<void>;
  /** Checks a branch out; makes it where it is not there. */
  switchTo(name: string): Promise<void>;
  /** The commit that a revision means. */
  commitOf(revision: string): Promise<Sha>;
  /** Makes a clone with this repository as its `origin`; it is removed along with this one. */
  clone(name?: string): Promise<Repository>;
  /** Deletes it, and its clones. */
  remove(): Promise<void>;
}

async function put(folder: string, files: Files): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, path);
    if (text === undefined) await rm(file);
    else {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    }
  }
}

function repositoryIn(folder: string, base: string): Repository {
  const git = async (...words: string[]) => {
    const { stdout } = await run('git', words, { cwd: folder, env: environment, maxBuffer: 2 ** 26 });
    return stdout.replace(/\n$/, '');
  };
  const commitOf = async (revision: string) =>
    Sha.parse(await git('rev-parse', '--verify', '--end-of-options', `${revision}^{commit}`));
  let clones = 0;
  return {
    folder,
    git,
    commitOf,
    write: async (files) => put(folder, files),
    async script(path, text) {
      const file = join(folder, path);
      await mkdir(dirname(file), { recursive: true });
      // By another process: while this one has it open, so has each child that it starts, and then nobody can run it (ETXTBSY).
      await run('/bin/sh', ['-c', 'printf %s "$2" > "$1" && chmod +x "$1"', 'sh', file, `#!/bin/sh\n${text}\n`]);
      return file;
    },
    async commit(message, files = {}) {
      await put(folder, files);
      await git('add', '--all');
      await git('commit', '--quiet', '--no-verify', '--allow-empty', '-m', message);
      return commitOf('HEAD');
    },
    async branch(name, at = 'HEAD') {
      await git('update-ref', '--create-reflog', '-m', 'branch: Created', `refs/heads/${name}`, await commitOf(at));
    },
    async switchTo(name) {
      const known = await git('for-each-ref', '--format=%(refname)', 'refs/heads/');
      const words = known.split('\n').includes(`refs/heads/${name}`) ? [name] : ['-c', name];
      await git('switch', '--quiet', ...words);
    },
    async clone(name) {
      clones += 1;
      const other = join(base, name ?? `clone-${clones}`);
      await git('clone', '--quiet', '--', folder, other);
      return repositoryIn(other, other);
    },
    remove: async () => rm(base, { recursive: true, force: true, maxRetries: 5 }),
  };
}

/** Makes a repository whose branch `main` has one commit, with these files. */
export async function makeRepository(files: Files = { 'README.md': 'A repository\n' }): Promise<Repository> {
  const base = await realpath(await mkdtemp(join(tmpdir(), 'shiproom-repository-')));
  const folder = join(base, 'work');
  await mkdir(folder);
  const repository = repositoryIn(folder, base);
  await repository.git('init', '--quiet', '--initial-branch=main', '.');
  await repository.commit('Begin', files);
  return repository;
}

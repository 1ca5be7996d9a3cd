import { join, relative } from 'node:path';
import type { Repository } from '../support/repository.ts';
import { editor } from './vscode-editor.ts';
import { stub } from './vscode-stub.ts';

/** A real repository behind the interface of VS Code's git extension. */
export interface OpenRepository {
  /** Reads the repository anew and tells, as VS Code does after any change in it. */
  moved(): Promise<void>;
  readonly raw: object;
}

const { EventEmitter, Uri } = stub;

export async function openRepository({ folder, git }: Repository): Promise<OpenRepository> {
  const changed = new EventEmitter<void>('repository');
  const state: Record<string, unknown> = { onDidChange: changed.event };
  const read = async () => Object.assign(state, await readState(git, folder));
  await read();
  return {
    raw: { rootUri: Uri.file(folder), state, status: async () => void (await read()), ...askable(git, folder) },
    async moved() {
      await read();
      changed.fire();
    },
  };
}

/** What the extension can be asked of a repository, by the git commands that it runs itself. */
function askable(git: Repository['git'], folder: string) {
  const hash = async (ref: string) => git('rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`);
  return {
    async getCommit(ref: string) {
      const commit = await hash(ref);
      return { hash: commit, message: await git('show', '-s', '--format=%B', commit) };
    },
    show: async (ref: string, path: string) => `${await git('show', `${ref}:${relative(folder, path)}`)}\n`,
    async getBranches({ contains }: { readonly contains: string }) {
      const refs = await git(
        'for-each-ref',
        '--format=%(refname)',
        '--contains',
        contains,
        'refs/heads',
        'refs/remotes',
      );
      return refs
        .split('\n')
        .filter(Boolean)
        .map((ref) => {
          const [, kind, first = '', ...rest] = ref.split('/');
          return kind === 'heads'
            ? { type: 0, name: [first, ...rest].join('/') }
            : { type: 1, name: `${first}/${rest.join('/')}`, remote: first };
        });
    },
    async diffBetween(one: string, other: string) {
      const words = ['diff', '--name-status', '-z', '--diff-filter=ADMR', `${one}...${other}`, '--'];
      const parts = (await git(...words)).split('\0').filter(Boolean);
      const changes: object[] = [];
      while (parts.length > 0) {
        const [kind = ''] = parts.shift() ?? '';
        const was = Uri.file(join(folder, parts.shift() ?? ''));
        const uri = kind === 'R' ? Uri.file(join(folder, parts.shift() ?? '')) : was;
        changes.push({ uri, originalUri: was, status: { A: 1, R: 3, D: 6 }[kind] ?? 5 });
      }
      return changes;
    },
    getMergeBase: async (one: string, other: string) => git('merge-base', one, other),
    async getBranchBase() {
      const commit = await hash('refs/remotes/origin/main').catch(() => undefined);
      return commit && { name: 'origin/main', remote: 'origin', commit };
    },
    fetch: async (remote: string, ref: string) => void (await git('fetch', '--quiet', remote, ref)),
  };
}

/** By `git status --porcelain=v2 --branch`, in the shapes of VS Code's `git.d.ts`; untracked files stand among the changed, as is its default. */
async function readState(git: Repository['git'], folder: string) {
  const lines = (await git('status', '--porcelain=v2', '--branch', '--untracked-files=all')).split('\n');
  const header = (name: string) =>
    lines
      .find((line) => line.startsWith(`# branch.${name} `))
      ?.split(' ')
      .slice(2);
  const [commit] = header('oid') ?? [];
  const [name] = header('head') ?? [];
  const [upstream] = header('upstream') ?? [];
  const [ahead, behind] = (header('ab') ?? []).map((count) => Math.abs(Number(count)));
  const [remote = '', ...rest] = upstream?.split('/') ?? [];
  const changedLines = lines.filter((line) => /^[12] /.test(line));
  /** The name stands after so many words. */
  const change = (line: string, words: number, status: number) => {
    const [file = ''] = line
      .split(' ')
      .slice(line.startsWith('2') ? words + 1 : words)
      .join(' ')
      .split('\t');
    return { uri: Uri.file(join(folder, file)), status };
  };
  const url = await git('config', '--get', 'remote.origin.url').catch(() => undefined);
  return {
    HEAD: {
      type: 0,
      ...(name !== '(detached)' && { name }),
      ...(commit !== '(initial)' && { commit }),
      ...(upstream && { upstream: { remote, name: rest.join('/') }, ahead, behind }),
    },
    remotes: url === undefined ? [] : [{ name: 'origin', fetchUrl: url, isReadOnly: false }],
    rebaseCommit: await git('rev-parse', '--verify', '--quiet', 'REBASE_HEAD').then(
      (hash) => ({ hash }),
      () => undefined,
    ),
    indexChanges: changedLines.filter((line) => line[2] !== '.').map((line) => change(line, 8, 0)),
    workingTreeChanges: [
      ...changedLines.filter((line) => line[3] !== '.').map((line) => change(line, 8, 5)),
      ...lines.filter((line) => line.startsWith('? ')).map((line) => change(line, 1, 7)),
    ],
    untrackedChanges: [],
    mergeChanges: lines.filter((line) => line.startsWith('u ')).map((line) => change(line, 10, 18)),
  };
}

/** VS Code's git extension, with these repositories open. */
export function gitExtension(...open: readonly OpenRepository[]) {
  const repositories = open.map(({ raw }) => raw as { rootUri: { path: string } });
  const opened = new EventEmitter<object>('onDidOpenRepository');
  const closed = new EventEmitter<object>('onDidCloseRepository');
  const stateChanged = new EventEmitter<string>('onDidChangeState');
  const enablement = new EventEmitter<boolean>('onDidChangeEnablement');
  const api = {
    git: { path: 'git' },
    state: 'initialized',
    repositories,
    onDidChangeState: stateChanged.event,
    onDidOpenRepository: opened.event,
    onDidCloseRepository: closed.event,
    toGitUri: ({ path }: { path: string }, ref: string) => Uri.from({ scheme: 'git', path, query: ref }),
    getRepository: ({ path }: { path: string }) =>
      repositories.find(({ rootUri }) => `${path}/`.startsWith(`${rootUri.path}/`)) ?? null,
  };
  const exported = { enabled: true, onDidChangeEnablement: enablement.event, getAPI: () => api };
  editor.extension = { activate: async () => exported };
  return {
    api,
    exported,
    enable(enabled: boolean) {
      exported.enabled = enabled;
      enablement.fire(enabled);
    },
    open(one: OpenRepository) {
      repositories.push(one.raw as { rootUri: { path: string } });
      opened.fire(one.raw);
    },
    close(one: OpenRepository) {
      repositories.splice(repositories.indexOf(one.raw as { rootUri: { path: string } }), 1);
      closed.fire(one.raw);
    },
    initialise(state: string) {
      api.state = state;
      stateChanged.fire(state);
    },
  };
}

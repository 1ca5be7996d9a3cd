import * as vscode from 'vscode';
import * as z from 'zod/mini';
import type { RepositoryId } from '../../protocol/model/ids.ts';
import { repositoryOf } from '../../protocol/model/repository.ts';
import { type Checkout, changesOf, headOf, underWay } from './checkout.ts';
import { type GitApi, GitCommit, type GitRepository, GitState } from './git-api.ts';
import { type BranchDiff, diffWith, type Theirs } from './git-branch-diff.ts';
import { type ChangedFiles, createChangedFiles } from './git-changes.ts';
import type { Environment } from './git-guards.ts';
import { repositoryOfFolder } from './root-commit.ts';

/** The repositories of this window, as the built-in git extension sees them. */
export interface Repositories {
  /** That of the active editor; without one that of the editor before; at first the first. */
  here(): Checkout | undefined;
  /** That with this id, of several `here` where it is one of them; undefined where it is not open. */
  of(repository: RepositoryId): Checkout | undefined;
  /** All that are known by an id. */
  ids(): readonly RepositoryId[];
  /** The folders of all that are known by an id. */
  roots(): readonly string[];
  /** Whether there is a repository, with an id or still without. */
  any(): boolean;
  /** The checkout that holds a file or folder, read anew; `here` where none is given. */
  fresh(at?: vscode.Uri): Promise<Checkout | undefined>;
  /** Names of the files that `here` has changed, relative to its root: those of the working tree and what the branch has over its base. */
  changedFiles(): Promise<readonly string[]>;
  /** What a team-mate's branch has over the commit where it left this one; undefined where it cannot be come by. */
  diffWith(theirs: Theirs): Promise<BranchDiff | undefined>;
  dispose(): void;
}

interface Known {
  readonly repository: GitRepository;
  readonly watch: vscode.Disposable;
  /** The id, and of what it was made: another `origin` is another repository. */
  named?: { readonly from: string; readonly id: RepositoryId | undefined };
  readonly changed: ChangedFiles;
  /** The newest commit's subject. */
  subject?: { readonly commit: string; readonly words: string };
}

/** How changes of repositories are told of, and the variables that git is started with. */
export interface RepositoryOptions {
  /** Called after each event. */
  readonly changed: () => void;
  /** An id could not be found out. */
  readonly failed: (error: unknown) => void;
  readonly environment: Environment;
}

/** Follows the repositories by events alone. */
export function watchRepositories(api: GitApi, options: RepositoryOptions): Repositories {
  const { changed } = options;
  const follower = follow(api, options);
  const { known } = follower;
  let active: string | undefined;
  const entered = (editor: vscode.TextEditor | undefined): void => {
    const key = editor && keyOf(api, editor.document.uri);
    if (!key || key === active) return;
    active = key;
    changed();
  };
  const one = (key: string | undefined): Known | undefined =>
    (key === undefined ? undefined : known.get(key)) ?? known.values().next().value;
  const watches = [
    vscode.window.onDidChangeActiveTextEditor(entered),
    // VS Code may open a file's repository after the file: one that is restored, one deep below the folder, a submodule.
    api.onDidOpenRepository(() => entered(vscode.window.activeTextEditor)),
  ];
  entered(vscode.window.activeTextEditor);

  return {
    here: () => checkoutOf(one(active)),
    of: (repository) => checkoutOf([one(active), ...known.values()].find((each) => each?.named?.id === repository)),
    ids: () => [...known.values()].flatMap(({ named }) => named?.id ?? []),
    roots: () => [...known.values()].flatMap(({ named, repository }) => (named?.id ? repository.rootUri.fsPath : [])),
    any: () => known.size > 0,
    async fresh(at) {
      const found = one((at && keyOf(api, at)) ?? active);
      await found?.repository.status();
      return checkoutOf(found);
    },
    async changedFiles() {
      const found = one(active);
      const { HEAD } = (found && stateOf(found)) ?? {};
      return found ? found.changed.of(HEAD?.name, HEAD?.commit) : [];
    },
    async diffWith(theirs) {
      const found = one(active);
      return found?.named?.id === theirs.on.repository ? diffWith(api, found.repository, theirs) : undefined;
    },
    dispose() {
      for (const watch of watches) watch.dispose();
      follower.dispose();
    },
  };
}

/** The open repositories, each with its id as soon as that is known. */
function follow(api: GitApi, { changed, failed, environment }: RepositoryOptions) {
  const known = new Map<string, Known>();
  const moved = async (key: string, one: Known): Promise<void> => {
    // What was closed meanwhile, as a folder that was deleted, is read no further, and did not fail.
    const open = (): boolean => known.get(key) === one;
    const unread = (error: unknown): void => {
      if (open()) failed(error);
    };
    await name(one, api.git.path, environment).catch(unread);
    if (open()) changed();
    if ((await readSubject(one).catch(unread)) && open()) changed();
  };
  const opened = (repository: GitRepository): void => {
    const key = repository.rootUri.toString();
    if (known.has(key)) return;
    const watch = repository.state.onDidChange(() => void moved(key, one));
    const one: Known = { repository, watch, changed: createChangedFiles(repository) };
    known.set(key, one);
    void moved(key, one);
  };
  const closed = ({ rootUri }: GitRepository): void => {
    const key = rootUri.toString();
    known.get(key)?.watch.dispose();
    known.delete(key);
    changed();
  };
  const watches = [api.onDidOpenRepository(opened), api.onDidCloseRepository(closed)];
  for (const repository of api.repositories) opened(repository);
  return {
    known,
    dispose() {
      for (const { watch } of known.values()) watch.dispose();
      known.clear();
      for (const watch of watches) watch.dispose();
    },
  };
}

const keyOf = (api: GitApi, uri: vscode.Uri): string | undefined =>
  uri.scheme === 'file' ? api.getRepository(uri)?.rootUri.toString() : undefined;

const stateOf = ({ repository }: Known): GitState | undefined => z.safeParse(GitState, repository.state).data;

/** Finds out a repository's id, once for each `origin`; without one by its root commit, once there is a commit. */
async function name(one: Known, binary: string, environment: Environment): Promise<void> {
  const state = stateOf(one);
  if (!state) return;
  const origin = state.remotes.find((remote) => remote.name === 'origin')?.fetchUrl ?? '';
  const from = origin || (state.HEAD?.commit ? 'roots' : 'nothing');
  if (one.named?.from === from) return;
  one.named = { from, id: repositoryOf(origin) };
  if (one.named.id || !state.HEAD?.commit) return;
  try {
    const id = await repositoryOfFolder(one.repository.rootUri.fsPath, binary, environment);
    // Another origin may have been set meanwhile.
    if (one.named.from === from) one.named = { from, id };
  } catch (error) {
    // What went wrong once is tried again after the next change.
    if (one.named.from === from) delete one.named;
    throw error;
  }
}

/** Answers whether the newest commit's subject has become another one. */
async function readSubject(one: Known): Promise<boolean> {
  const commit = stateOf(one)?.HEAD?.commit;
  if (commit === undefined || one.subject?.commit === commit) return false;
  const found = z.safeParse(GitCommit, await one.repository.getCommit?.(commit)).data;
  const [words = ''] = found?.message.split('\n') ?? [];
  // Another commit may have come meanwhile, which is asked for by itself.
  if (words === '' || stateOf(one)?.HEAD?.commit !== commit) return false;
  one.subject = { commit, words: words.slice(0, longestSubject) };
  return true;
}

const longestSubject = 200;

function checkoutOf(one: Known | undefined): Checkout | undefined {
  const state = one && stateOf(one);
  const repository = one?.named?.id;
  if (!state || !repository) return undefined;
  const root = one.repository.rootUri.fsPath;
  const { subject } = one;
  return {
    repository,
    root,
    at: headOf(state),
    changes: changesOf(state),
    ...(subject && subject.commit === state.HEAD?.commit && { subject: subject.words }),
    ...underWay(state, root),
  };
}

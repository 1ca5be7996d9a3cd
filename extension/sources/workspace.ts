import * as vscode from 'vscode';
import type { RepositoryId } from '../../protocol/model/ids.ts';
import type { Checkout } from './checkout.ts';
import { type Repositories, watchRepositories } from './git.ts';
import type { Environment } from './git-guards.ts';
import type { BranchDiff, Theirs } from './git-branch-diff.ts';
import { watchGit } from './git-extension.ts';
import type { TestRun } from './tests/test-run.ts';
import { type TestOptions, type WatchedTests, watchTests } from './tests/watch-tests.ts';

/** What this window's workspace tells of itself: its repositories, and the tests that were run here. */
export interface Workspace {
  git(): 'starting' | 'off' | 'no-repository' | 'found';
  /** That of the active editor, or of a repository. */
  checkout(of?: RepositoryId): Checkout | undefined;
  tests(): TestRun | undefined;
  ids(): readonly RepositoryId[];
  /** Names of the files that this branch has changed, relative to the root; at most 500. */
  changedFiles(): Promise<readonly string[]>;
  /** What a team-mate's branch of this repository has over this one; undefined where it cannot be come by. */
  diffWith(theirs: Theirs): Promise<BranchDiff | undefined>;
  /** The variables that git is started with from here. */
  readonly environment: Environment;
  dispose(): void;
}

export type WorkspaceOptions = Omit<TestOptions, 'fresh' | 'roots'>;

/** Watches from the moment that the workspace is trusted: looking at a repository runs git, which runs what the repository says. */
export function watchWorkspace(options: WorkspaceOptions): Workspace {
  const environment = options.machine.env;
  const watches: vscode.Disposable[] = [];
  let state: 'starting' | 'off' | 'ready' = 'starting';
  let repositories: Repositories | undefined;
  let tests: WatchedTests | undefined;

  const begin = (): void => {
    tests = watchTests({
      ...options,
      fresh: async (folder) => repositories?.fresh(folder),
      roots: () => repositories?.roots() ?? [],
    });
    const changed = (): void => {
      tests?.look();
      options.changed();
    };
    const git = watchGit((found) => {
      repositories?.dispose();
      state = found.state;
      repositories =
        found.state === 'ready' ? watchRepositories(found.api, { ...options, changed, environment }) : undefined;
      changed();
    }, options.failed);
    watches.push(tests, git);
  };
  if (vscode.workspace.isTrusted) begin();
  else watches.push(vscode.workspace.onDidGrantWorkspaceTrust(begin));

  return {
    git() {
      if (state !== 'ready') return state;
      return repositories?.any() ? 'found' : 'no-repository';
    },
    checkout: (of) => (of === undefined ? repositories?.here() : repositories?.of(of)),
    tests: () => tests?.of(repositories?.here()),
    ids: () => repositories?.ids() ?? [],
    changedFiles: async () => (await repositories?.changedFiles()) ?? [],
    diffWith: async (theirs) => repositories?.diffWith(theirs),
    environment,
    dispose() {
      for (const watch of watches.splice(0)) watch.dispose();
      repositories?.dispose();
    },
  };
}

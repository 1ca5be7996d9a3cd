import * as vscode from 'vscode';
import type { LocalTests } from '../../protocol/model/work.ts';
import type { RepositoryId } from '../../protocol/model/ids.ts';
import type { Checkout } from './checkout.ts';
import { type Repositories, watchRepositories } from './git.ts';
import { watchGit } from './git-extension.ts';
import { type TestResults, watchTests } from './tests.ts';

/** What this window's workspace tells of itself: its repositories, and the tests that were run here. */
export interface Workspace {
  git(): 'starting' | 'off' | 'no-repository' | 'found';
  checkout(): Checkout | undefined;
  tests(): LocalTests | undefined;
  ids(): readonly RepositoryId[];
  dispose(): void;
}

export interface WorkspaceOptions {
  readonly now: () => number;
  readonly changed: () => void;
  readonly failed: (error: unknown) => void;
}

/** Watches from the moment that the workspace is trusted: looking at a repository runs git, which runs what the repository says. */
export function watchWorkspace(options: WorkspaceOptions): Workspace {
  const watches: vscode.Disposable[] = [];
  let state: 'starting' | 'off' | 'ready' = 'starting';
  let repositories: Repositories | undefined;
  let tests: TestResults | undefined;

  const begin = (): void => {
    tests = watchTests({ ...options, fresh: async (folder) => repositories?.fresh(folder) });
    const git = watchGit((found) => {
      repositories?.dispose();
      state = found.state;
      repositories =
        found.state === 'ready' ? watchRepositories(found.api, options.changed, options.failed) : undefined;
      options.changed();
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
    checkout: () => repositories?.here(),
    tests: () => tests?.of(repositories?.here()),
    ids: () => repositories?.ids() ?? [],
    dispose() {
      for (const watch of watches.splice(0)) watch.dispose();
      repositories?.dispose();
    },
  };
}

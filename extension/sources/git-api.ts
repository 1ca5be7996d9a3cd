import type * as vscode from 'vscode';
import * as z from 'zod/mini';

/** The status by which VS Code's git extension marks an untracked file (`Status.UNTRACKED` of its `git.d.ts`). */
export const untracked = 7;

const changes = z.array(z.object({ status: z.int() }));
const named = z.object({ remote: z.string(), name: z.string() });
const place = z.object({ uri: z.object({ fsPath: z.string() }) });

/** A repository's state, copied at one instant: the extension's own object goes on changing. */
export const GitState = z.object({
  HEAD: z.optional(
    z.object({
      name: z.optional(z.string()),
      commit: z.optional(z.string()),
      upstream: z.optional(named),
      ahead: z.optional(z.int()),
      behind: z.optional(z.int()),
    }),
  ),
  remotes: z.array(z.object({ name: z.string(), fetchUrl: z.optional(z.string()) })),
  /** At which commit a rebase stands, while one does. */
  rebaseCommit: z.optional(z.object({ hash: z.string() })),
  indexChanges: changes,
  workingTreeChanges: changes,
  untrackedChanges: z.optional(changes),
  mergeChanges: z.array(place),
});
export type GitState = z.infer<typeof GitState>;

/** The files of a state, by each of its lists. They are read only where they are asked for: there may be very many. */
export const GitFiles = z.object({
  indexChanges: z.array(place),
  workingTreeChanges: z.array(place),
  untrackedChanges: z.optional(z.array(place)),
  mergeChanges: z.array(place),
});

const uri = z.object({ path: z.string(), fsPath: z.string() });

/** A file that differs between two commits. `uri` is where it is now, or was where it is gone; `originalUri` where it was. */
export const GitChange = z.object({ uri, originalUri: z.optional(uri), status: z.int() });
export type GitChange = z.infer<typeof GitChange>;

/** What VS Code calls a file that the second commit has alone, and one that the first has alone (`Status.INDEX_ADDED`; `INDEX_DELETED`, `DELETED`). */
export const added = 1;
export const deleted: readonly number[] = [2, 6];

export const GitCommit = z.object({ hash: z.string(), message: z.string() });

export interface GitRepository {
  readonly rootUri: vscode.Uri;
  readonly state: { readonly onDidChange: vscode.Event<void> };
  /** Reads the state again, and resolves when it is there. */
  status(): Promise<void>;
  /** Rejects where the commit is not here. What these answer is parsed, as all of git's. */
  getCommit?(ref: string): Promise<unknown>;
  /** Of the merge base of both and the second. */
  diffBetween?(one: string, other: string): Promise<unknown>;
  getMergeBase?(one: string, other: string): Promise<unknown>;
  /** The branch from which another one was begun, as far as VS Code knows. */
  getBranchBase?(name: string): Promise<unknown>;
  fetch?(remote: string, ref: string): Promise<void>;
}
export interface GitApi {
  readonly git: { readonly path: string };
  readonly state: string;
  readonly repositories: readonly GitRepository[];
  readonly onDidChangeState: vscode.Event<string>;
  readonly onDidOpenRepository: vscode.Event<GitRepository>;
  readonly onDidCloseRepository: vscode.Event<GitRepository>;
  getRepository(uri: vscode.Uri): GitRepository | null;
  /** A file as it is in a commit. */
  toGitUri?(uri: vscode.Uri, ref: string): vscode.Uri;
}
export interface GitExtension {
  readonly enabled: boolean;
  readonly onDidChangeEnablement: vscode.Event<boolean>;
  getAPI(version: 1): GitApi;
}

const call = z.custom<() => unknown>((value) => typeof value === 'function');
const repository = z.object({ rootUri: uri, state: z.object({ onDidChange: call }), status: call });
const api = z.object({
  git: z.object({ path: z.string() }),
  state: z.string(),
  repositories: z.array(repository),
  onDidChangeState: call,
  onDidOpenRepository: call,
  onDidCloseRepository: call,
  getRepository: call,
});

/** These are live objects with methods, so a schema looks at them and hands on the object itself, never a copy. */
const looked = <T>(shape: z.ZodMiniType) => z.custom<T>((value) => z.safeParse(shape, value).success);

/** What the built-in git extension exports: only what is used here. */
export const GitExtension = looked<GitExtension>(
  z.object({ enabled: z.boolean(), onDidChangeEnablement: call, getAPI: call }),
);
export const GitApi = looked<GitApi>(api);

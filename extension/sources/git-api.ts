import type * as vscode from 'vscode';
import * as z from 'zod/mini';

/** The status by which VS Code's git extension marks an untracked file (`Status.UNTRACKED` of its `git.d.ts`). */
export const untracked = 7;

const changes = z.array(z.object({ status: z.int() }));
const named = z.object({ remote: z.string(), name: z.string() });

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
  indexChanges: changes,
  workingTreeChanges: changes,
  untrackedChanges: z.optional(changes),
  mergeChanges: changes,
});
export type GitState = z.infer<typeof GitState>;

export interface GitRepository {
  readonly rootUri: vscode.Uri;
  readonly state: { readonly onDidChange: vscode.Event<void> };
  /** Reads the state again, and resolves when it is there. */
  status(): Promise<void>;
}
export interface GitApi {
  readonly git: { readonly path: string };
  readonly state: string;
  readonly repositories: readonly GitRepository[];
  readonly onDidChangeState: vscode.Event<string>;
  readonly onDidOpenRepository: vscode.Event<GitRepository>;
  readonly onDidCloseRepository: vscode.Event<GitRepository>;
  getRepository(uri: vscode.Uri): GitRepository | null;
}
export interface GitExtension {
  readonly enabled: boolean;
  readonly onDidChangeEnablement: vscode.Event<boolean>;
  getAPI(version: 1): GitApi;
}

const call = z.custom<() => unknown>((value) => typeof value === 'function');
const uri = z.object({ path: z.string(), fsPath: z.string() });
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

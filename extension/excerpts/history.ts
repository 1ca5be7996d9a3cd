import * as vscode from 'vscode';
import * as z from 'zod/mini';
import type { Sha } from '../../protocol/model/ids.ts';
import { nameBelow } from '../sources/checkout.ts';
import { GitApi, GitChange, GitExtension } from '../sources/git-api.ts';

/** What git knows of files at other commits: read without the network, and only for who has asked for it. */
export interface History {
  /** Undefined where the commit has no such text file. */
  textAt(commit: Sha, path: string): Promise<string | undefined>;
  /** Whether a branch of `origin`, as it was last fetched or pushed, holds the commit. */
  onRemote(commit: Sha): Promise<boolean>;
  /** What a file of that commit is called now, where it was renamed since. */
  renamed(commit: Sha, path: string): Promise<string | undefined>;
}

interface Reader {
  show(ref: string, path: string): Promise<unknown>;
  getBranches(query: { readonly remote: boolean; readonly contains: string }): Promise<unknown>;
  diffBetween(one: string, other: string): Promise<unknown>;
}

const call = z.custom<() => unknown>((value) => typeof value === 'function');
const shape = z.object({ show: call, getBranches: call, diffBetween: call });
const Reader = z.custom<Reader>((value) => z.safeParse(shape, value).success);
const Refs = z.array(z.object({ type: z.int(), remote: z.optional(z.string()) }));
/** VS Code's `RefType.RemoteHead`. */
const remoteHead = 1;
const mostText = 2 ** 20;

/** The history of the repository whose folder this is; undefined where git cannot be asked, and in a workspace that is not trusted. */
export async function historyOf(root: string): Promise<History | undefined> {
  if (!vscode.workspace.isTrusted) return undefined;
  const exported = z.safeParse(GitExtension, await vscode.extensions.getExtension('vscode.git')?.activate()).data;
  const api = exported?.enabled ? z.safeParse(GitApi, exported.getAPI(1)).data : undefined;
  const reader = z.safeParse(Reader, api?.getRepository(vscode.Uri.file(root))).data;
  return reader && read(reader, root);
}

const read = (reader: Reader, root: string): History => ({
  async textAt(commit, path) {
    const text = await reader
      .show(commit, vscode.Uri.joinPath(vscode.Uri.file(root), path).fsPath)
      .catch(() => undefined);
    return typeof text === 'string' && text.length <= mostText && !text.includes('\0') ? text : undefined;
  },
  async onRemote(commit) {
    const found = await reader.getBranches({ remote: true, contains: commit }).catch(() => []);
    const refs = z.safeParse(Refs, found).data ?? [];
    return refs.some(({ type, remote }) => type === remoteHead && remote === 'origin');
  },
  async renamed(commit, path) {
    const found = await reader.diffBetween(commit, 'HEAD').catch(() => []);
    const changes = z.safeParse(z.array(GitChange), found).data ?? [];
    const change = changes.find(({ originalUri }) => originalUri && nameBelow(root, originalUri.fsPath) === path);
    const now = change && nameBelow(root, change.uri.fsPath);
    return now === path ? undefined : now;
  },
});

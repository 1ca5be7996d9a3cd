import { join, relative, sep } from 'node:path';
import type { Changes } from '../../protocol/model/work.ts';
import { BranchName, type RepositoryId, Sha } from '../../protocol/model/ids.ts';
import { staysInside } from '../../protocol/model/places.ts';
import { type GitState, untracked } from './git-api.ts';

/** What HEAD is. A branch has a card; a detached HEAD and a branch without a commit have none. */
export type Head =
  | {
      readonly state: 'branch';
      readonly branch: BranchName;
      readonly head: Sha;
      readonly upstream?: string;
      readonly ahead?: number;
      readonly behind?: number;
    }
  | { readonly state: 'unborn' }
  | { readonly state: 'detached'; readonly head: Sha };

/** A repository of this workspace, as git sees it now. `root` is its folder. */
export interface Checkout {
  readonly repository: RepositoryId;
  readonly root: string;
  readonly at: Head;
  readonly changes: Changes;
  /** The first line of the newest commit's message, once it has been read. It stays in this editor. */
  readonly subject?: string;
  /** Files that git could not merge, relative to the root, at most 50. */
  readonly conflicts?: readonly string[];
  /** At which commit a rebase stands, while one does. */
  readonly rebase?: Sha;
  /** Whether there is anywhere to push to. */
  readonly remote?: boolean;
}

/** HEAD in our words. A branch whose name the wire cannot carry counts as none. */
export function headOf({ HEAD }: GitState): Head {
  const branch = BranchName.safeParse(HEAD?.name);
  const head = Sha.safeParse(HEAD?.commit);
  if (!head.success) return { state: 'unborn' };
  if (!branch.success) return { state: 'detached', head: head.data };
  const { upstream, ahead, behind } = HEAD ?? {};
  return {
    state: 'branch',
    branch: branch.data,
    head: head.data,
    ...(upstream && { upstream: `${upstream.remote}/${upstream.name}` }),
    ...(upstream && ahead !== undefined && { ahead }),
    ...(upstream && behind !== undefined && { behind }),
  };
}

/** How many files differ, by git's own kinds. VS Code lists untracked files among the changed ones, unless it is told not to. */
export function changesOf(state: GitState): Changes {
  const mixed = state.workingTreeChanges.filter(({ status }) => status === untracked).length;
  return {
    staged: state.indexChanges.length,
    unstaged: state.workingTreeChanges.length - mixed,
    untracked: (state.untrackedChanges?.length ?? 0) + mixed,
    conflicted: state.mergeChanges.length,
  };
}

const mostConflicts = 50;

/** What git is in the middle of. */
export function underWay({ mergeChanges, rebaseCommit, remotes }: GitState, root: string) {
  const files = mergeChanges.slice(0, mostConflicts).flatMap(({ uri }) => nameBelow(root, uri.fsPath) ?? []);
  const rebase = Sha.safeParse(rebaseCommit?.hash).data;
  return {
    remote: remotes.length > 0,
    ...(files.length > 0 && { conflicts: files }),
    ...(rebase && { rebase }),
  };
}

/** A file's name relative to the root, as git writes it; undefined where it is not below it. */
export function nameBelow(root: string, file: string): string | undefined {
  const name = relative(root, join(file)).split(sep).join('/');
  return name !== '' && staysInside(name) ? name : undefined;
}

/** Whether the working tree differs from the commit. */
export const isDirty = (changes: Changes): boolean => Object.values(changes).some((count) => count > 0);

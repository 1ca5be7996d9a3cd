import type { Changes } from '../../protocol/model/work.ts';
import { BranchName, type RepositoryId, Sha } from '../../protocol/model/ids.ts';
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

/** Whether the working tree differs from the commit. */
export const isDirty = (changes: Changes): boolean => Object.values(changes).some((count) => count > 0);

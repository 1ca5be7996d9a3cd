import type { ForgeFact } from '../../protocol/model/pull-request.ts';
import type { BranchName, RepositoryId, Sha } from '../../protocol/model/ids.ts';

/** A name that somebody typed, found to be a commit. `branch` is the branch it stands on, where there is one. */
export interface Resolved {
  readonly commit: Sha;
  readonly branch?: BranchName;
}

/** Where branches are merged: base, ahead and behind, conflicts, pull requests. All failures are PlatformErrors. */
export interface Forge {
  readonly id: string;
  /** `poll`: nobody tells us when something changes unless a hook does, so it has to be asked. */
  readonly can: { readonly pullRequests: boolean; readonly poll: boolean };
  readonly repositories: readonly RepositoryId[];
  /** The branch as it stands now; undefined where the forge does not know it. */
  read(repository: RepositoryId, branch: BranchName): Promise<ForgeFact | undefined>;
  /**
   * Finds the commit that `name` (a branch, or a commit id of at least seven digits) means, after one fetch where it is not
   * known at first. `prefer` is the branch to name where a commit stands on several.
   */
  resolve(repository: RepositoryId, name: string, prefer?: BranchName): Promise<Resolved | undefined>;
  /** The branches that have changed since this was last asked: empty and free where none has. The first time, those with open pull requests. */
  changed(repository: RepositoryId): Promise<readonly BranchName[]>;
  /** Calls `changed` when branches of a repository may have moved, where the forge tells by itself. The returned function ends that. */
  watch(changed: (repository: RepositoryId) => void): Promise<() => Promise<void>>;
}

import type { BranchName, RepositoryId } from '../../protocol/model/ids.ts';

/** What is in the repositories: files of their default branches, as they stand there now, and branches by name. All failures are PlatformErrors. */
export interface Files {
  readonly repositories: readonly RepositoryId[];
  /** Where CODEOWNERS may be: the first that is there counts. */
  readonly owners: readonly string[];
  /** The text of a file; undefined where there is none, or it is no text, or over 256 KiB. */
  read(repository: RepositoryId, path: string): Promise<string | undefined>;
  /** Branches, those that have moved last first where that is known, at most 500. */
  branches(repository: RepositoryId): Promise<readonly BranchName[]>;
}

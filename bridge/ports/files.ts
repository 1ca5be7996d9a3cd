import type { RepositoryId } from '../../protocol/model/ids.ts';

/** Files of the repositories' default branches, as they stand there now. All failures are PlatformErrors. */
export interface Files {
  readonly repositories: readonly RepositoryId[];
  /** Where CODEOWNERS may be: the first that is there counts. */
  readonly owners: readonly string[];
  /** The text of a file; undefined where there is none, or it is no text, or over 256 KiB. */
  read(repository: RepositoryId, path: string): Promise<string | undefined>;
}

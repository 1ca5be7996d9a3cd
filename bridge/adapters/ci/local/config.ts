import type { RepositoryId } from '../../../../protocol/model/ids.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { Log } from '../../../ports/log.ts';
import type { Environment } from '../../git.ts';

/** A command: a line for `/bin/sh`, or a program and its arguments as they stand. Empty: none. */
export type Command = string | readonly string[];

/** The operator's own words, out of `shiproom.yaml`. Nothing of it comes from a repository, or from whoever asks for a run. */
export interface LocalCiSettings {
  /** What comes before the tests; by default the lock file's clean install. */
  readonly setup?: Command;
  /** The tests; by default the package manager's `test` script. */
  readonly test?: Command;
  /** Where the tests leave JUnit reports, as globs from the top of the worktree. */
  readonly reports: readonly string[];
  /** For set-up and tests together. */
  readonly timeLimitMs: number;
  /** What the commands see beside the little they see anyway. Values of six characters and more do not appear in logs. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface LocalCiConfig {
  /** The working folder of each repository. */
  readonly repositories: ReadonlyMap<RepositoryId, string>;
  readonly clock: Clock;
  readonly log: Log;
  /** The folder that worktrees are made in. It is this provider's alone: whatever else stands there when it opens is removed. */
  readonly worktrees: string;
  /** The folder of the runs' logs. */
  readonly logs: string;
  readonly settings: LocalCiSettings;
  /** The bridge's own variables: commands see a few of them, by name. */
  readonly environment: Environment;
}

import type { RepositoryId } from '../../../../protocol/model/ids.ts';
import type { GitHubClient } from '../../github/client.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { Log } from '../../../ports/log.ts';

/** Whom reports of GitHub Actions are from. */
export const providerId = 'github-actions';

export interface GitHubActionsConfig {
  readonly client: GitHubClient;
  /** Whose runs are read; all are of the client's host. */
  readonly repositories: readonly RepositoryId[];
  readonly clock: Clock;
  readonly log: Log;
  /** Values of six characters and more that appear in no log: GitHub hides those that it knows itself. */
  readonly secrets?: readonly string[] | undefined;
}

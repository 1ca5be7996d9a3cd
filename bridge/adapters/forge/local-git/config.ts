import type { RepositoryId } from '../../../../protocol/model/ids.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { Environment } from '../../git.ts';

export interface LocalGitConfig {
  /** The working folder of each repository. */
  readonly repositories: ReadonlyMap<RepositoryId, string>;
  readonly clock: Clock;
  /** The bridge's own variables: git sees a few of them, by name. */
  readonly environment: Environment;
}

import type { CiCan } from '../../../protocol/model/source.ts';
import type { World } from '../world.ts';

/** What an engine can do; undefined for one that is not connected. */
export const canOf =
  ({ ci }: Pick<World, 'ci'>) =>
  (provider: string): CiCan | undefined =>
    ci.find(({ id }) => id === provider)?.can;

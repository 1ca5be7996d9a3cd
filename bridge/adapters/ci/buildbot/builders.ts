import type { RepositoryId } from '../../../../protocol/model/ids.ts';
import type { BuildbotClient } from './client.ts';
import { Builders } from './schema.ts';

/** A builder that runs a repository's commits, and the force scheduler by which it is asked to; each by its name. */
export interface BuildbotBuilder {
  readonly builder: string;
  /** Absent: it can be looked at, and not started. */
  readonly scheduler?: string | undefined;
}

/** A builder belongs to one repository. */
export type BuildbotBuilders = ReadonlyMap<RepositoryId, readonly BuildbotBuilder[]>;

/** A builder of ours, and the number that Buildbot knows it by. */
export interface Place extends BuildbotBuilder {
  readonly repository: RepositoryId;
  readonly id: number;
}

export interface Places {
  /** Those of a repository that are there; undefined where it is none of ours. */
  of(repository: RepositoryId): Promise<readonly Place[] | undefined>;
  byId(id: number): Promise<Place | undefined>;
}

/** Finds builders. Their numbers are asked for once, and again where one is not known. */
export function createPlaces(client: BuildbotClient, builders: BuildbotBuilders): Places {
  const known = new Map<string, number>();
  const ours = [...builders].flatMap(([repository, list]) => list.map((each) => ({ repository, ...each })));
  const learn = async (): Promise<void> => {
    const found = await client.get('/builders', Builders);
    known.clear();
    for (const { name, builderid } of found.builders) known.set(name, builderid);
  };
  const located = (): Place[] =>
    ours.flatMap((each) => {
      const id = known.get(each.builder);
      return id === undefined ? [] : [{ ...each, id }];
    });
  return {
    async of(repository) {
      if (!builders.has(repository)) return undefined;
      const own = () => located().filter((each) => each.repository === repository);
      if (own().length < (builders.get(repository)?.length ?? 0)) await learn();
      return own();
    },
    async byId(id) {
      if (![...known.values()].includes(id)) await learn();
      return located().find((each) => each.id === id);
    },
  };
}

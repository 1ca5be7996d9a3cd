import type { RepositoryId } from '../../../../protocol/model/ids.ts';
import type { CiReport } from '../../../ports/ci-provider.ts';
import { projectPath } from '../../gitlab/project.ts';
import type { Place } from './read-pipeline.ts';
import { PipelineRow } from './schema.ts';

/** So many of a project's pipelines are looked at: those that have changed last. */
const newest = 20;

/** Remembers how pipelines stood when a repository was last asked about. */
export interface Changes {
  /** Reads the pipelines that have changed since; the first time, all of the newest. One that cannot be read is tried again. */
  since(place: Place, read: (pipeline: number) => Promise<readonly CiReport[]>): Promise<readonly CiReport[]>;
}

export function createChanges(): Changes {
  const known = new Map<RepositoryId, ReadonlyMap<number, string>>();
  return {
    async since(place, read) {
      const query = { order_by: 'updated_at', sort: 'desc' };
      const rows = await place.client.list(`${projectPath(place.project)}/pipelines`, PipelineRow, query, newest);
      const own = rows.filter(({ source }) => source !== 'external' && source !== 'parent_pipeline');
      const before = known.get(place.repository);
      const now = new Map(own.map((row) => [row.id, `${row.status} ${row.updated_at ?? ''}`]));
      const changed = own.filter(({ id }) => before?.get(id) !== now.get(id));
      const reports: CiReport[] = [];
      // The oldest first, so that news come in their order.
      for (const { id } of changed.toReversed()) reports.push(...(await read(id)));
      known.set(place.repository, now);
      return reports;
    },
  };
}

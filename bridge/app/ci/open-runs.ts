import type { RepositoryId, RunId } from '../../../protocol/model/ids.ts';
import { hasEnded } from '../../../protocol/model/health.ts';
import type { Things } from '../../ports/things.ts';

/** A run that has not ended, as far as this process knows. */
export interface OpenRun {
  readonly run: RunId;
  readonly provider: string;
  readonly repository: RepositoryId;
  /** When its engine last had something new of it, or was last asked for it by itself. */
  readonly heardAt: number;
}

/** The runs that have not ended: known by heart, since the store keeps every run that there ever was. */
export interface OpenRuns {
  /** It was asked for by itself just now. */
  asked(run: RunId, at: number): void;
  note(kept: Pick<Things['run'], 'about' | 'run'>): void;
  of(repository: RepositoryId): readonly OpenRun[];
}

export function createOpenRuns(): OpenRuns {
  const open = new Map<RunId, OpenRun>();
  return {
    note({ about: { repository }, run: { run, provider, state, queuedAt, revision } }) {
      if (hasEnded(state)) open.delete(run);
      else open.set(run, { run, provider, repository, heardAt: Math.max(queuedAt, revision) });
    },
    asked(run, at) {
      const known = open.get(run);
      if (known) open.set(run, { ...known, heardAt: at });
    },
    of: (repository) => [...open.values()].filter((each) => each.repository === repository),
  };
}

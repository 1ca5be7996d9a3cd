import { type RepositoryId, RunId } from '../../../../protocol/model/ids.ts';

/** Where a run is: what REST needs to name it. */
export type RunPlace = { readonly owner: string; readonly repo: string; readonly run_id: number };

/** The id of a run: `github/OWNER/NAME/RUN`, without the host, of which there is one. */
export function runIdOf(repository: RepositoryId, run: number): RunId | undefined {
  const id = RunId.safeParse(['github', ...repository.split('/').slice(1), run].join('/'));
  return id.success && readRunId(id.data) ? id.data : undefined;
}

/** Reads an id that `runIdOf` made; undefined where it is another provider's. */
export function readRunId(run: RunId): RunPlace | undefined {
  const found = /^github\/([a-z0-9_.-]+)\/([a-z0-9_.-]+)\/([1-9]\d{0,15})$/.exec(run);
  const [, owner, repo, id] = found ?? [];
  return owner && repo && id ? { owner, repo, run_id: Number(id) } : undefined;
}

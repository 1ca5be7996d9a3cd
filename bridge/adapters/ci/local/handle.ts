import * as z from 'zod/mini';
import { RepositoryId } from '../../../../protocol/model/ids.ts';

/** What finds a run's processes and its worktree again when another bridge began it. */
const Handle = z.object({
  pid: z.int().check(z.gte(2)),
  startedAt: z.string(),
  worktree: z.string(),
  repository: RepositoryId,
});
export type Handle = z.infer<typeof Handle>;

export const written = (handle: Handle): string => JSON.stringify(handle);

/** Reads a handle; undefined where it is none. */
export function read(text: string | undefined): Handle | undefined {
  if (text === undefined) return undefined;
  try {
    const handle = Handle.safeParse(JSON.parse(text));
    return handle.success ? handle.data : undefined;
  } catch {
    return undefined;
  }
}

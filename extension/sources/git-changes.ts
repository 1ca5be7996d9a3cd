import * as z from 'zod/mini';
import { nameBelow } from './checkout.ts';
import { GitChange, GitFiles, type GitRepository } from './git-api.ts';

const most = 500;

/** Finds out the names of the files that a branch has changed. */
export interface ChangedFiles {
  /** Those of the working tree and the index, and what `branch` has over its base as far as git tells, relative to the root; at most 500. */
  of(branch: string | undefined, head: string | undefined): Promise<readonly string[]>;
}

/** What a branch has over its base is asked once for each commit. */
export function createChangedFiles(repository: GitRepository): ChangedFiles {
  let over: { readonly of: string; readonly names: Promise<readonly string[]> } | undefined;
  const root = repository.rootUri.fsPath;
  return {
    async of(branch, head) {
      const files = z.safeParse(GitFiles, repository.state).data;
      const lists = files ? [files.mergeChanges, files.indexChanges, files.workingTreeChanges] : [];
      const own = [...lists, files?.untrackedChanges ?? []]
        .flat()
        .flatMap(({ uri }) => nameBelow(root, uri.fsPath) ?? []);
      if (branch === undefined || head === undefined) return bounded(own);
      if (over?.of !== `${branch} ${head}`)
        over = { of: `${branch} ${head}`, names: overBase(repository, branch, head) };
      return bounded([...own, ...(await over.names)]);
    },
  };
}

const bounded = (names: readonly string[]): readonly string[] => [...new Set(names)].slice(0, most);

const Base = z.object({ commit: z.string().check(z.regex(/^[0-9a-f]{40,64}$/)) });

/** What a branch has over the one that it was begun from. That is not worth a failure: where git does not tell, it is nothing. */
async function overBase(repository: GitRepository, branch: string, head: string): Promise<readonly string[]> {
  try {
    const base = z.safeParse(Base, await repository.getBranchBase?.(branch)).data?.commit;
    if (base === undefined || base === head) return [];
    const changes = z.safeParse(z.array(GitChange), await repository.diffBetween?.(base, head)).data ?? [];
    return changes.flatMap(({ uri }) => nameBelow(repository.rootUri.fsPath, uri.fsPath) ?? []);
  } catch {
    return [];
  }
}

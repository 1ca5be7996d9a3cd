import * as vscode from 'vscode';
import * as z from 'zod/mini';
import type { CardKey } from '../../protocol/model/card.ts';
import { Sha } from '../../protocol/model/ids.ts';
import { repositoryOf } from '../../protocol/model/repository.ts';
import { nameBelow } from './checkout.ts';
import { added, deleted, type GitApi, GitChange, GitCommit, type GitRepository, GitState } from './git-api.ts';

/** A team-mate's branch, and the commits at which it was last seen, newest first. */
export interface Theirs {
  readonly on: CardKey;
  readonly commits: readonly Sha[];
}

/** A file of theirs: as it was where the branches parted, as it is on their branch, and one's own copy. */
export interface FileDiff {
  readonly name: string;
  /** Undefined where they have added it. */
  readonly before: vscode.Uri | undefined;
  /** Undefined where they have deleted it. */
  readonly after: vscode.Uri | undefined;
  readonly own: vscode.Uri;
}

/** What a branch has over the commit where it left this one. */
export interface BranchDiff {
  readonly commit: Sha;
  /** Whether this is the newest commit that was told of. */
  readonly newest: boolean;
  readonly files: readonly FileDiff[];
}

/** Uses what is here already, and fetches only what is not: the branch by its full name, from the remote that the room's repository is. */
export async function diffWith(
  api: GitApi,
  repository: GitRepository,
  theirs: Theirs,
): Promise<BranchDiff | undefined> {
  const commit = (await firstHere(repository, theirs.commits.slice(0, 1))) ?? (await fetched(repository, theirs));
  return commit && diffOf(api, repository, commit, theirs.commits[0] ?? commit);
}

async function fetched(repository: GitRepository, { on, commits }: Theirs): Promise<Sha | undefined> {
  const remote = remoteOf(repository, on);
  const ref = refOf(on.branch);
  if (remote !== undefined && ref !== undefined) {
    // The branch may be none of the remote's yet; then what is here of it may do.
    await repository.fetch?.(remote, `refs/heads/${ref}`).catch(() => undefined);
    const tracking = await firstHere(repository, [...commits.slice(0, 1), `refs/remotes/${remote}/${ref}`]);
    if (tracking) return tracking;
  }
  return firstHere(repository, commits.slice(1));
}

/** The remote that the room's repository is. Where no address tells, it is named by its root commit, and `origin` is as good a word. */
function remoteOf({ state }: GitRepository, { repository }: CardKey): string | undefined {
  const remotes = z.safeParse(GitState, state).data?.remotes ?? [];
  const found =
    remotes.find(({ fetchUrl }) => repositoryOf(fetchUrl ?? '') === repository) ??
    (repository.startsWith('root:') ? remotes.find(({ name }) => name === 'origin') : undefined);
  return found && /^[A-Za-z0-9][\w./-]*$/.test(found.name) ? found.name : undefined;
}

/** A name from the wire becomes part of a refspec, so it is one that git itself would take, or none ([git-check-ref-format]). */
const refOf = (branch: string): string | undefined =>
  /[\s~^:?*[\\\p{Cc}]|\.\.|@\{|\/\/|\/\.|\.lock(?:\/|$)|^[./-]|[./]$/u.test(branch) ? undefined : branch;

async function firstHere(repository: GitRepository, refs: readonly string[]): Promise<Sha | undefined> {
  for (const ref of refs) {
    const found = await repository.getCommit?.(ref).catch(() => undefined);
    const hash = Sha.safeParse(z.safeParse(GitCommit, found).data?.hash).data;
    if (hash) return hash;
  }
  return undefined;
}

async function diffOf(
  api: GitApi,
  repository: GitRepository,
  commit: Sha,
  wanted: string,
): Promise<BranchDiff | undefined> {
  const base = Sha.safeParse(await repository.getMergeBase?.('HEAD', commit)).data;
  const changes = z.safeParse(z.array(GitChange), await repository.diffBetween?.('HEAD', commit)).data;
  if (!base || !changes) return undefined;
  const files = changes.flatMap((change) => fileOf(api, repository, change, { base, commit }) ?? []);
  return { commit, newest: commit === wanted, files };
}

function fileOf(
  api: GitApi,
  { rootUri }: GitRepository,
  { uri, originalUri, status }: GitChange,
  { base, commit }: { readonly base: Sha; readonly commit: Sha },
): FileDiff | undefined {
  const name = nameBelow(rootUri.fsPath, uri.fsPath);
  if (name === undefined || !api.toGitUri) return undefined;
  const [own, was] = [uri, originalUri ?? uri].map(({ fsPath }) => vscode.Uri.file(fsPath));
  if (!own || !was) return undefined;
  return {
    name,
    own,
    before: status === added ? undefined : api.toGitUri(was, base),
    after: deleted.includes(status) ? undefined : api.toGitUri(own, commit),
  };
}

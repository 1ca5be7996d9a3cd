import { RepositoryId, Sha } from './ids.ts';

/** `scheme://[user[:password]@]host[:port]/path`, with the path last; a host in brackets is an IPv6 address. */
const url =
  /^(?:git\+)?(?:https?|ssh|git|ftps?)(?:\+git)?:\/\/(?:[^/]*@)?(\[[\da-f:]+\]|[\p{L}\p{N}._-]+)(?::\d*)?\/(.*)$/iu;

/** `[user@]host:path`, as scp has it. A colon after a slash is part of a file's path; a single letter is a drive's. */
const scp = /^(?:[^/:]*@)?(\[[\da-f:]+\]|[\p{L}\p{N}._-]{2,}):(?!:)(.*)$/iu;

/**
 * The path's names, without empty ones and without a `.git` at the end; undefined where one of them is no name, or may hold a
 * secret: what stands before an `@` or after a `?` can be one that was put in the wrong place.
 */
function names(path: string): readonly string[] | undefined {
  if (/[@?#]/.test(path)) return undefined;
  const all = path.split('/').filter((name) => name !== '');
  const last = all.pop()?.replace(/\.git$/i, '');
  if (last === undefined || last === '') return undefined;
  const found = [...all, last];
  return found.some((name) => name === '.' || name === '..') ? undefined : found;
}

/**
 * The repository that the URL of `origin`, as git's configuration has it, means: `host/owner/name` in lower case, without port, user
 * and password, so that all spellings of one place give one id. Undefined for a path of this machine, and for whatever is no URL.
 */
export function repositoryOf(originUrl: string): RepositoryId | undefined {
  const text = originUrl.trim();
  const parts = url.exec(text) ?? (text.includes('://') ? null : scp.exec(text));
  const host = parts?.[1];
  const path = parts?.[2] === undefined ? undefined : names(parts[2]);
  if (!host || !path) return undefined;
  const id = RepositoryId.safeParse([host, ...path].join('/').toLowerCase());
  return id.success && !/\s/.test(id.data) ? id.data : undefined;
}

/**
 * The id of a repository without a place of its own on the net: by its oldest root commit, which is the last line of
 * `git rev-list --max-parents=0 --all`. Undefined where that printed nothing: the repository has no commit yet.
 */
export function repositoryOfRoots(revList: string): RepositoryId | undefined {
  const oldest = Sha.safeParse(revList.trim().split('\n').at(-1));
  return oldest.success ? RepositoryId.parse(`root:${oldest.data}`) : undefined;
}

import type { Sha } from '../../protocol/model/ids.ts';
import { candidatesOf } from '../../protocol/model/places.ts';
import type { QuietGit } from './quiet-git.ts';

/** A file as a commit has it. */
export interface CommitFile {
  /** From the repository's root. */
  readonly path: string;
  /** The id of its content. */
  readonly blob: string;
}

/** What a commit has of the files that somebody named; `absent` where the commit is not in this repository. */
export type CommitFiles = ReadonlyMap<string, CommitFile> | 'absent';

const longestBlob = 1024 * 1024;
const blobs = /^([0-9a-f]{40,64}) blob (\d+)$/;

/**
 * Finds files in a commit by the paths that an engine of CI wrote: its own folders may stand before a path, and a package's folder may be
 * missing there. What fits several files, or is too long to be looked into, is left out. One process, or three where a path is no file of
 * the commit. Nothing is read from the working tree, so no filter of the repository runs.
 */
export async function findInCommit(
  git: QuietGit,
  root: string,
  commit: Sha,
  names: readonly string[],
): Promise<CommitFiles> {
  const asked = names.flatMap((name) => candidatesOf(slashed(name)).map((path) => ({ name, path })));
  const lines = [`${commit}^{commit}`, ...asked.map(({ path }) => `${commit}:${path}`)];
  const answers = (await git(root, ['cat-file', '--batch-check'], `${lines.join('\n')}\n`))
    .toString('utf8')
    .split('\n');
  if (!/^[0-9a-f]{40,64} commit /.test(answers[0] ?? '')) return 'absent';
  const found = new Map<string, CommitFile>();
  for (const [index, { name, path }] of asked.entries()) {
    const [, blob, size] = blobs.exec(answers[index + 1] ?? '') ?? [];
    if (blob && !found.has(name) && Number(size) <= longestBlob) found.set(name, { path, blob });
  }
  const missing = names.filter((name) => !found.has(name));
  if (missing.length > 0) await findByEnd(git, root, commit, missing, found);
  return found;
}

/** Paths of packages of a monorepo: what the whole commit has one file of, by its end. */
async function findByEnd(
  git: QuietGit,
  root: string,
  commit: Sha,
  names: readonly string[],
  found: Map<string, CommitFile>,
): Promise<void> {
  const listed = (await git(root, ['ls-tree', '-r', '-z', '--full-tree', '--end-of-options', commit])).toString('utf8');
  const files = listed.split('\0').flatMap((line) => {
    const [, blob = '', path = ''] = /^100(?:644|755) blob ([0-9a-f]{40,64})\t([\s\S]+)$/.exec(line) ?? [];
    return path === '' ? [] : [{ path, blob }];
  });
  // Of very many files only those of one name are compared.
  const called = Map.groupBy(files, ({ path }) => lastPart(path));
  const ended = new Map<string, CommitFile>();
  for (const name of names) {
    // The engine's own folders stand before it too. A name alone would be a guess.
    const ends = candidatesOf(slashed(name)).filter((path) => path.includes('/') || path === slashed(name));
    for (const end of ends) {
      const fitting = (called.get(lastPart(end)) ?? []).filter(({ path }) => path.endsWith(`/${end}`));
      const [only] = fitting;
      if (only && fitting.length === 1) ended.set(name, only);
      if (fitting.length > 0) break;
    }
  }
  if (ended.size === 0) return;
  const ids = [...ended.values()].map(({ blob }) => blob);
  const sizes = (await git(root, ['cat-file', '--batch-check'], `${ids.join('\n')}\n`)).toString('utf8').split('\n');
  for (const [index, [name, file]] of [...ended].entries())
    if (Number(blobs.exec(sizes[index] ?? '')?.[2] ?? Infinity) <= longestBlob) found.set(name, file);
}

const lastPart = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** A path as git writes it: engines on Windows write it with a drive and backslashes. */
export const slashed = (path: string): string => path.replaceAll('\\', '/').replace(/^[A-Za-z]:(?=\/)/, '');

/** The contents of blobs, by their ids; what is no text is left out. */
export async function readBlobs(
  git: QuietGit,
  root: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  if (ids.length === 0) return texts;
  const printed = await git(root, ['cat-file', '--batch'], `${ids.join('\n')}\n`);
  for (let at = 0; at < printed.length; ) {
    const end = printed.indexOf(0x0a, at);
    const [, id, size] = blobs.exec(printed.toString('latin1', at, end)) ?? [];
    const length = Number(size ?? 0);
    const content = printed.subarray(end + 1, end + 1 + length);
    if (id !== undefined && !content.includes(0)) texts.set(id, content.toString('utf8'));
    at = id === undefined ? end + 1 : end + 1 + length + 1;
    if (end < 0) break;
  }
  return texts;
}

/** What files of a commit are called in the index now, where git finds that they have another name: by their old path. */
export async function renamedSince(git: QuietGit, root: string, commit: Sha): Promise<ReadonlyMap<string, string>> {
  // The index alone is compared: a working file would be read through the repository's filters.
  const words = ['--cached', '-M', '-l2000', '--diff-filter=R', '--name-status', '-z'];
  const guards = ['--no-ext-diff', '--no-textconv', '--no-color', '--ignore-submodules=all', '--no-relative'];
  const printed = await git(root, ['diff-index', ...words, ...guards, '--end-of-options', commit, '--']);
  const parts = printed.toString('utf8').split('\0');
  const renamed = new Map<string, string>();
  for (let at = 0; at + 2 < parts.length; at += 3) renamed.set(parts[at + 1] ?? '', parts[at + 2] ?? '');
  return renamed;
}

import { realpath, stat } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';

/** Where what a report writes leads to: the path from the repository's top of one of its files; undefined for anything else. */
export type FindFile = (written: string) => Promise<string | undefined>;

/** Finds files that are in a worktree, whose path has no links in it. */
export const findIn =
  (worktree: string): FindFile =>
  async (written) => {
    const path = written.replace(/^file:\/\//, '');
    if (path === '' || path.length > 400 || path.includes('\0')) return undefined;
    try {
      const real = await realpath(isAbsolute(path) ? path : resolve(worktree, path));
      if (!real.startsWith(`${worktree}${sep}`) || !(await stat(real)).isFile()) return undefined;
      return relative(worktree, real).split(sep).join('/');
    } catch {
      return undefined;
    }
  };

/** Takes a report's word for it where there is no worktree to look in: what is written like a source file, below one of `roots`. */
export const findByName =
  (roots: readonly string[] = []): FindFile =>
  async (written) =>
    sourcePath(written, roots);

const extensions =
  'ts|tsx|mts|cts|js|jsx|mjs|cjs|vue|svelte|astro|py|pyi|go|rs|java|kt|kts|scala|groovy|clj|rb|php|phpt|cs|fs|vb|c|h|cc|cpp|cxx|c\\+\\+|hpp|hh|hxx|m|mm|swift|dart|ex|exs|erl|hs|ml|lua|pl|pm|t|r|R|jl|zig|nim|sol|sh|bash|bats|ps1|sql|css|scss|less|html|json|ya?ml|toml|md|feature|proto|tf';
const sourceFile = new RegExp(`\\.(?:${extensions})$`);

/** Where engines check a repository out, as far as it is always there. */
const workspaces = [
  /^\/(?:home|Users)\/runner\/work\/[^/]+\/[^/]+\//,
  /^[A-Z]:\/a\/[^/]+\/[^/]+\//,
  /^\/(?:__w|github\/workspace|workspace|workspaces\/[^/]+|repo|src|app)\/(?:[^/]+\/[^/]+\/)?/,
  /^\/builds\/[^/]+\/[^/]+\//,
  /^\/var\/jenkins_home\/workspace\/[^/]+\//,
];

/** The path from a repository's top that a log or a report writes for a source file of it; undefined where it is none of those. */
export function sourcePath(written: string, roots: readonly string[] = []): string | undefined {
  if (written.length > 400) return undefined;
  const path = written.replace(/^file:\/\//, '').replaceAll('\\', '/');
  const root = roots.find((each) => each !== '' && path.startsWith(each.endsWith('/') ? each : `${each}/`));
  const below =
    root === undefined ? workspaces.reduce((rest, each) => rest.replace(each, ''), path) : path.slice(root.length);
  const short = below.replace(/^(?:\.?\/)+/, '');
  const away = (root === undefined && /^(?:\/|[A-Za-z]:)/.test(below)) || /(?:^|\/)(?:\.\.|node_modules)\//.test(short);
  return away || !sourceFile.test(short) || /\s{2}|[\n"'`<>|*?:]/.test(short) ? undefined : short;
}

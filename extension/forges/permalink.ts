import type { RepositoryId, Sha } from '../../protocol/model/ids.ts';

/** Lines of a file as a commit has it. Lines start at 1. */
export interface Lines {
  readonly repository: RepositoryId;
  readonly commit: Sha;
  readonly path: string;
  readonly line: number;
  readonly endLine: number;
}

type Forge = (base: string, lines: Pick<Lines, 'commit' | 'line' | 'endLine'>, path: string) => string;

const range = (line: number, endLine: number, between: string): string =>
  line === endLine ? `L${line}` : `L${line}${between}${endLine}`;

const github: Forge = (base, { commit, line, endLine }, path) => {
  // A page that shows Markdown as it is meant to be read has no lines.
  const plain = /\.(md|markdown|mdown|mkdn)$/i.test(path) ? '?plain=1' : '';
  return `${base}/blob/${commit}/${path}${plain}#${range(line, endLine, '-L')}`;
};
const gitlab: Forge = (base, { commit, line, endLine }, path) =>
  `${base}/-/blob/${commit}/${path}#${range(line, endLine, '-')}`;
const gitea: Forge = (base, { commit, line, endLine }, path) =>
  `${base}/src/commit/${commit}/${path}#${range(line, endLine, '-L')}`;
const bitbucket: Forge = (base, { commit, line, endLine }, path) =>
  `${base}/src/${commit}/${path}#lines-${line}${line === endLine ? '' : `:${endLine}`}`;

/** By the whole host; and else by the first word of a host's name, as those who host one of these themselves call theirs. */
const hosts: Readonly<Record<string, Forge>> = { 'bitbucket.org': bitbucket, 'codeberg.org': gitea };
const firstWords: Readonly<Record<string, Forge>> = { github, gitlab, gitea, forgejo: gitea };

/** The page that shows these lines for good; undefined where it is not known how its host would call it. */
export function permalinkOf({ repository, path, ...lines }: Lines): string | undefined {
  const [host = '', ...names] = repository.split('/');
  const word = host.split('.')[0] ?? '';
  const forge = own(hosts, host) ?? (host.includes('.') ? own(firstWords, word) : undefined);
  if (!forge || names.length < 2) return undefined;
  return forge(`https://${[host, ...names.map(encodeURIComponent)].join('/')}`, lines, encodedPath(path));
}

const own = (forges: Readonly<Record<string, Forge>>, name: string): Forge | undefined =>
  Object.hasOwn(forges, name) ? forges[name] : undefined;

const encodedPath = (path: string): string => path.split('/').map(encodeURIComponent).join('/');

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const environment = {
  PATH: process.env['PATH'],
  HOME: '/nonexistent',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'GitHub',
  GIT_AUTHOR_EMAIL: 'noreply@example.org',
  GIT_COMMITTER_NAME: 'GitHub',
  GIT_COMMITTER_EMAIL: 'noreply@example.org',
};

export interface Commit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: { readonly name: string; readonly email: string; readonly date: string };
  readonly committer: { readonly name: string; readonly email: string; readonly date: string };
  readonly message: string;
}
export interface ChangedFile {
  readonly sha: string;
  readonly filename: string;
  readonly status: 'added' | 'removed' | 'modified' | 'renamed';
  readonly additions: number;
  readonly deletions: number;
  readonly patch: string;
}

const format = '%H%x00%T%x00%P%x00%an%x00%ae%x00%aI%x00%cn%x00%ce%x00%cI%x00%B%x01';
const utc = (date = '') => (date === '' ? '' : new Date(date).toISOString().replace(/\.\d+Z$/, 'Z'));
function commitsOf(text: string): Commit[] {
  return text
    .split('\x01')
    .map((each) => each.replace(/^\n/, ''))
    .filter((each) => each !== '')
    .map((each) => {
      const [sha = '', tree = '', parents = '', an = '', ae = '', ad, cn = '', ce = '', cd, body = ''] =
        each.split('\0');
      const author = { name: an, email: ae, date: utc(ad) };
      const committer = { name: cn, email: ce, date: utc(cd) };
      return { sha, tree, parents: parents.split(' ').filter(Boolean), author, committer, message: body.trimEnd() };
    });
}

/** What GitHub asks of git: everything that it says of branches, commits and files comes from here. */
export function gitOf(folder: string) {
  const git = async (...words: string[]): Promise<string> => {
    const { stdout } = await execute('git', words, { cwd: folder, env: environment, maxBuffer: 2 ** 27 });
    return stdout.replace(/\n$/, '');
  };
  const told = new Map<string, Promise<string>>();
  /** What is said of commits by their whole ids never changes, so it is asked once. */
  const ask = async (...words: string[]): Promise<string> => {
    const lasting =
      words.every((word) => !/^(?:refs|HEAD)/.test(word)) && words.some((word) => /[0-9a-f]{40}/.test(word));
    if (!lasting) return git(...words);
    const key = words.join('\0');
    const known = told.get(key) ?? git(...words);
    told.set(key, known);
    // A commit that is not there may come; that two conflict stays so.
    if (words[0] !== 'merge-tree') known.catch(() => told.delete(key));
    return known;
  };
  const attempt = async (...words: string[]): Promise<string | undefined> => ask(...words).catch(() => undefined);
  const mergedTree = async (base: string, head: string) => attempt('merge-tree', '--write-tree', base, head);

  return {
    folder,
    git,
    async heads(): Promise<Map<string, string>> {
      const text = await git('for-each-ref', '--format=%(refname) %(objectname)', 'refs/heads/');
      const rows = text.split('\n').filter((row) => row !== '');
      return new Map(
        rows.map((row) => [row.slice('refs/heads/'.length, row.lastIndexOf(' ')), row.slice(row.lastIndexOf(' ') + 1)]),
      );
    },
    /** The commit that a sha, or its beginning, means. */
    resolve: async (name: string) =>
      /^[0-9a-f]{7,40}$/.test(name) ? attempt('rev-parse', '--verify', '--quiet', `${name}^{commit}`) : undefined,
    async commit(sha: string): Promise<Commit> {
      const [commit] = commitsOf(await ask('log', '-1', `--format=${format}`, sha));
      if (!commit) throw new Error(`no commit ${sha}`);
      return commit;
    },
    /** Newest first. */
    async log(range: string, limit = 250): Promise<Commit[]> {
      return commitsOf(await ask('log', `-${limit}`, `--format=${format}`, range));
    },
    mergeBase: async (a: string, b: string) => attempt('merge-base', a, b),
    /** How many commits `head` has that `base` lacks, and the reverse. */
    async distance(base: string, head: string): Promise<{ ahead: number; behind: number }> {
      const [behind = '0', ahead = '0'] = (await ask('rev-list', '--left-right', '--count', `${base}...${head}`)).split(
        '\t',
      );
      return { ahead: Number(ahead), behind: Number(behind) };
    },
    isAncestor: async (a: string, b: string) => (await attempt('merge-base', '--is-ancestor', a, b)) !== undefined,
    async conflicts(base: string, head: string): Promise<boolean> {
      return (await mergedTree(base, head)) === undefined;
    },
    /** Makes the commit that a merge of `head` into `base` is; undefined where they conflict. */
    async merge(base: string, head: string, message: string, squash: boolean): Promise<string | undefined> {
      const tree = await mergedTree(base, head);
      if (tree === undefined) return undefined;
      const parents = squash ? ['-p', base] : ['-p', base, '-p', head];
      return git('commit-tree', tree, ...parents, '-m', message);
    },
    async setHead(branch: string, sha: string): Promise<void> {
      await git('update-ref', `refs/heads/${branch}`, sha);
    },
    async files(base: string, head: string): Promise<ChangedFile[]> {
      const raw = await ask('diff', '--raw', '--no-abbrev', '--no-renames', '-z', base, head);
      const words = raw.split('\0').filter((word) => word !== '');
      const files: ChangedFile[] = [];
      for (let index = 0; index + 1 < words.length; index += 2) {
        const [, , before = '', after = '', letter = ''] = (words[index] ?? '').split(' ');
        const filename = words[index + 1] ?? '';
        const diff = await ask('diff', '--no-renames', base, head, '--', filename);
        const patch = diff.includes('\n@@') ? diff.slice(diff.indexOf('\n@@') + 1) : '';
        const lines = patch.split('\n');
        files.push({
          sha: letter === 'D' ? before : after,
          filename,
          status: letter === 'A' ? 'added' : letter === 'D' ? 'removed' : 'modified',
          additions: lines.filter((line) => line.startsWith('+')).length,
          deletions: lines.filter((line) => line.startsWith('-')).length,
          patch,
        });
      }
      return files;
    },
    /** What stands at a path of a commit: `blob` or `tree`, with its size; empty where nothing does. */
    async list(commit: string, path: string) {
      const text = await ask('ls-tree', '-l', '-z', commit, path);
      return text
        .split('\0')
        .filter((row) => row !== '')
        .map((row) => {
          const [meta = '', name = ''] = row.split('\t');
          const [, type = '', sha = '', size = '-'] = meta.split(/ +/);
          return { type, sha, path: name, size: size === '-' ? 0 : Number(size) };
        });
    },
    show: async (commit: string, path: string) => attempt('cat-file', 'blob', `${commit}:${path}`),
  };
}
export type Git = ReturnType<typeof gitOf>;

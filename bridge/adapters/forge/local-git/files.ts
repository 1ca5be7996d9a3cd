import type { Files } from '../../../ports/files.ts';
import { type Git, gitIn } from '../../git.ts';
import { mostBytes } from '../../../../reports/file-text.ts';
import type { LocalGitConfig } from './config.ts';
import { failing } from './failing.ts';
import { baseOf, readRefs } from './refs.ts';

/** A plain file, and no link, submodule or folder: `100644 3f…9a    812`. */
const entry = /^100\d{3} ([0-9a-f]{40,64}) +(\d+)$/;

const mostBranches = 500;

/** Files of the clones on this machine, as the commit of their default branch has them, whatever is checked out. No link is followed. */
export function createLocalFiles({ repositories, environment }: Omit<LocalGitConfig, 'clock'>): Files {
  const gits = new Map([...repositories].map(([id, folder]) => [id, gitIn(folder, environment)]));
  return {
    repositories: [...repositories.keys()],
    owners: ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS', '.gitlab/CODEOWNERS'],
    async read(repository, path) {
      const git = gits.get(repository);
      return git && failing(() => readFile(git, path));
    },
    async branches(repository) {
      const git = gits.get(repository);
      if (!git) return [];
      // What only this clone has, its owner may keep to themselves: it is named where they share it.
      const { origin } = await failing(() => readRefs(git));
      return [...origin.keys()].slice(0, mostBranches);
    },
  };
}

async function readFile(git: Git, path: string): Promise<string | undefined> {
  const base = await baseOf(git, await readRefs(git));
  if (!base) return undefined;
  const format = '--format=%(objectmode) %(objectname) %(objectsize)';
  const found = await git(['ls-tree', '-z', format, '--full-tree', '--end-of-options', base.commit, path]);
  const [, id, size] = entry.exec(found.split('\0')[0] ?? '') ?? [];
  if (id === undefined || Number(size) > mostBytes) return undefined;
  const text = await git(['cat-file', 'blob', id]);
  return text.includes('\0') || text.includes('\ufffd') ? undefined : text;
}

import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { extname } from 'node:path/posix';
import { linesOf } from './carry-line.ts';
import { matchLines } from './line-match.ts';
import type { QuietGit } from './quiet-git.ts';

const mostLookedAt = 50;
const longestFile = 1024 * 1024;
/** As much of a file has to be there again as git asks for. */
const leastKept = 0.5;

/** A file as a commit had it. */
interface Lost {
  readonly path: string;
  readonly text: string;
}

/** The file that git does not follow yet and that holds most of a lost one: what a file is called that was renamed without git's being told. */
export async function untrackedTwin(git: QuietGit, root: string, { path, text }: Lost): Promise<string | undefined> {
  const printed = await git(root, ['ls-files', '--others', '--exclude-standard', '-z']);
  const alike = printed
    .toString('utf8')
    .split('\0')
    .filter((other) => other !== '' && extname(other) === extname(path))
    .slice(0, mostLookedAt);
  const lines = linesOf(text);
  let best: { readonly path: string | undefined; readonly kept: number } = { path: undefined, kept: 0 };
  for (const other of alike) {
    const kept = matchLines(lines, linesOf(await textOf(join(root, other)))).filter((line) => line >= 0).length;
    if (kept > best.kept) best = { path: other, kept };
  }
  return best.kept >= lines.length * leastKept ? best.path : undefined;
}

async function textOf(path: string): Promise<string> {
  try {
    const found = await stat(path);
    return found.isFile() && found.size <= longestFile ? await readFile(path, 'utf8') : '';
  } catch {
    return '';
  }
}

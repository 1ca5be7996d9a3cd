import { glob, readFile, stat, writeFile, mkdir } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { unzipSync, zipSync } from 'fflate';

async function filesUnder(folder: string, pattern: string): Promise<string[]> {
  const there = await stat(join(folder, pattern)).catch(() => undefined);
  if (there?.isFile()) return [join(folder, pattern)];
  const found: string[] = [];
  const wide = there?.isDirectory() ? `${pattern.replace(/\/$/, '')}/**/*` : pattern;
  for await (const path of glob(wide, { cwd: folder })) {
    const each = join(folder, path);
    if ((await stat(each)).isFile()) found.push(each);
  }
  return found.toSorted();
}

/** Zips what an artifact is made of: paths relative to what all of them share, as actions/upload-artifact does. */
export async function zipFiles(
  folder: string,
  patterns: readonly string[],
): Promise<{ zip: Uint8Array; count: number }> {
  const lists = await Promise.all(patterns.map(async (pattern) => filesUnder(folder, pattern)));
  const files = [...new Set(lists.flat())];
  const folders = files.map((file) => dirname(file));
  const root = folders.reduce((shared, each) => {
    let common = shared;
    while (common !== '/' && common !== each && !each.startsWith(`${common}/`)) common = dirname(common);
    return common;
  }, folders[0] ?? folder);
  const entries = await Promise.all(
    files.map(async (file): Promise<[string, Uint8Array]> => [relative(root, file), await readFile(file)]),
  );
  return { zip: zipSync(Object.fromEntries(entries)), count: files.length };
}

export async function unzipInto(folder: string, zip: Uint8Array): Promise<void> {
  for (const [path, bytes] of Object.entries(unzipSync(zip))) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, bytes);
  }
}

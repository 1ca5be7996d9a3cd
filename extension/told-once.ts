import { createHash } from 'node:crypto';
import { mkdir, open, readdir, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';

const keptMs = 24 * 3_600_000;

/**
 * What one of this user’s windows has told, so that the others need not: answers true to the first who asks for a key, in whichever process.
 * Where the folder cannot be written everybody is first, since twice is better than never.
 */
export function createToldOnce(folder: string, now: () => number): (key: string) => Promise<boolean> {
  let swept: Promise<void> | undefined;
  return async (key) => {
    swept ??= sweep(folder, now() - keptMs).catch(() => undefined);
    await swept;
    try {
      const file = await open(join(folder, createHash('sha256').update(key).digest('hex').slice(0, 32)), 'wx', 0o600);
      await file.close();
      return true;
    } catch (error) {
      return !(error instanceof Error && 'code' in error && error.code === 'EEXIST');
    }
  };
}

async function sweep(folder: string, before: number): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const { mtimeMs } = await stat(path);
    if (mtimeMs < before) await unlink(path);
  }
}

import { readFileSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';

/** Takes a lock file for a process, also from one that has died; undefined while a living one holds it. The returned function gives it back. */
export async function takeLock(file: string, pid: number): Promise<(() => Promise<void>) | undefined> {
  for (let tries = 0; tries < 3; tries += 1) {
    if (await write(file, pid)) return () => rm(file, { force: true });
    const holder = Number(await readFile(file, 'utf8').catch(() => ''));
    if (holder !== pid && holder > 0 && alive(holder)) return undefined;
    await rm(file, { force: true });
  }
  return undefined;
}

async function write(file: string, pid: number): Promise<boolean> {
  try {
    await writeFile(file, String(pid), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Whether a process with this id runs, be it ours or somebody else's. */
export function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** One that has ended, and whose parent has not asked after it: it holds nothing any more. Seen on Linux only. */
function isZombie(pid: number): boolean {
  try {
    return /^\d+ \(.*\) Z /s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A group of processes, by its leader. `startedAt` is the system's own word for when that began: a pid alone may be somebody else's. */
export interface ProcessGroup {
  readonly pid: number;
  readonly startedAt: string;
}

/** Sends a signal to all of a group; nothing happens where nobody is left of it. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    // macOS says EPERM of a group whose members are all dead and not yet buried.
    const gone = error instanceof Error && 'code' in error && (error.code === 'ESRCH' || error.code === 'EPERM');
    if (!gone) throw error;
  }
}

/** When a process began; undefined where it is not alive. */
export const startOf = async (pid: number): Promise<string | undefined> =>
  process.platform === 'linux' ? (await inProc(pid))?.startedAt : startByPs(pid);

/**
 * Kills what is left of a group that another bridge began, and nobody else: the leader has to have begun when that one did, or, where it
 * has gone, some member has to be at work in `folder`.
 */
export async function killLeft({ pid, startedAt }: ProcessGroup, folder: string): Promise<void> {
  const found = await startOf(pid);
  const ours = found === undefined ? await anyMemberIn(pid, folder) : found === startedAt;
  if (ours) signalGroup(pid, 'SIGKILL');
}

interface InProc {
  readonly group: number;
  readonly startedAt: string;
}

/** A process as Linux shows it; undefined where it is gone, or waits only to be buried. */
async function inProc(pid: number): Promise<InProc | undefined> {
  try {
    const text = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in parentheses, and may hold spaces and parentheses.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const [state, , group] = fields;
    const ticks = fields[19];
    if (state === 'Z' || state === 'X' || ticks === undefined) return undefined;
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
    return { group: Number(group), startedAt: `${boot.trim()}/${ticks}` };
  } catch {
    return undefined;
  }
}

async function anyMemberIn(pid: number, folder: string): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name) || (await inProc(Number(name)))?.group !== pid) continue;
    const at = await readlink(`/proc/${name}/cwd`).catch(() => '');
    if (at === folder || at.startsWith(`${folder}/`)) return true;
  }
  return false;
}

async function startByPs(pid: number): Promise<string | undefined> {
  try {
    const { stdout } = await run('ps', ['-o', 'lstart=', '-p', String(pid)], {
      env: { PATH: '/bin:/usr/bin', LC_ALL: 'C' },
    });
    return stdout.trim() || undefined;
  } catch {
    return undefined;
  }
}

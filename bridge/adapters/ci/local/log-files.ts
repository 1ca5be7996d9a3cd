import { createHash } from 'node:crypto';
import { appendFile, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunId } from '../../../../protocol/model/ids.ts';
import { plain } from '../../../../reports/clean-log.ts';

/** So much of a log's end is read for what it tells. */
const endBytes = 4 * 1024 * 1024;

/** The logs of so many runs are kept: those written last. */
const keptLogs = 200;

/** The file of a run's log. Its name shows the run's id, as far as a file's name can. */
export function logFile(logs: string, run: RunId): string {
  const name = encodeURIComponent(run);
  const short = name.length <= 200 ? name : createHash('sha256').update(run).digest('hex');
  return join(logs, `${short}.log`);
}

/** The last lines' text of a log, without colours: at most 4 MiB. */
export async function endOfLog(file: string): Promise<string> {
  const handle = await open(file).catch(missing);
  if (!handle) return '';
  try {
    const { size } = await handle.stat();
    const from = Math.max(0, size - endBytes);
    const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(Math.min(size, endBytes)), 0, null, from);
    return plain(buffer.toString('utf8', 0, bytesRead));
  } finally {
    await handle.close();
  }
}

/** Adds a line to a log that nobody writes any more, where there is one. */
export async function addLine(file: string, line: string): Promise<void> {
  if (await stat(file).catch(missing)) await appendFile(file, `\n${line}\n`);
}

/** Deletes the oldest logs. */
export async function pruneLogs(logs: string): Promise<void> {
  const names = (await readdir(logs)).filter((name) => name.endsWith('.log'));
  if (names.length <= keptLogs) return;
  const dated = await Promise.all(
    names.map(async (name) => ({ name, at: (await stat(join(logs, name)).catch(missing))?.mtimeMs ?? 0 })),
  );
  const old = dated.toSorted((a, b) => b.at - a.at).slice(keptLogs);
  await Promise.all(old.map(async ({ name }) => rm(join(logs, name), { force: true })));
}

/** Where a file that is not there is no failure. */
export function missing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}

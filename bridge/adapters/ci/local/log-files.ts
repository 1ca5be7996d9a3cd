import { createHash } from 'node:crypto';
import { appendFile, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunId } from '../../../../protocol/model/ids.ts';
import type { LogPiece } from '../../../ports/ci-provider.ts';

/** A piece of a log has at most so many bytes. */
const pieceBytes = 64 * 1024;

/** The logs of so many runs are kept: those written last. */
const keptLogs = 200;

/** The file of a run's log. Its name shows the run's id, as far as a file's name can. */
export function logFile(logs: string, run: RunId): string {
  const name = encodeURIComponent(run);
  const short = name.length <= 200 ? name : createHash('sha256').update(run).digest('hex');
  return join(logs, `${short}.log`);
}

/** Up to 64 KiB of a log from byte `from` on, beginning and ending between characters; undefined where there is no such file. */
export async function readPiece(file: string, from: number): Promise<LogPiece | undefined> {
  const bytes = await readBytes(file, from, pieceBytes);
  if (!bytes) return undefined;
  const { read, size } = bytes;
  const begin = [0, 1, 2, 3].find((at) => ((read[at] ?? 0) & 0xc0) !== 0x80) ?? 0;
  const end = wholeCharacters(read);
  const next = Math.min(from, size) + end;
  return { text: read.subarray(begin, end).toString('utf8'), next, ended: next >= size };
}

/** How many bytes of UTF-8 make whole characters: all but at most three. */
function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes.at(-back) ?? 0;
    if (byte < 0x80) return bytes.length;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 0;
    if (length > 0) return length > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

async function readBytes(
  file: string,
  from: number,
  length: number,
): Promise<{ readonly read: Buffer; readonly size: number } | undefined> {
  const handle = await open(file).catch(missing);
  if (!handle) return undefined;
  try {
    const { size } = await handle.stat();
    const { buffer, bytesRead } = await handle.read(
      Buffer.alloc(Math.max(0, Math.min(length, size - from))),
      0,
      null,
      from,
    );
    return { read: buffer.subarray(0, bytesRead), size };
  } finally {
    await handle.close();
  }
}

/** The last lines of a log that have something in them: at most 20, each of at most 500 characters. */
export async function lastLines(file: string): Promise<string[]> {
  const size = (await stat(file).catch(missing))?.size ?? 0;
  const end = await readBytes(file, Math.max(0, size - 16_384), 16_384);
  const lines = end?.read.toString('utf8').split('\n') ?? [];
  return lines
    .filter((line) => line.trim() !== '')
    .slice(-20)
    .map((line) => line.slice(0, 500).toWellFormed());
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

function missing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}

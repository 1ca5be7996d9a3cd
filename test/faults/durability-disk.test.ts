import { spawnSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folders } from '../adapters/store/folder.ts';
import { expectKept, type Run, write } from './durability-run.ts';

const folder = folders();
const traced = ['pwrite64', 'fsync', 'fdatasync', 'write', 'writev'];
const usable = spawnSync('strace', ['-f', '--seccomp-bpf', '-qq', '-e', 'trace=none', 'true']).status === 0;

interface Traced extends Run {
  readonly file: string;
  /** What the writing thread asked of the kernel, in its order. */
  readonly calls: readonly string[];
}

/** Runs the writer under strace, which makes the kernel's answers fail as `inject` says. */
async function trace(inject: readonly string[], pragma = ''): Promise<Traced> {
  const path = await folder();
  const file = join(path, 'room.db');
  const log = join(path, 'trace');
  const under = [
    'strace',
    '-ff',
    '--seccomp-bpf',
    '-qq',
    '-y',
    '-s',
    '12',
    '-o',
    log,
    '-e',
    `trace=${traced.join(',')}`,
  ];
  const run = await write(file, {
    under: [...under, ...inject.flatMap((rule) => ['-e', `inject=${rule}`])],
    most: 600,
    pragma,
  });
  const logs = (await readdir(path)).filter((name) => name.startsWith('trace.'));
  const texts = await Promise.all(logs.map((name) => readFile(join(path, name), 'utf8')));
  return { ...run, file, calls: texts.find((text) => text.includes('room.db-wal'))?.split('\n') ?? [] };
}

/** Acknowledgements that were given while something in the log was not yet synced: a power cut would have taken them back. */
function unsafe(calls: readonly string[]): string[] {
  let unsynced = false;
  return calls.filter((call) => {
    if (/^pwrite64\(.*room\.db-wal>/.test(call)) unsynced = true;
    if (/^f(data)?sync\(.*room\.db-wal>\)\s+= 0/.test(call)) unsynced = false;
    return unsynced && call.includes('"acked ');
  });
}

describe.skipIf(!usable)('the disk, as strace makes it (skipped where there is no strace that may trace)', () => {
  it('[F3] is synced before each acknowledgement', { timeout: 20_000 }, async () => {
    const { acked, calls, file, code } = await trace([]);
    expect([acked.size, code]).toEqual([600, 0]);
    expect(calls.filter((call) => call.includes('"acked '))).toHaveLength(600);
    expect(unsafe(calls)).toEqual([]);
    await expectKept(file, acked);
  });

  it('[F3] would not be with synchronous=NORMAL, and this test sees it', { timeout: 20_000 }, async () => {
    const { calls } = await trace([], 'PRAGMA synchronous = NORMAL');
    expect(unsafe(calls).length).toBeGreaterThan(100);
  });

  it('[F4] fails one fsync: nothing is acknowledged from there on, though later ones would succeed', {
    timeout: 20_000,
  }, async () => {
    const { acked, lines, code, calls, file } = await trace(['fsync,fdatasync:error=EIO:when=13']);
    const failed = calls.findIndex((call) => call.includes('(INJECTED)'));
    expect(calls.slice(failed).filter((call) => call.includes('"acked '))).toEqual([]);
    expect(lines.filter((line) => line === 'broken')).toHaveLength(1);
    expect([acked.size > 0 && acked.size < 600, code]).toEqual([true, 1]);
    await expectKept(file, acked);
  });

  it('[F4] is full for a while: COMMIT fails, nobody is told otherwise, and all is sent again', {
    timeout: 20_000,
  }, async () => {
    const { acked, lines, code, file, calls } = await trace(['pwrite64:error=ENOSPC:when=120..135']);
    expect(calls.some((call) => call.includes('ENOSPC'))).toBe(true);
    expect(lines.some((line) => line.startsWith('refused '))).toBe(true);
    expect([acked.size, code]).toEqual([600, 0]);
    await expectKept(file, acked);
  });
});

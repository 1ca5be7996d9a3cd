import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createInterface } from 'node:readline';
import { expect } from 'vitest';
import { openSqliteStore } from '../../bridge/adapters/store/sqlite/index.ts';
import { countingEpochs, feedWords, roomA } from '../contract/store-samples.ts';

const writer = join(import.meta.dirname, 'durability-writer.ts');

export interface Run {
  /** Offsets by number, as they were acknowledged. */
  readonly acked: Map<number, number>;
  readonly lines: readonly string[];
  readonly code: number | null;
}

interface Orders {
  readonly under?: readonly string[];
  readonly first?: number;
  readonly most?: number;
  /** Run on the writer's connection, to take a guard away. */
  readonly pragma?: string;
  /** How many acknowledgements to wait for before it is killed. */
  readonly killAfter?: number;
}

/** Lets the writer write, until it ends or is killed, and reads all that it said, also what it said before it died. */
export async function write(file: string, orders: Orders): Promise<Run> {
  const { under = [], first = 0, most = Number.POSITIVE_INFINITY, pragma = '', killAfter } = orders;
  const [program, ...args] = [...under, process.execPath, writer, file, `${first}`, `${most}`, pragma];
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const lines: string[] = [];
  const acked = new Map<number, number>();
  for await (const line of createInterface(child.stdout)) {
    lines.push(line);
    const [word, n, offset] = line.split(' ');
    if (word === 'acked') acked.set(Number(n), Number(offset));
    if (acked.size === killAfter) child.kill('SIGKILL');
  }
  await exited;
  return { acked, lines, code: child.exitCode };
}

/** All that was acknowledged is there, once, with its key, its delivery and its audit row; and no offset is missing. */
export async function expectKept(file: string, acked: ReadonlyMap<number, number>): Promise<void> {
  const store = await openSqliteStore({ file, epoch: countingEpochs() });
  const stretch = await store.feed(roomA, { after: 0 }, 1_000_000);
  const words = await feedWords(store, roomA);
  expect(stretch?.entries.map(({ offset }) => offset)).toEqual(words.map((_, at) => at + 1));
  expect(stretch?.top).toBe(words.length);
  expect(new Set(words).size).toBe(words.length);
  const lost = [...acked].filter(([n, offset]) => words[offset - 1] !== `n${n}`);
  expect(lost).toEqual([]);
  const keys = (await store.list('outcome')).map(({ id }) => id);
  expect(keys.toSorted()).toEqual(words.toSorted());
  await store.close();
  const db = new DatabaseSync(file, { readOnly: true });
  const count = (table: string) => db.prepare(`SELECT count(*) AS count FROM ${table}`).get()?.['count'];
  expect([count('delivery'), count('audit')]).toEqual([words.length, words.length]);
  db.close();
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, expect, it, vi } from 'vitest';
import { openSqliteStore } from '../../bridge/adapters/store/sqlite/index.ts';
import { typed } from '../../bridge/domain/prose.ts';
import { folders } from '../adapters/store/folder.ts';
import { commit, countingEpochs } from '../contract/store-samples.ts';
import { room } from '../support/samples.ts';
import { until } from '../support/until.ts';

vi.setConfig({ testTimeout: 120_000 });

const folder = folders();
let child: ChildProcess | undefined;
afterEach(() => child?.kill('SIGKILL'));

const program = join(import.meta.dirname, 'chat-outbox-writer.ts');
const total = 1_000;
const lanes = 20;

/** A chat that takes what it is given, and tells whether it has it. */
async function startChat(taken: (count: number) => void) {
  const texts: string[] = [];
  const oids = new Set<string>();
  async function answer(request: IncomingMessage): Promise<string> {
    const { oid, text } = JSON.parse((await request.toArray()).join('')) as { oid: string; text: string };
    if (request.url === '/find') return oids.has(oid) ? 'there' : 'nowhere';
    oids.add(oid);
    texts.push(text);
    taken(texts.length);
    return 'taken';
  }
  // A request of whoever was killed ends in the middle.
  const server = createServer((request, response) => {
    answer(request).then(
      (text) => response.end(text),
      () => response.destroy(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { texts, url: `http://127.0.0.1:${port}`, close: () => server.close() };
}

async function queue(file: string): Promise<void> {
  const store = await openSqliteStore({ file, epoch: countingEpochs() });
  const deliveries = Array.from({ length: total }, (_, nth) => {
    const task = { type: 'message', platform: 'chat', channel: 'C1', message: typed(`${nth}`) } as const;
    return { id: `${nth}`, room, lane: `${nth % lanes}`, task, queuedAt: Date.now(), wanted: 1 };
  });
  await commit(store, { deliveries });
  await store.close();
}

it('[F43] kill -9, ten times in the middle of posting, loses nothing and doubles nothing, and keeps the order', async () => {
  const file = join(await folder(), 'room.db');
  await queue(file);
  const killed: number[] = [];
  // It dies while the chat has a message whose answer it never hears.
  const chat = await startChat((count) => {
    const due = killed.length < 10 && count >= ((killed.length + 1) * total) / 11;
    if (due && child?.kill('SIGKILL')) killed.push(count);
  });
  const live = async () => {
    child = spawn(process.execPath, [program, file, chat.url], { stdio: ['ignore', 'ignore', 'inherit'] });
    const [code, signal] = await once(child, 'exit');
    expect([code, signal]).toEqual([null, 'SIGKILL']);
  };
  while (killed.length < 10) await live();
  const last = live();
  const left = () => {
    const db = new DatabaseSync(file, { readOnly: true, timeout: 10_000 });
    const row = db.prepare(`SELECT count(*) AS count FROM delivery WHERE state != 'sent'`).get();
    db.close();
    return row?.['count'];
  };
  await until(() => left() === 0, 60_000);
  child?.kill('SIGKILL');
  await last;
  chat.close();
  const numbers = chat.texts.map(Number);
  expect([numbers.length, new Set(numbers).size]).toEqual([total, total]);
  for (let lane = 0; lane < lanes; lane += 1) {
    const own = numbers.filter((nth) => nth % lanes === lane);
    expect(own).toEqual(own.toSorted((a, b) => a - b));
  }
});

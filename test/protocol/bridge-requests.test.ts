import { afterEach, describe, expect, it } from 'vitest';
import { notifications } from '../../protocol/wire/methods.ts';
import { type BridgeServer, startServer } from '../support/bridge-server.ts';
import { key, room, sha } from '../support/samples.ts';

/** The rules of docs/protocol.md for what is asked of a bridge, on a real one. */
let server: BridgeServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});
const start = async (...options: Parameters<typeof startServer>) => (server = await startServer(...options));

const mid = (number: number) => `00000000-0000-7000-9000-${String(number).padStart(12, '0')}`;
const changes = { staged: 0, unstaged: 0, untracked: 0, conflicted: 0 };

describe('requests', () => {
  it('[M1] have their effect once under one mid', async () => {
    const { hello: greet, world } = await start();
    world.script.forge.names.set('feat/login', { commit: sha(), branch: key().branch });
    const client = await greet();
    const say = { mid: mid(1), room, text: 'hello' };
    const run = { mid: mid(2), room, line: 'ci run feat/login', expiresAt: world.clock.now() + 30_000 };
    for (const [method, params, other, kept] of [
      ['feed/say', say, { text: 'other' }, ['epoch', 'offset']],
      ['command/run', run, { line: 'ci cancel' }, ['reply', 'run']],
    ] as const) {
      const { result } = await client.ask(method, params);
      const same = Object.fromEntries(kept.map((name) => [name, result?.[name]]));
      expect(await client.ask(method, params)).toMatchObject({ result: { ...same, dup: true } });
      expect(await client.ask(method, { ...params, ...other })).toMatchObject({ error: { code: 1302 } });
    }
    expect(world.script.ci.deeds).toHaveLength(1);
    await client.close();
  });

  it('[M2] share what is newest by the device’s own counter', async () => {
    const { hello: greet } = await start();
    const client = await greet();
    const share = (counter: number, digit: string) =>
      client.ask('status/share', { mid: mid(counter), room, counter, status: { ...key(), head: sha(digit), changes } });
    expect(await share(5, 'b')).toMatchObject({ result: { version: 1 } });
    expect(await share(4, 'a')).toMatchObject({ result: { version: 1 } });
    const card = await client.until(({ method }) => method === 'card/changed');
    expect(card.params).toMatchObject({ card: { work: [{ counter: 5, head: sha('b') }] } });
    expect(await client.ask('status/share', { mid: mid(9), room, counter: 9, status: null })).toMatchObject({
      result: { version: null },
    });
    await client.close();
  });

  it('[M3] [N1] put what was said into the feed, for its sender too', async () => {
    const { hello: greet } = await start();
    const client = await greet();
    for (let number = 1; number <= 3; number += 1) {
      const { result } = await client.ask('feed/say', { mid: mid(number), room, text: `${number}` });
      expect(result?.['offset']).toBe(number);
    }
    await client.until(
      ({ method, params }) => method === 'feed/entries' && JSON.stringify(params).includes('"offset":3'),
    );
    const news = client.frames.filter(({ method }) => method === 'feed/entries');
    const offsets = news.flatMap(({ params }) =>
      notifications['feed/entries'].parse(params).entries.map(({ offset }) => offset),
    );
    expect(offsets).toEqual([1, 2, 3]);
    await client.close();
  });

  it('[M4] read older entries without a gap, the nearest first to come', async () => {
    const { hello: greet } = await start();
    const client = await greet();
    for (let number = 1; number <= 9; number += 1)
      await client.ask('feed/say', { mid: mid(number), room, text: `${number}` });
    const { result } = await client.ask('feed/read', { room, before: 8, limit: 4 });
    expect(result).toMatchObject({ entries: [{ offset: 4 }, { offset: 5 }, { offset: 6 }, { offset: 7 }], more: true });
    expect(await client.ask('feed/read', { room, before: 4, limit: 4 })).toMatchObject({
      result: { entries: [{ offset: 1 }, { offset: 2 }, { offset: 3 }], more: false },
    });
    await client.close();
  });

  it('[M5] run a line in time or not at all', async () => {
    const { hello: greet, world, clock } = await start();
    world.script.forge.names.set('feat/login', { commit: sha(), branch: key().branch });
    const client = await greet();
    const now = world.clock.now();
    const run = (number: number, expiresAt: number) =>
      client.ask('command/run', { mid: mid(number), room, line: 'ci run feat/login', expiresAt });
    expect(await run(1, now)).toMatchObject({ error: { code: 1300 } });
    expect(await run(2, now + 60_001)).toMatchObject({ error: { code: -32602, data: { field: 'expiresAt' } } });
    expect(await run(3, now + 60_000)).toMatchObject({
      result: { run: expect.any(String), offset: expect.any(Number) },
    });
    await clock.advance(20_000);
    await clock.advance(20_000);
    await clock.advance(21_000);
    expect(await run(3, now + 60_000)).toMatchObject({ result: { run: expect.any(String), dup: true } });
    expect(world.script.ci.deeds).toHaveLength(1);
    await client.close();
  });

  it('[M6] read a log in pieces', async () => {
    const { hello: greet, world } = await start();
    world.script.forge.names.set('feat/login', { commit: sha(), branch: key().branch });
    const client = await greet();
    const line = { mid: mid(1), room, line: 'ci run feat/login', expiresAt: world.clock.now() + 30_000 };
    const { result } = await client.ask('command/run', line);
    const run = result?.['run'];
    world.script.ci.writeLog({ text: 'line\n', next: 5, ended: true });
    expect(await client.ask('run/log', { run, from: 0 })).toMatchObject({
      result: { text: 'line\n', next: 5, ended: true },
    });
    expect(await client.ask('run/log', { run, from: 5 })).toMatchObject({ result: { text: '', next: 5, ended: true } });
    expect(await client.ask('run/log', { run: 'no-such-run', from: 0 })).toMatchObject({ error: { code: 1101 } });
    await client.close();
  });

  it('[M7] change and take back what was said, for whoever has it and whoever reads it anew', async () => {
    const { hello: greet } = await start();
    const client = await greet();
    const { result: said } = await client.ask('feed/say', { mid: mid(1), room, text: 'one' });
    const offset = said?.['offset'];
    const amend = { mid: mid(2), room, offset, text: 'two' };
    expect(await client.ask('feed/amend', amend)).toMatchObject({ result: { offset: 2 } });
    expect(await client.ask('feed/amend', amend)).toMatchObject({ result: { offset: 2, dup: true } });
    const news = await client.until(({ params }) => JSON.stringify(params ?? '').includes('"amended"'));
    expect(news.params).toMatchObject({ entries: [{ type: 'amended', of: 1, message: { text: 'two' } }] });
    expect(await client.ask('feed/read', { room, before: 2, limit: 1 })).toMatchObject({
      result: { entries: [{ message: { text: 'two' }, edited: expect.any(Number) }] },
    });
    expect(await client.ask('feed/amend', { mid: mid(3), room, offset, text: null })).toHaveProperty('result');
    expect(await client.ask('feed/amend', { mid: mid(4), room, offset, text: 'x' })).toMatchObject({
      error: { code: 1101, data: { field: 'offset' } },
    });
    await client.close();
  });
});

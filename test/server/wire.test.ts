import { afterEach, describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../bridge/adapters/store/memory/index.ts';
import { mintCode } from '../../bridge/app/people/open-session.ts';
import { limits } from '../../bridge/server/limits.ts';
import { methods, notifications } from '../../protocol/wire/methods.ts';
import { type BridgeServer, startServer } from '../support/bridge-server.ts';
import { device, key, person, room, sha } from '../support/samples.ts';
import { openWire } from '../support/wire.ts';

let server: BridgeServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});
const start = async (...options: Parameters<typeof startServer>) => (server = await startServer(...options));

const mid = (number: number) => `00000000-0000-7000-9000-${String(number).padStart(12, '0')}`;
const hello = { protocol: 1, device: { id: device(), name: 'a test' }, cursors: [] };
const changes = { staged: 0, unstaged: 0, untracked: 0, conflicted: 0 };

describe('hello', () => {
  it('brings the rooms, in the shape that the protocol says', async () => {
    const { world, url, token } = await start();
    const client = await openWire(url);
    const { result } = await client.ask('session/hello', { ...hello, token: await token('Owner') });
    expect(methods['session/hello'].result.parse(result)).toMatchObject({
      person: person('Owner'),
      now: world.clock.now(),
      rooms: [{ room, name: 'Web', top: 0, recovered: false, people: [{ person: person('Owner'), devices: 1 }] }],
    });
    await client.close();
  });

  it('buys a token with a code, once', async () => {
    const { world, url } = await start();
    const code = await mintCode(world, person('Ana').id);
    const first = await openWire(url);
    const { result } = await first.ask('session/hello', { ...hello, code });
    expect(result).toMatchObject({ person: person('Ana'), token: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const second = await openWire(url);
    expect(await second.ask('session/hello', { ...hello, code })).toMatchObject({
      error: { code: 1100, data: { slug: 'not_authenticated' } },
    });
    expect(await second.closed).toEqual({ code: 4301, reason: 'token_revoked' });
    const third = await openWire(url);
    expect(await third.ask('session/hello', { ...hello, token: result?.['token'] })).toMatchObject({
      result: { person: person('Ana') },
    });
    await Promise.all([first.close(), third.close()]);
  });

  it('refuses a code that is too old', async () => {
    const { world, clock, url } = await start();
    const code = await mintCode(world, person('Ana').id);
    const client = await openWire(url);
    await clock.advance(10 * 60_000 - 20_000);
    await client.close();
    await clock.advance(20_000);
    const late = await openWire(url);
    expect(await late.ask('session/hello', { ...hello, code })).toMatchObject({
      error: { data: { slug: 'not_authenticated' } },
    });
  });

  it('is the first thing to say, once, within ten seconds, in a protocol that the bridge speaks', async () => {
    const { clock, url, hello: greet } = await start();
    const rude = await openWire(url);
    rude.send({ jsonrpc: '2.0', id: 1, method: 'feed/read', params: { room, before: 1, limit: 1 } });
    expect((await rude.closed).code).toBe(4401);
    const twice = await greet('Owner');
    twice.send({ jsonrpc: '2.0', id: 9, method: 'session/hello', params: hello });
    expect((await twice.closed).code).toBe(4409);
    const silent = await openWire(url);
    await clock.advance(limits.helloMs);
    expect(await silent.closed).toEqual({ code: 4408, reason: 'hello_timeout' });
    const future = await openWire(url);
    expect(await future.ask('session/hello', { ...hello, protocol: 99, token: 'x' })).toMatchObject({
      error: { data: { field: 'protocol' } },
    });
    expect((await future.closed).code).toBe(4406);
  });

  it('lets in so many devices of one person, and no more', async () => {
    const { hello: greet, url, token } = await start();
    const all = await Promise.all(
      Array.from({ length: limits.devicesPerPerson }, (_, index) => greet('Ana', { device: `number-${index}` })),
    );
    const more = await openWire(url);
    expect(await more.ask('session/hello', { ...hello, token: await token('Ana') })).toMatchObject({
      error: { message: expect.stringContaining('Close one') },
    });
    expect((await more.closed).code).toBe(4502);
    await all[0]?.close();
    const again = await greet('Ana', { device: 'number-9' });
    await Promise.all([...all, again].map((each) => each.close()));
  });
});

describe('the room', () => {
  it('hears what is said, who comes, and how a card changes, each in the shape that the protocol says', async () => {
    const { hello: greet } = await start();
    const ana = await greet('Ana');
    const bo = await greet('Owner');
    const came = await ana.until(
      (frame) => frame.method === 'presence/changed' && JSON.stringify(frame).includes('Owner'),
    );
    expect(notifications['presence/changed'].parse(came.params).people).toHaveLength(2);
    const said = await bo.ask('feed/say', { mid: mid(1), room, text: 'hello' });
    expect(methods['feed/say'].result.parse(said.result).offset).toBe(1);
    const heard = await ana.until((frame) => frame.method === 'feed/entries');
    expect(notifications['feed/entries'].parse(heard.params).entries).toMatchObject([
      { offset: 1, message: { text: 'hello' } },
    ]);
    await bo.ask('status/share', { mid: mid(2), room, counter: 1, status: { ...key(), head: sha(), changes } });
    const changed = await ana.until((frame) => frame.method === 'card/changed');
    expect(notifications['card/changed'].parse(changed.params).card).toMatchObject({ version: 1, key: key() });
    await Promise.all([ana.close(), bo.close()]);
  });

  it('[B2] gives who comes back exactly what was missed', async () => {
    const { hello: greet, world } = await start();
    const bo = await greet('Owner');
    const ana = await greet('Ana');
    await bo.ask('feed/say', { mid: mid(1), room, text: 'one' });
    const { params } = await ana.until((frame) => frame.method === 'feed/entries');
    await ana.close();
    for (let number = 2; number <= 4; number += 1)
      await bo.ask('feed/say', { mid: mid(number), room, text: `text ${number}` });
    const back = await greet('Ana', { cursors: [{ room, epoch: params?.['epoch'], offset: 1 }] });
    expect(back.frames[0]?.result).toMatchObject({
      rooms: [{ recovered: true, top: 4, entries: [{ offset: 2 }, { offset: 3 }, { offset: 4 }] }],
    });
    expect(world.log.lines).toEqual([]);
    await Promise.all([bo.close(), back.close()]);
  });

  it('[B1][E4] keeps the order in which one socket speaks, and gathers what comes at once', async () => {
    const { hello: greet } = await start();
    const bo = await greet('Owner');
    const ana = await greet('Ana');
    const sent = Array.from({ length: 30 }, (_, index) => index + 1);
    await Promise.all(sent.map((number) => bo.ask('feed/say', { mid: mid(number), room, text: `n${number}` })));
    await ana.until((frame) => JSON.stringify(frame).includes('"n30"'));
    const entries = ana.frames
      .filter((frame) => frame.method === 'feed/entries')
      .flatMap((frame) => notifications['feed/entries'].parse(frame.params).entries);
    expect(entries.map((entry) => [entry.offset, entry.type === 'said' ? entry.message.text : ''])).toEqual(
      sent.map((number) => [number, `n${number}`]),
    );
    await Promise.all([bo.close(), ana.close()]);
  });

  it('[E4] keeps that order even where the first takes longer', async () => {
    const slow = createMemoryStore({ epoch: () => '0'.repeat(32) });
    let asked = 0;
    const get: typeof slow.get = async (kind, id) => {
      if (kind === 'room' && (asked += 1) === 1) await new Promise((resolve) => void setTimeout(resolve, 50));
      return slow.get(kind, id);
    };
    const { hello: greet, world } = await start({ store: { ...slow, get } });
    const bo = await greet('Owner');
    asked = 0;
    await Promise.all([1, 2, 3].map((number) => bo.ask('feed/say', { mid: mid(number), room, text: `n${number}` })));
    const feed = await world.store.feed(room, { after: 0 }, 10);
    expect(feed?.entries.map((entry) => (entry.type === 'said' ? entry.message.text : ''))).toEqual(['n1', 'n2', 'n3']);
    await bo.close();
  });

  it('[B6] ticks every 25 seconds with the top of each feed', async () => {
    const { hello: greet, clock } = await start();
    const ana = await greet('Ana');
    await clock.advance(limits.pingMs);
    const tick = await ana.until((frame) => frame.method === 'session/tick');
    expect(notifications['session/tick'].parse(tick.params)).toMatchObject({
      now: clock.now(),
      tops: [{ room, top: 0 }],
    });
    await ana.close();
  });

  it('[E5] runs a line, and answers a repeat with what was recorded', async () => {
    const { hello: greet, world } = await start();
    world.script.forge.names.set('feat/login', { commit: sha(), branch: key().branch });
    const bo = await greet('Owner');
    const params = { mid: mid(1), room, line: 'ci run feat/login', expiresAt: world.clock.now() + 30_000 };
    const first = await bo.ask('command/run', params);
    expect(methods['command/run'].result.parse(first.result).reply.text).toContain('is queued for feat/login');
    expect(await bo.ask('command/run', params)).toMatchObject({ result: { dup: true } });
    const run = first.result?.['run'];
    expect(await bo.ask('run/log', { run, from: 0 })).toMatchObject({
      error: { data: { slug: 'forbidden_or_missing' } },
    });
    world.script.ci.writeLog({ text: 'line\n', next: 5, ended: false });
    expect(await bo.ask('run/log', { run, from: 0 })).toMatchObject({
      result: { text: 'line\n', next: 5, ended: false },
    });
    await bo.close();
  });
});

import { afterEach, describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../bridge/adapters/store/memory/index.ts';
import { decideOnce } from '../../bridge/app/decide.ts';
import { signOut } from '../../bridge/app/people/devices.ts';
import { mintCode, openSession } from '../../bridge/app/people/open-session.ts';
import { type BridgeServer, startServer } from '../support/bridge-server.ts';
import { PersonId } from '../../protocol/model/ids.ts';
import { device, person, room } from '../support/samples.ts';
import { openWire } from '../support/wire.ts';

let server: BridgeServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const entriesOf = (frames: readonly { method?: unknown; params?: unknown }[]) =>
  frames.flatMap(({ method, params }) => (method === 'feed/entries' ? (params as { entries: object[] }).entries : []));

describe('an entry for one person', () => {
  it('[B5] reaches them live and later, and others as a skip at the same place', async () => {
    server = await startServer();
    const { world, hello } = server;
    const [ana, owner] = [await hello('Ana'), await hello('Owner')];
    const message = { text: 'for Ana', blocks: [] };
    const entry = { type: 'said', at: 1, by: { type: 'person', person: person('Ana') }, message } as const;
    await decideOnce(world, async () => ({
      change: {
        at: 1,
        entries: [
          { room, entry: { ...entry, to: person('Ana').id } },
          { room, entry },
        ],
      },
      answer: () => undefined,
    }));
    for (const client of [ana, owner])
      await client.until(({ params }) => JSON.stringify(params ?? '').includes('"offset":2'));
    expect(entriesOf(ana.frames)).toMatchObject([
      { type: 'said', offset: 1 },
      { type: 'said', offset: 2 },
    ]);
    expect(entriesOf(owner.frames)).toEqual([
      { type: 'skip', offset: 1, at: 1 },
      expect.objectContaining({ offset: 2 }),
    ]);
    const { result } = await owner.ask('feed/read', { room, before: 3, limit: 10 });
    expect(result).toMatchObject({ entries: [{ type: 'skip' }, { type: 'said' }] });
    const late = await hello('Owner', { device: 'late' });
    expect(JSON.stringify(late.frames[0])).toContain('"type":"skip"');
    for (const client of [ana, owner, late]) await client.close();
  });
});

describe('signing out', () => {
  it('[M8] ends what the token opened, at once, and it opens nothing any more', async () => {
    server = await startServer();
    const { world, url } = server;
    const greet = async (credential: object, at = 'one') => {
      const client = await openWire(url);
      const params = { protocol: 1, device: { id: device(at), name: 'VS Code' }, cursors: [], ...credential };
      return { client, answer: await client.ask('session/hello', params) };
    };
    const first = await greet({ code: await mintCode(world, person('Ana').id) });
    const second = await greet({ code: await mintCode(world, person('Ana').id) }, 'two');
    const { result } = await first.client.ask('person/sign-out', { everywhere: false });
    expect(result).toEqual({ devices: 1 });
    expect(await first.client.closed).toMatchObject({ code: 4301 });
    const again = await greet({ token: first.answer.result?.['token'] });
    expect(again.answer).toMatchObject({ error: { code: 1100 } });
    expect(await second.client.ask('feed/read', { room, before: 1, limit: 1 })).toHaveProperty('result');
    await signOut(world, person('Ana').id, {});
    expect(await second.client.closed).toMatchObject({ code: 4301 });
  });

  it('[M8] ends a session that is just being opened, however long the store takes to tell of the room', async () => {
    const store = createMemoryStore({ epoch: () => 'e'.repeat(32) });
    let reading: (() => void) | undefined;
    const read = Promise.withResolvers<void>();
    const list: typeof store.list = async (kind, of) => {
      if (kind === 'card' && reading) {
        reading();
        await read.promise;
      }
      return store.list(kind, of);
    };
    server = await startServer({ store: { ...store, list } });
    const { world, url } = server;
    const ana = person('Ana').id;
    const opened = await openSession(world, { code: await mintCode(world, ana) }, { id: device(), name: 'VS Code' });
    const begun = new Promise<void>((resolve) => (reading = resolve));
    const client = await openWire(url);
    const params = { protocol: 1, device: { id: device(), name: 'VS Code' }, cursors: [] };
    const hello = client.ask('session/hello', { ...params, token: opened.ok ? opened.value.token : '' });
    await begun;
    await signOut(world, ana, {});
    read.resolve();
    expect(await hello).toMatchObject({ error: { code: 1100 } });
    expect(await client.closed).toMatchObject({ code: 4301 });
  });

  it('[T19] everywhere ends a person’s part in the chats as well, and is answered before the session ends', async () => {
    server = await startServer();
    const { world, url } = server;
    const [ana, bo] = [person('Ana').id, PersonId.parse('memory:T1/U2')];
    const value = { person: ana, name: 'Bo', member: true, at: 1 };
    const put = { kind: 'identity', id: bo, after: 0, value } as const;
    await decideOnce(world, async () => ({ change: { at: 1, puts: [put] }, answer: () => undefined }));
    const client = await openWire(url);
    const params = { protocol: 1, device: { id: device(), name: 'VS Code' }, cursors: [] };
    await client.ask('session/hello', { ...params, code: await mintCode(world, ana) });
    expect(await client.ask('person/sign-out', { everywhere: true })).toMatchObject({ result: { devices: 1 } });
    expect(await client.closed).toMatchObject({ code: 4301 });
    expect(await world.store.get('identity', bo)).toMatchObject({ value: { person: bo } });
  });
});

describe('a session that is open', () => {
  it('[T18] may do what its person may do now, not what they might when it began', async () => {
    const bo = PersonId.parse('memory:T1/U2');
    server = await startServer({ policy: { groups: {}, rules: [{ allow: 'ci run', to: [bo] }] } });
    const { world, hello } = server;
    const identity = (after: number, member: boolean) => {
      const value = { person: person('Ana').id, name: 'Bo', member, at: 1 };
      const put = { kind: 'identity', id: bo, after, value } as const;
      return decideOnce(world, async () => ({ change: { at: 1, puts: [put] }, answer: () => undefined }));
    };
    await identity(0, true);
    const client = await hello('Ana');
    const run = () => {
      const expiresAt = world.clock.now() + 30_000;
      return client.ask('command/run', { mid: world.ids.mid(), room, line: 'ci run main', expiresAt });
    };
    expect(JSON.stringify(await run())).not.toContain('No rule allows');
    await identity(1, false);
    expect(JSON.stringify(await run())).toContain('No rule allows');
    await client.close();
  });
});

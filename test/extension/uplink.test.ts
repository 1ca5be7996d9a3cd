import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { mintCode } from '../../bridge/app/people/open-session.ts';
import type { SessionEvent } from '../../client/session.ts';
import { createOutboxes } from '../../extension/connection/outboxes.ts';
import { mintMid } from '../../protocol/model/mid.ts';
import { person, room } from '../support/samples.ts';
import { eachWithConnections, type Kept, originOf } from './lone-connection.ts';
import { memorySecrets } from './secrets.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

const { home, start, stop, open, writeDown } = eachWithConnections();
const isOnline = (event: SessionEvent) => event.type === 'connection' && event.connection.state === 'online';

describe('the connection to a bridge', () => {
  it('swaps a link’s code for a token, keeps that for the exact origin, and needs no link again', async () => {
    const server = await start();
    const code = await mintCode(server.world, person('Ana').id);
    const first = open();
    expect(await first.connection.connect({ origin: originOf(server), credential: { code } })).toEqual({
      state: 'online',
    });
    expect(first.connection.uplink.session()?.room()).toMatchObject({ name: 'Web', me: person('Ana') });
    await expect.poll(() => first.secrets.kept.size).toBe(1);
    const [[name, token] = []] = [...first.secrets.kept];
    expect(name).toBe(`token ${server.url}`);
    expect(first.logged.join('\n')).not.toContain(token ?? 'a token');
    expect(first.logged.join('\n')).not.toContain(code);

    const second = open({ secrets: first.secrets, last: originOf(server) });
    await second.connection.look();
    await second.event(isOnline);
    const again = open();
    const refused = await again.connection.connect({ origin: originOf(server), credential: { code } });
    expect(refused).toEqual({ state: 'unpaired', reason: expect.stringContaining('used already') });
  });

  it('has the bridge forget the token that another one takes the place of', async () => {
    const server = await start();
    const origin = originOf(server);
    const ana = person('Ana').id;
    const { connection, secrets } = open();
    await connection.connect({ origin, credential: { code: await mintCode(server.world, ana) } });
    await expect.poll(() => secrets.kept.size).toBe(1);
    const former = [...secrets.kept.values()][0] ?? '';
    const good = async () => (await server.world.store.list('token')).filter(({ value }) => !value.revokedAt);
    await connection.connect({ origin, credential: { code: await mintCode(server.world, ana) } });
    await expect.poll(async () => (await good()).length).toBe(1);
    expect([...secrets.kept.values()]).not.toContain(former);
    expect(await open().connection.connect({ origin, credential: { token: former } })).toMatchObject({
      state: 'unpaired',
    });
    expect(connection.uplink.connection()).toEqual({ state: 'online' });
  });

  it('[T1] deletes a token that its bridge does not accept any more, and tries it no more', async () => {
    const server = await start();
    const secrets = memorySecrets();
    secrets.kept.set(`token ${server.url}`, 'revoked-long-ago').set('token https://other.example', 'stays');
    const window = open({ secrets, last: originOf(server) });
    await window.connection.look();
    await window.event((event) => event.type === 'connection' && event.connection.state === 'unpaired');
    await expect.poll(() => [...secrets.kept.keys()]).toEqual(['token https://other.example']);
    await window.connection.look();
    expect(window.connection.uplink.connection()).toMatchObject({ state: 'unpaired' });
  });

  it('finds the bridge of its repository on this machine, and follows it to another port and token', async () => {
    const [old, next] = [await start(), await start()];
    await writeDown(old);
    const window = open();
    await window.connection.look();
    await window.event(isOnline);
    expect(window.connection.uplink.bridge()?.origin).toBe(old.url);
    // A token of a state file is used where it lies, and copied nowhere.
    expect([...window.secrets.kept]).toEqual([]);

    await writeDown(next);
    await window.connection.look();
    expect(window.attached).toHaveLength(1);
    await stop(old);
    await window.event((event) => event.type === 'connection' && event.connection.state === 'offline');
    await window.connection.look();
    await expect.poll(() => window.connection.uplink.bridge()?.origin).toBe(next.url);
    await expect.poll(() => window.connection.uplink.connection().state).toBe('online');
    expect(window.attached).toHaveLength(2);
  });

  it.each<[string, Kept, object]>([
    ['the workspace is not trusted', { trusted: false }, {}],
    ['the user has disconnected', { left: true }, {}],
    ['the bridge is for another repository', {}, { repository: 'example.com/acme/api' }],
  ])('[T12] goes nowhere unasked while %s', async (_, kept, part) => {
    const server = await start();
    await writeDown(server, part);
    const window = open(kept);
    await window.connection.look();
    expect(window.attached).toEqual([]);
    expect(window.connection.uplink.connection()).toEqual({ state: 'unpaired' });
  });

  it('sends what an earlier window has left in the outbox, once, and empties it', async () => {
    const server = await start();
    const keep = createOutboxes(join(home(), 'storage', 'outbox'), () => undefined)(originOf(server));
    await keep.save([{ mid: mintMid(1, new Uint8Array(10)), room, text: 'written offline', writtenAt: Date.now() }]);
    const credential = { token: await server.token('Ana') };
    const window = open();
    await window.connection.connect({ origin: originOf(server), credential });
    await window.event((event) => event.type === 'entries');
    await expect.poll(() => keep.load()).toEqual([]);
    await window.connection.connect({ origin: originOf(server), credential });
    const entries = window.connection.uplink.session()?.room()?.entries ?? [];
    expect(entries.map((entry) => entry.type === 'said' && entry.message.text)).toEqual(['written offline']);
  });

  it('tells nothing of a session that was replaced', async () => {
    const server = await start();
    const window = open();
    await window.connection.connect({ origin: originOf(server), credential: { token: await server.token('Ana') } });
    const before = window.connection.uplink.session();
    await window.connection.connect({ origin: originOf(server), credential: { token: await server.token('Owner') } });
    const count = window.told.length;
    before?.retry();
    expect(window.told).toHaveLength(count);
    expect(window.connection.uplink.session()?.room()?.me.name).toBe('Owner');
    window.connection.uplink.close();
    expect(window.connection.uplink.connection()).toEqual({ state: 'unpaired' });
    expect(window.attached.at(-1)).toBeUndefined();
  });
});

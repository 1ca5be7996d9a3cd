import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { mintCode } from '../../bridge/app/people/open-session.ts';
import { mintMid } from '../../protocol/model/mid.ts';
import type { Session, SessionEvent } from '../../client/session.ts';
import { type BridgeConnection, createBridgeConnection } from '../../extension/bridge-connection.ts';
import { Origin } from '../../extension/connection/address.ts';
import { createOutboxes } from '../../extension/connection/outboxes.ts';
import { bridgesFolder } from '../../extension/connection/bridges-folder.ts';
import type { Machine } from '../../extension/connection/state-file.ts';
import { createMemory } from '../../extension/memory.ts';
import { DeviceId } from '../../protocol/model/ids.ts';
import { type BridgeServer, startServer } from '../support/bridge-server.ts';
import { person, repository, room } from '../support/samples.ts';
import { memoryKeep, memorySecrets } from './secrets.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

/** One window's connection, in a world whose timers run, and whose machine is a temporary folder. */
interface Window {
  readonly connection: BridgeConnection;
  readonly secrets: ReturnType<typeof memorySecrets>;
  readonly told: SessionEvent[];
  readonly logged: string[];
  readonly attached: (Session | undefined)[];
  /** Resolves with the next event that fits, or one that has come already. */
  event(fits: (event: SessionEvent) => boolean): Promise<SessionEvent>;
}

let home = '';
let servers: BridgeServer[] = [];
let windows: Window[] = [];

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'shiproom-uplink-'));
});
afterEach(async () => {
  for (const { connection } of windows.splice(0)) connection.uplink.close();
  for (const server of servers.splice(0)) await server.close();
  await rm(home, { recursive: true });
});

const start = async (): Promise<BridgeServer> => {
  const server = await startServer();
  servers.push(server);
  return server;
};
const originOf = (server: BridgeServer) => Origin.parse(server.url);
const machine = (): Machine => ({ platform: 'linux', home, env: {}, uid: process.getuid?.(), isAlive: () => true });

async function writeDown(server: BridgeServer, part: object = {}): Promise<void> {
  const path = join(bridgesFolder(machine()), 'a.json');
  await mkdir(dirname(path), { recursive: true });
  const bridge = { url: server.url, repository, token: await server.token('Owner'), pid: 1, ...part };
  await writeFile(path, JSON.stringify(bridge), { mode: 0o600 });
}

interface Kept {
  readonly trusted?: boolean;
  readonly left?: boolean;
  readonly secrets?: ReturnType<typeof memorySecrets>;
  readonly last?: Origin;
}

function open({ trusted = true, left = false, secrets = memorySecrets(), last }: Kept = {}): Window {
  const told: SessionEvent[] = [];
  const logged: string[] = [];
  const attached: (Session | undefined)[] = [];
  const waiting = new Set<() => void>();
  const log = (note: string) => void logged.push(note);
  const connection = createBridgeConnection({
    world: {
      now: () => Date.now(),
      after: (ms, work) => {
        const timer = setTimeout(work, ms);
        return () => clearTimeout(timer);
      },
      chance: () => 0,
    },
    machine: machine(),
    uuid: () => crypto.randomUUID(),
    mid: () => mintMid(Date.now(), crypto.getRandomValues(new Uint8Array(10))),
    storage: join(home, 'storage'),
    secrets,
    memory: createMemory(
      memoryKeep({ bridge: last, left }),
      () => DeviceId.parse('device-window'),
      () => 0,
    ),
    device: 'VS Code 1.105.0',
    trusted: () => trusted,
    seen: () => true,
    keptBack: () => false,
    configured: () => undefined,
    repositories: () => [repository],
    tell(event) {
      told.push(event);
      for (const look of waiting) look();
    },
    attach: (session) => void attached.push(session),
    follow: () => undefined,
    log: { info: log, warn: log, error: log },
  });
  const event = (fits: (event: SessionEvent) => boolean) =>
    new Promise<SessionEvent>((resolve) => {
      const look = (): void => {
        const found = told.find(fits);
        if (!found) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
    });
  const window = { connection, secrets, told, logged, attached, event };
  windows.push(window);
  return window;
}

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
    await old.close();
    servers = [next];
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
    const keep = createOutboxes(join(home, 'storage', 'outbox'), () => undefined)(originOf(server));
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

  it('answers whoever waits for it when it is closed meanwhile', async () => {
    const window = open();
    const waiting = window.connection.connect({
      origin: Origin.parse('http://127.0.0.1:9'),
      credential: { token: 'x' },
    });
    window.connection.uplink.close();
    expect(await waiting).toEqual({ state: 'unpaired' });
  });
});

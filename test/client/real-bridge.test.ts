import { afterEach, describe, expect, it, vi } from 'vitest';
import { createSession } from '../../client/create-session.ts';
import type { Credential, Session, SessionEvent } from '../../client/session.ts';
import type { Socket } from '../../client/socket.ts';
import { Origin } from '../../extension/connection/address.ts';
import { surroundingsOf } from '../../extension/connection/ws-socket.ts';
import { signOut } from '../../bridge/app/people/devices.ts';
import { mintCode } from '../../bridge/app/people/open-session.ts';
import { type BridgeServer, startServer } from '../support/bridge-server.ts';
import { RepositoryId } from '../../protocol/model/ids.ts';
import { device, key, person, sha } from '../support/samples.ts';
import { countingMids } from '../support/surroundings.ts';
import { memoryKeep, shown } from './harness.ts';

/** The client and the gateway, over real sockets; their clock is the test's. */
let server: BridgeServer | undefined;
const sessions: Session[] = [];
afterEach(async () => {
  for (const session of sessions.splice(0)) session.close();
  await server?.close();
  server = undefined;
});

async function start(): Promise<BridgeServer> {
  server = await startServer();
  return server;
}

const mid = countingMids();
const changes = { staged: 0, unstaged: 0, untracked: 0, conflicted: 0 };

function open({ url, clock }: BridgeServer, credential: Credential, name: string) {
  const events: SessionEvent[] = [];
  let count = 0;
  const surroundings = surroundingsOf(Origin.parse(url), { ...clock, chance: () => 0.5 });
  let socket: Socket | undefined;
  const session = createSession({
    surroundings: { ...surroundings, open: (told) => (socket = surroundings.open(told)) },
    credential,
    device: { id: device(name), name: 'a test' },
    keep: memoryKeep(),
    mid,
    counter: () => (count += 1),
    firstWaitMs: 1_000,
    tell: (event) => events.push(event),
  });
  sessions.push(session);
  session.start();
  return { session, events, cut: () => socket?.close(3000, 'cut') };
}

const state = async (session: Session, wanted: string): Promise<void> => {
  await vi.waitFor(() => expect(session.connection().state).toBe(wanted), { timeout: 5_000, interval: 5 });
};
const texts = async (session: Session, ...wanted: string[]): Promise<void> => {
  await vi.waitFor(() => expect(shown(session)).toEqual(wanted), { timeout: 5_000, interval: 5 });
};

describe('a session with a real bridge', () => {
  it('pairs by a link, says something, shares its branch, runs a command', async () => {
    const bridge = await start();
    const code = await mintCode(bridge.world, person('Ana').id);
    const { session, events } = open(bridge, { code }, 'laptop');
    await state(session, 'online');
    expect(events.find(({ type }) => type === 'token')).toMatchObject({ token: expect.any(String) });
    expect(await session.say('hello')).toMatchObject({ ok: true });
    await texts(session, '1 hello');
    await vi.waitFor(() => expect(session.pending()).toEqual([]));
    session.share({ ...key(), head: sha(), changes });
    await vi.waitFor(() => expect(session.room()?.people[0]?.on).toEqual(key()));
    expect(session.room()?.cards).toMatchObject([{ key: key(), version: 1 }]);
    expect(await session.run('who')).toMatchObject({
      ok: true,
      value: { reply: { text: expect.stringContaining('Ana') } },
    });
    expect(await session.run('ci run')).toMatchObject({ ok: false });
  });

  it('[B2] resumes with exactly what it missed, and shares its branch again', async () => {
    const bridge = await start();
    const ana = open(bridge, { token: await bridge.token('Ana') }, 'laptop');
    const bo = open(bridge, { token: await bridge.token('Owner') }, 'desktop');
    await Promise.all([state(ana.session, 'online'), state(bo.session, 'online')]);
    ana.session.share({ ...key(), head: sha(), changes });
    await bo.session.say('one');
    await texts(ana.session, '1 one');
    ana.cut();
    await state(ana.session, 'offline');
    await bo.session.say('two');
    await texts(bo.session, '1 one', '2 two');
    await vi.waitFor(() => expect(bo.session.room()?.people).toHaveLength(1));
    await bridge.clock.advance(500);
    await texts(ana.session, '1 one', '2 two');
    expect(ana.events.filter(({ type }) => type === 'room')).toHaveLength(1);
    await vi.waitFor(() => expect(ana.session.room()?.people.find(({ on }) => on)?.on).toEqual(key()));
  });

  it('is told where the room does not follow its repository, and is not thrown out for a branch that goes on', async () => {
    const bridge = await start();
    const { session, events } = open(bridge, { token: await bridge.token('Ana') }, 'laptop');
    await state(session, 'online');
    const other = { ...key(), repository: RepositoryId.parse('example.com/acme/other') };
    for (let staged = 0; staged < 30; staged += 1) {
      session.share({ ...other, head: sha(), changes: { ...changes, staged } });
      session.appear({ seen: true, idle: staged % 2 > 0, on: other });
      // Answered after all that was asked before it.
      await session.earlier(1);
    }
    const why = 'This room follows example.com/acme/web, and not example.com/acme/other.';
    expect(events.filter(({ type }) => type === 'unshared')).toContainEqual({ type: 'unshared', message: why });
    session.share(null);
    session.appear({ seen: false, idle: false });
    await vi.waitFor(() => expect(bridge.world.roster.people()).toEqual([]));
    expect(session.connection().state).toBe('online');
  });

  it('changes what it said, takes it back, and signs out', async () => {
    const bridge = await start();
    const ana = open(bridge, { code: await mintCode(bridge.world, person('Ana').id) }, 'laptop');
    const bo = open(bridge, { token: await bridge.token('Owner') }, 'desktop');
    await Promise.all([state(ana.session, 'online'), state(bo.session, 'online')]);
    await ana.session.say('helo');
    await texts(bo.session, '1 helo');
    await ana.session.amend(1, 'hello');
    await texts(bo.session, '1 hello', '2 hello');
    await bo.session.amend(1, 'not mine');
    await vi.waitFor(() => expect(bo.session.pending()).toMatchObject([{ refused: expect.any(String) }]));
    await ana.session.amend(1, null);
    await texts(bo.session, '1 -', '2 -', '3 -');
    expect(JSON.stringify(bo.session.room())).not.toContain('hello');
    expect(await ana.session.signOut(false)).toEqual({ ok: true, value: 1 });
    await state(ana.session, 'unpaired');
    expect(bo.session.connection().state).toBe('online');
  });

  it('stops asking where its token was revoked, and where too many windows are open', async () => {
    const bridge = await start();
    const first = open(bridge, { code: await mintCode(bridge.world, person('Ana').id) }, 'laptop');
    await state(first.session, 'online');
    const token = first.events.find((event) => event.type === 'token')?.token ?? '';
    await signOut(bridge.world, person('Ana').id, {});
    await state(first.session, 'unpaired');
    expect(first.session.connection()).toMatchObject({ reason: 'You were signed out. Connect again with a new link.' });
    const revoked = open(bridge, { token }, 'laptop');
    await state(revoked.session, 'unpaired');
    const fresh = await bridge.token('Ana');
    const many = Array.from({ length: 20 }, (_, number) => open(bridge, { token: fresh }, `window-${number}`));
    await Promise.all(many.map(({ session }) => state(session, 'online')));
    const more = open(bridge, { token: fresh }, 'window-more');
    await state(more.session, 'stopped');
    expect(more.session.connection()).toMatchObject({ reason: expect.stringContaining('Close one') });
  });
});

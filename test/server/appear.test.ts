import { afterEach, describe, expect, it } from 'vitest';
import { signOut } from '../../bridge/app/people/devices.ts';
import { notifications } from '../../protocol/wire/methods.ts';
import { mintCode } from '../../bridge/app/people/open-session.ts';
import { type BridgeServer, startServer } from '../support/bridge-server.ts';
import { device, key, person, room } from '../support/samples.ts';
import { openWire, type WireClient } from '../support/wire.ts';

let server: BridgeServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});
const start = async (...options: Parameters<typeof startServer>) => (server = await startServer(...options));

const appearance = { room, seen: true, idle: false };
const tell = (client: WireClient, branch: string, files: string[], part = {}) =>
  client.ask('presence/appear', { ...appearance, on: key(branch), files, ...part });
const overlapsOf = ({ frames }: WireClient) =>
  frames
    .filter(({ method }) => method === 'presence/overlaps')
    .map(({ params }) => notifications['presence/overlaps'].parse(params).overlaps);
const isOverlap = ({ method }: { method?: string }) => method === 'presence/overlaps';

describe('devices that appear', () => {
  it('[N6] are told of overlaps in all windows of a person, and nobody else is', async () => {
    const { hello } = await start();
    const [ana, bo] = [await hello('Ana'), await hello('Owner')];
    const reader = await hello('Ana', { device: 'reader' });
    await tell(ana, 'feat/a', ['x', 'y']);
    await tell(bo, 'feat/b', ['y', 'z']);
    const theirs = [{ person: person('Owner'), on: key('feat/b'), files: ['y'] }];
    await ana.until(isOverlap);
    await reader.until(isOverlap);
    expect([overlapsOf(ana), overlapsOf(reader)]).toEqual([[theirs], [theirs]]);
    await bo.until(isOverlap);
    expect(overlapsOf(bo)).toEqual([[{ person: person('Ana'), on: key('feat/a'), files: ['y'] }]]);
    const late = await hello('Ana', { device: 'late' });
    await late.until(isOverlap);
    expect(overlapsOf(late)).toEqual([theirs]);
    const from = ana.frames.length;
    await bo.close();
    await ana.until(isOverlap, from);
    expect(overlapsOf(ana).at(-1)).toEqual([]);
    await Promise.all([ana, reader, late].map((each) => each.close()));
  });

  it('[M9] are in no list while they are not seen, from hello on, and read the room all the same', async () => {
    const { hello, url, token } = await start();
    const owner = await hello('Owner');
    const ana = await openWire(url);
    const { result } = await ana.ask('session/hello', {
      protocol: 1,
      token: await token('Ana'),
      device: { id: device(), name: 'a test' },
      cursors: [],
      seen: false,
    });
    expect(result).toMatchObject({ rooms: [{ people: [{ person: person('Owner') }] }] });
    await owner.ask('feed/say', { mid: '00000000-0000-7000-9000-000000000001', room, text: 'hello' });
    await ana.until(({ method }) => method === 'feed/entries');
    await ana.ask('presence/appear', { ...appearance, idle: true });
    const told = await owner.until(({ params }) => JSON.stringify(params ?? {}).includes('idleSince'));
    expect(notifications['presence/changed'].parse(told.params).people).toMatchObject([{ person: person('Ana') }, {}]);
    const from = owner.frames.length;
    await ana.ask('presence/appear', { ...appearance, seen: false });
    const gone = await owner.until(({ method }) => method === 'presence/changed', from);
    expect(gone.params).toMatchObject({ people: [{ person: person('Owner') }] });
    await Promise.all([ana.close(), owner.close()]);
  });

  it('[M9] are each told of by themselves where two windows share the memory of one device', async () => {
    const { hello, world } = await start();
    const one = await hello('Ana', { device: 'shared', window: 'one' });
    const two = await hello('Ana', { device: 'shared', window: 'two' });
    await one.ask('presence/appear', { ...appearance, on: key('feat/a') });
    await two.ask('presence/appear', { ...appearance, idle: true });
    expect(world.roster.people()).toEqual([{ person: person('Ana'), devices: 2, on: key('feat/a') }]);
    await two.ask('presence/appear', { ...appearance, seen: false });
    expect(world.roster.people()).toEqual([{ person: person('Ana'), devices: 1, on: key('feat/a') }]);
    await Promise.all([one.close(), two.close()]);
  });

  it('[M9] are gone at once where they were signed out, or replaced', async () => {
    const { hello, url, world } = await start();
    const owner = await hello('Owner');
    await tell(owner, 'feat/b', ['y']);
    const ana = await openWire(url, {}, false);
    await ana.ask('session/hello', {
      protocol: 1,
      code: await mintCode(world, person('Ana').id),
      device: { id: device('ana'), name: 'a test' },
      cursors: [],
    });
    await tell(ana, 'feat/a', ['y']);
    await owner.until(isOverlap);
    const from = owner.frames.length;
    await signOut(world, person('Ana').id, {});
    await owner.until(isOverlap, from);
    expect(overlapsOf(owner).at(-1)).toEqual([]);
    expect(world.roster.people()).toHaveLength(1);
    const again = await hello('Owner');
    expect(await owner.closed).toMatchObject({ code: 4504 });
    expect(world.roster.people()).toEqual([{ person: person('Owner'), devices: 1 }]);
    await again.close();
  });
});

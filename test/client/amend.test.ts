import { describe, expect, it } from 'vitest';
import { amended } from '../../protocol/model/amended.ts';
import type { Entry } from '../../protocol/model/entry.ts';
import { ana, plainMessage } from '../support/bridge-memory.ts';
import { harness, shown } from './harness.ts';

const amends = (world: ReturnType<typeof harness>) =>
  world.bridge.heard.flatMap(({ method, params }) => (method === 'feed/amend' ? [params] : []));

/** Somebody else's message, which was to be changed from here. */
async function refusedChange() {
  const world = harness();
  const { session } = await world.online();
  world.bridge.say('of somebody else');
  await world.advance(20);
  await session.amend(1, 'mine');
  await world.advance(20);
  return { world, session };
}

describe('a message that is changed', () => {
  it('reads as it says now, in its place, and what changed it is in the feed once', async () => {
    const world = harness();
    const { session, of } = await world.online();
    world.bridge.say('helo');
    await world.advance(20);
    for (const text of ['hello', 'hello all']) world.bridge.amend(1, text);
    await world.advance(20);
    expect(shown(session)).toEqual(['1 hello all', '2 -', '3 hello all']);
    expect(session.room()?.entries[0]).toMatchObject({ edited: expect.any(Number) });
    expect(of('entries').map(({ entries }) => entries.map(({ type }) => type))).toEqual([
      ['said'],
      ['amended'],
      ['amended'],
    ]);
  });

  it('leaves no word where it was taken back', async () => {
    const world = harness();
    const { session } = await world.online();
    world.bridge.say('the password is x');
    world.bridge.amend(1, 'the password is y');
    await world.advance(20);
    world.bridge.amend(1, null);
    await world.advance(20);
    expect(JSON.stringify(session.room())).not.toContain('password');
    expect(session.room()?.entries[0]).toMatchObject({ removed: true });
  });

  it('reads so too where it was read in one batch with its change', async () => {
    const world = harness();
    const { session, events } = await world.online();
    world.bridge.cut();
    const said = world.bridge.say('secret');
    const told = events.length;
    world.bridge.down = true;
    await world.advance(1_000);
    world.bridge.down = false;
    const params = { room: session.room()?.room, epoch: world.bridge.epoch };
    await world.advance(30_000);
    const gone: Entry = { type: 'amended', offset: 3, at: said.at, of: 2 };
    const late = { ...said, offset: 2 };
    const frame = { jsonrpc: '2.0', method: 'feed/entries', params: { ...params, entries: [late, gone] } };
    world.bridge.raw(JSON.stringify(frame));
    await world.advance(20);
    expect(shown(session)).toEqual(['1 secret', '2 -', '3 -']);
    const batch = events.slice(told).findLast(({ type }) => type === 'entries');
    expect(JSON.stringify(batch)).not.toContain('secret');
  });

  it('reads as it says now where it is read only later, whatever the answer says of it', async () => {
    const world = harness();
    for (const text of ['one', 'two']) world.bridge.say(text);
    const { session } = await world.online();
    world.bridge.amend(1, null);
    await world.advance(20);
    // The bridge that answers has the words as they were.
    world.bridge.memory.restore(1, 'one');
    const read = session.earlier(2);
    await world.advance(20);
    expect(await read).toMatchObject({ ok: true, value: { entries: [{ offset: 1, removed: true }] } });
  });

  it('comes changed to whoever resumes', async () => {
    const world = harness();
    const { session } = await world.online();
    world.bridge.say('one');
    await world.advance(20);
    world.bridge.cut();
    world.bridge.amend(1, null);
    world.bridge.say('two');
    world.bridge.amend(3, 'three');
    await world.advance(20_000);
    expect(session.room()?.entries).toEqual(world.bridge.entries);
    expect(shown(session)).toEqual(['1 -', '2 -', '3 three', '4 three']);
  });
});

describe('amended entries', () => {
  const said: Entry = { type: 'said', offset: 1, at: 1, by: { type: 'bot', name: 'b' }, message: plainMessage('one') };
  const change = (offset: number, text?: string): Entry => ({
    type: 'amended',
    offset,
    at: offset,
    of: 1,
    ...(text === undefined ? {} : { message: plainMessage(text) }),
  });

  it('are one and the same where nothing was amended', () => {
    const entries = [said];
    expect(amended(entries)).toBe(entries);
  });

  it('read the same when read again, and an older change undoes no newer one', () => {
    const once = amended([said, change(2, 'two'), change(3, 'three')]);
    expect(amended(once)).toEqual(once);
    expect(amended(once)[0]).toBe(once[0]);
    expect(amended([...once.slice(0, 1), change(2, 'two')])[0]).toEqual(once[0]);
  });

  it('stay taken back', () => {
    const gone = amended([said, change(2)]);
    expect(amended([...gone.slice(0, 1), change(3, 'back again')])[0]).toEqual(gone[0]);
  });
});

describe('changing a message of one’s own', () => {
  it('[E1] [E2] goes by way of the outbox, under one mid however often it is sent', async () => {
    const world = harness();
    const { session } = await world.online();
    await session.say('helo');
    await world.advance(20);
    world.bridge.unanswered.add('feed/amend');
    await session.amend(1, 'hello');
    expect(session.pending()).toMatchObject([{ text: 'hello', amends: 1, removes: false }]);
    await world.advance(20);
    world.bridge.cut();
    world.bridge.unanswered.clear();
    await world.advance(30_000);
    expect(session.pending()).toEqual([]);
    expect(new Set(amends(world).map((each) => JSON.stringify(each))).size).toBe(1);
    expect(amends(world)).toHaveLength(2);
    expect(world.bridge.memory.amended).toMatchObject([{ offset: 1, text: 'hello' }]);
    expect(shown(session)).toEqual(['1 hello', '2 hello']);
  });

  it('waits while the bridge is away, and survives a restart', async () => {
    const world = harness();
    const { session } = await world.online();
    await session.say('helo');
    await world.advance(20);
    world.bridge.down = true;
    world.bridge.cut();
    await session.amend(1, 'hello');
    await session.amend(1, null);
    session.close();
    world.bridge.down = false;
    const next = world.open();
    next.session.start();
    await world.advance(20_000);
    expect(world.bridge.memory.amended.map(({ text }) => text)).toEqual(['hello', null]);
    expect(next.session.pending()).toEqual([]);
  });

  it('is refused where everybody sees it, and kept until its writer lets go of it', async () => {
    const { session } = await refusedChange();
    expect(session.pending()).toMatchObject([{ text: 'mine', amends: 1, refused: expect.any(String) }]);
    await session.amend(1, null);
    expect(session.pending()).toMatchObject([{ text: '', amends: 1, removes: true }]);
  });

  it('[E3] is not lost, once refused, where what would take its place cannot be kept', async () => {
    const { world, session } = await refusedChange();
    world.keep.broken = 'save';
    expect(await session.amend(1, null)).toMatchObject({ ok: false, slug: 'not_kept' });
    expect(session.pending().map(({ text }) => text)).toEqual(['mine']);
    world.keep.broken = undefined;
    expect(await session.say('new')).toMatchObject({ ok: true });
    expect(world.keep.items.map(({ text }) => text)).toContain('mine');
  });

  it('is not sent into a history that was loaded anew, where the offset is another message’s', async () => {
    const world = harness();
    const { session } = await world.online();
    await session.say('helo');
    await world.advance(20);
    world.bridge.cut();
    world.bridge.memory.wipe();
    world.bridge.memory.append((place) => ({
      ...place,
      type: 'said',
      by: { type: 'person', person: ana },
      message: plainMessage('another'),
    }));
    await session.amend(1, 'hello');
    await world.advance(20_000);
    expect(amends(world)).toEqual([]);
    expect(session.pending()).toMatchObject([{ refused: expect.stringContaining('loaded anew') }]);
    expect(shown(session)).toEqual(['1 another']);
  });

  it('says at once what cannot be sent', async () => {
    const world = harness();
    const { session } = await world.online();
    expect(await session.amend(1, '')).toMatchObject({ ok: false, slug: 'invalid_params' });
    expect(await session.amend(1, 'x'.repeat(4_001))).toMatchObject({ ok: false, slug: 'too_large' });
  });
});

describe('signing out', () => {
  it('asks the bridge, and is unpaired when the bridge ends the session, with no way back by itself', async () => {
    const world = harness();
    const { session } = await world.online();
    const asked = session.signOut(true);
    await world.advance(20);
    expect(await asked).toEqual({ ok: true, value: 2 });
    expect(world.bridge.memory.signedOut).toEqual([true]);
    expect(session.connection()).toEqual({
      state: 'unpaired',
      reason: 'You were signed out. Connect again with a new link.',
    });
    const { opened } = world.bridge;
    await world.advance(600_000);
    expect(world.bridge.opened).toBe(opened);
  });

  it('is refused while the bridge is away', async () => {
    const world = harness();
    const { session } = await world.online();
    world.bridge.cut();
    await world.advance(20);
    expect(await session.signOut(false)).toMatchObject({ ok: false, slug: 'not_connected' });
  });
});

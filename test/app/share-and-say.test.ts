import { describe, expect, it } from 'vitest';
import { readFeed, readRoom } from '../../bridge/app/feed/read-feed.ts';
import { say } from '../../bridge/app/feed/say.ts';
import { shareStatus } from '../../bridge/app/share-status.ts';
import { cardId } from '../../bridge/domain/card.ts';
import { Mid, RepositoryId, RoomId } from '../../protocol/model/ids.ts';
import type { Status } from '../../protocol/model/status.ts';
import { device, forge, key, person, room, sha } from '../support/samples.ts';
import { openManualWorld } from '../support/world.ts';

const ana = person('Ana');
const by = { person: ana, device: device() };
const status = (part: Partial<Status> = {}): Status => ({
  ...key(),
  head: sha('a'),
  changes: { staged: 0, unstaged: 1, untracked: 0, conflicted: 0 },
  ...part,
});
const mid = (number: number) => Mid.parse(`00000000-0000-7000-9000-${String(number).padStart(12, '0')}`);

describe('sharing a status', () => {
  it('makes a card, tells the room, and asks the forge', async () => {
    const { world, clock } = await openManualWorld();
    world.script.forge.facts.set(key().branch, forge({ ahead: 3 }));
    const told: string[] = [];
    world.bus.listen((news) => told.push(news.type));
    const leave = world.roster.enter(by);
    expect(await shareStatus(world, by, { room, counter: 1, status: status() })).toEqual({
      ok: true,
      value: { version: 1 },
    });
    await clock.advance(0);
    const card = await world.store.get('card', cardId(key()));
    expect(card?.value).toMatchObject({ version: 2, work: [{ by: ana, head: sha('a') }], forge: { ahead: 3 } });
    // How far it is from its base is on the card, and nothing that a chat is told.
    expect(told).toEqual(['card', 'deliveries', 'card']);
    expect(world.roster.people()).toEqual([{ person: ana, devices: 1, on: key() }]);
    leave();
    expect(world.roster.people()).toEqual([]);
  });

  it('[W4] lets no older share of a device overwrite a newer one', async () => {
    const { world } = await openManualWorld();
    await shareStatus(world, by, { room, counter: 5, status: status({ head: sha('b') }) });
    await shareStatus(world, by, { room, counter: 4, status: status({ head: sha('a') }) });
    expect((await world.store.get('card', cardId(key())))?.value.work[0]?.head).toBe(sha('b'));
  });

  it('takes the branch from the presence where sharing is paused, and leaves the card', async () => {
    const { world } = await openManualWorld();
    world.roster.enter(by);
    await shareStatus(world, by, { room, counter: 1, status: status() });
    await shareStatus(world, by, { room, counter: 2, status: null });
    expect(world.roster.people()).toEqual([{ person: ana, devices: 1 }]);
    expect(await world.store.get('card', cardId(key()))).toBeDefined();
  });

  it('refuses a repository that the room does not follow, and a room that is not there', async () => {
    const { world } = await openManualWorld();
    const stray = status({ repository: RepositoryId.parse('example.com/acme/other') });
    expect(await shareStatus(world, by, { room, counter: 1, status: stray })).toMatchObject({
      ok: false,
      refusal: { slug: 'forbidden_or_missing' },
    });
    const nowhere = { room: RoomId.parse('nowhere'), counter: 1, status: null };
    expect(await shareStatus(world, by, nowhere)).toMatchObject({
      ok: false,
      refusal: { slug: 'forbidden_or_missing' },
    });
  });
});

describe('saying something', () => {
  it('[E1] stands in the feed and on its way to the channel when it is answered', async () => {
    const { world } = await openManualWorld();
    const said = await say(world, ana, { mid: mid(1), room, text: 'hello `all`' });
    expect(said).toMatchObject({ ok: true, value: { offset: 1 } });
    const feed = await readFeed(world, person('Ana').id, { room, before: 10, limit: 10 });
    expect(feed).toMatchObject({
      ok: true,
      value: { entries: [{ offset: 1, type: 'said', by: { person: ana } }], more: false },
    });
    expect(await world.store.due(world.clock.now(), 1000, 10)).toHaveLength(1);
  });

  it('[E2] happens once for each mid: a repeat gets the same offset, a misuse is refused', async () => {
    const { world } = await openManualWorld();
    const first = await say(world, ana, { mid: mid(1), room, text: 'once' });
    const again = await say(world, ana, { mid: mid(1), room, text: 'once' });
    const other = await say(world, ana, { mid: mid(1), room, text: 'twice' });
    const somebodyElse = await say(world, person('Owner'), { mid: mid(1), room, text: 'mine' });
    expect(again).toEqual({ ok: true, value: { ...(first.ok ? first.value : {}), dup: true } });
    expect(other).toMatchObject({ ok: false, refusal: { slug: 'idempotency_conflict' } });
    expect(somebodyElse).toMatchObject({ ok: true, value: { offset: 2 } });
  });

  it('refuses nothing but blanks', async () => {
    const { world } = await openManualWorld();
    expect(await say(world, ana, { mid: mid(1), room, text: ' \n ' })).toMatchObject({
      ok: false,
      refusal: { slug: 'invalid_params', field: 'text' },
    });
  });
});

describe('reading a room', () => {
  it('[B2] gives exactly what came after a cursor, or the tail and the reason', async () => {
    const { world } = await openManualWorld();
    for (let number = 1; number <= 5; number += 1)
      await say(world, ana, { mid: mid(number), room, text: `line ${number}` });
    const whole = await readRoom(world, person('Ana').id, room, undefined);
    expect(whole).toMatchObject({ recovered: false, top: 5 });
    const cursor = { room, epoch: whole?.epoch ?? ('' as never), offset: 3 };
    const rest = await readRoom(world, person('Ana').id, room, cursor);
    expect(rest).toMatchObject({ recovered: true, entries: [{ offset: 4 }, { offset: 5 }] });
    expect(await readRoom(world, person('Ana').id, room, { ...cursor, offset: 6 })).toMatchObject({
      recovered: false,
      reason: 'future',
    });
    expect(world.log.lines.map((line) => line.what)).toEqual([expect.stringContaining('ahead of the feed')]);
  });

  it('says whether there is more before what it gives', async () => {
    const { world } = await openManualWorld();
    for (let number = 1; number <= 5; number += 1)
      await say(world, ana, { mid: mid(number), room, text: `line ${number}` });
    expect(await readFeed(world, person('Ana').id, { room, before: 4, limit: 2 })).toMatchObject({
      value: { more: true, entries: [{ offset: 2 }, { offset: 3 }] },
    });
    expect(await readFeed(world, person('Ana').id, { room, before: 3, limit: 2 })).toMatchObject({
      value: { more: false },
    });
  });
});

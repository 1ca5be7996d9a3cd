import { describe, expect, it } from 'vitest';
import type { Delivery } from '../../bridge/ports/store.ts';
import { runInlets } from '../../bridge/app/run-inlets.ts';
import { say } from '../../bridge/app/feed/say.ts';
import { shareStatus } from '../../bridge/app/share-status.ts';
import { mirrorId } from '../../bridge/domain/route.ts';
import { Mid } from '../../protocol/model/ids.ts';
import { device, key, person, room, sha } from '../support/samples.ts';
import { openManualWorld, type TestWorld } from '../support/world.ts';

const ana = person('Ana');
const mid = (number: number) => Mid.parse(`00000000-0000-7000-9000-${String(number).padStart(12, '0')}`);
const changes = { staged: 0, unstaged: 0, untracked: 0, conflicted: 0 };
const share = (world: TestWorld, counter: number, digit = 'a') =>
  shareStatus(
    world,
    { person: ana, device: device() },
    { room, counter, status: { ...key(), head: sha(digit), changes } },
  );
const cardOf = async (world: TestWorld): Promise<Delivery | undefined> => {
  const delivery = mirrorId({ platform: 'memory', channel: 'general' }, key());
  return (await world.store.trace({ delivery })).deliveries[0];
};
const texts = (world: TestWorld) =>
  world.script.chat.standing().map((each) => {
    if (!each.ours) return each.said.content.text;
    return each.content.type === 'card' ? `card v${each.content.card.version}` : each.content.message.text;
  });
const guest = { team: 'T1', user: 'U9', name: 'Guest', bot: false, member: false };

async function open(policy?: TestWorld['policy']) {
  const { world, clock } = await openManualWorld(policy ? { policy } : {});
  world.script.forge.names.set(key().branch, { commit: sha('a'), branch: key().branch });
  const close = await runInlets(world);
  await clock.advance(0);
  return { world, clock, chat: world.script.chat, close };
}

describe('a card in chat', () => {
  it('[C2] is one message, edited in place from then on', async () => {
    const { world, clock } = await open();
    await share(world, 1);
    await clock.advance(2000);
    for (const [index, digit] of ['b', 'c', 'd'].entries()) await share(world, index + 2, digit);
    await clock.advance(70_000);
    expect(texts(world)).toEqual(['card v4']);
    expect(await cardOf(world)).toMatchObject({ state: 'sent', wanted: 4, sent: 4 });
  });

  it('[C2] costs one edit, however often it changed while the chat was away', async () => {
    const { world, clock, chat } = await open();
    await share(world, 1);
    await clock.advance(2000);
    chat.failNext('unavailable');
    for (let counter = 2; counter < 42; counter += 1) await share(world, counter, (counter % 16).toString(16));
    await clock.advance(130_000);
    const [only] = chat.standing();
    expect(only).toMatchObject({ ours: true, edits: 1, content: { card: { version: 41 } } });
  });

  it('[C5] is found by its oid where its first post was unsure, and does not stand twice', async () => {
    const { world, clock, chat } = await open();
    chat.failNext('unsure', { happened: true });
    await share(world, 1);
    await clock.advance(60_000);
    expect(texts(world)).toEqual(['card v1']);
    expect(await cardOf(world)).toMatchObject({ state: 'sent', posted: '00000001' });
  });

  it('[C5] is posted after two looks where its first post was unsure and did not happen', async () => {
    const { world, clock, chat } = await open();
    chat.failNext('unsure', { happened: false });
    await share(world, 1);
    await clock.advance(9000);
    expect(texts(world)).toEqual([]);
    await clock.advance(9000);
    expect(texts(world)).toEqual(['card v1']);
  });

  it('is posted anew where somebody deleted it', async () => {
    const { world, clock, chat } = await open();
    await share(world, 1);
    await clock.advance(2000);
    await chat.remove('00000001');
    await share(world, 2, 'b');
    await clock.advance(70_000);
    expect(texts(world)).toEqual(['card v2']);
  });

  it('[C4] leaves a channel alone for as long as a 429 asks', async () => {
    const { world, clock, chat } = await open();
    chat.failNext('limited', { retryAfterMs: 30_000 });
    await share(world, 1);
    await say(world, ana, { mid: mid(1), room, text: 'hello' });
    await clock.advance(29_000);
    expect(texts(world)).toEqual([]);
    await clock.advance(5000);
    expect(texts(world).toSorted()).toEqual(['card v1', 'hello']);
  });
});

describe('words of the room', () => {
  it('[C3] are posted in order, each once, with the name of whoever said them', async () => {
    const { world, clock } = await open();
    for (let number = 1; number <= 4; number += 1)
      await say(world, ana, { mid: mid(number), room, text: `line ${number}` });
    await clock.advance(10_000);
    expect(texts(world)).toEqual(['line 1', 'line 2', 'line 3', 'line 4']);
    expect(world.script.chat.standing()[0]).toMatchObject({ content: { by: 'Ana' } });
  });

  it('go into the thread of the card that they are about, after the card', async () => {
    const { world, clock } = await open();
    await share(world, 1);
    await say(world, ana, { mid: mid(1), room, text: 'about it', about: key() });
    await clock.advance(10_000);
    expect(world.script.chat.standing()).toMatchObject([{ message: '00000001' }, { thread: '00000001' }]);
  });

  it('[C5] in a thread are looked for there, where a post was unsure, and do not stand twice', async () => {
    const { world, clock, chat } = await open();
    await share(world, 1);
    await clock.advance(3000);
    chat.failNext('unsure', { happened: true });
    await say(world, ana, { mid: mid(1), room, text: 'about it', about: key() });
    await clock.advance(30_000);
    expect(texts(world)).toEqual(['card v1', 'about it']);
  });

  it('[C1] that cannot be posted are told to the room', async () => {
    const { world, clock, chat } = await open();
    chat.failNext('refused');
    await say(world, ana, { mid: mid(1), room, text: 'lost' });
    await clock.advance(3000);
    const feed = await world.store.feed(room, { after: 0 }, 10);
    expect(feed?.entries.at(-1)).toMatchObject({ type: 'said', by: { type: 'bot' } });
    expect(JSON.stringify(feed?.entries.at(-1))).toMatch(
      /@Ana, what you said just now \(#\d+\) was not posted to Memory/,
    );
    expect(texts(world)).toEqual([]);
  });
});

describe('words of the chat', () => {
  it('come into the feed once, and are not posted back', async () => {
    const { world, clock, chat } = await open();
    await chat.say('from chat');
    chat.interrupt();
    await chat.say('while we were away');
    await chat.resume();
    await clock.advance(5000);
    const feed = await world.store.feed(room, { after: 0 }, 10);
    expect(feed?.entries.map((entry) => (entry.type === 'said' ? entry.message.text : ''))).toEqual([
      'from chat',
      'while we were away',
    ]);
    expect(texts(world)).toEqual(['from chat', 'while we were away']);
  });

  it('in a card’s thread are about that card', async () => {
    const { world, clock, chat } = await open();
    await share(world, 1);
    await clock.advance(2000);
    await chat.say('looking', { thread: '00000001' });
    const feed = await world.store.feed(room, { after: 0 }, 10);
    expect(feed?.entries).toMatchObject([{ type: 'said', about: key(), by: { person: { id: 'memory:T1/U1' } } }]);
  });
});

describe('commands of the chat', () => {
  const allowing = { groups: {}, rules: [{ allow: 'ci run', to: ['memory:T1/U1', 'memory:T1/U9'] }] };

  it('are answered to the asker alone, as the person that the platform names', async () => {
    const { clock, chat } = await open();
    await chat.command('who');
    await chat.command('ci run');
    await clock.advance(0);
    expect(chat.whispers.map((each) => each.reply.text)).toEqual([
      'Nobody has the room open.',
      expect.stringContaining('No rule allows “ci run” to memory:T1/U1.'),
    ]);
  });

  it('that write need a rule for that very person, and a member', async () => {
    const { world, clock, chat } = await open(allowing);
    await chat.command('ci run feat/login');
    await chat.command('ci run feat/login', { by: guest });
    await clock.advance(0);
    expect(chat.whispers.map((each) => each.reply.text).toSorted()).toEqual([
      expect.stringContaining('is queued'),
      'Guests, bots and people of other teams may only read.',
    ]);
    expect(world.script.ci.deeds).toHaveLength(1);
  });

  it('[T18] that write are taken in the room’s channels and by direct message, and read anywhere', async () => {
    const { world, clock, chat } = await open(allowing);
    await chat.command('ci run feat/login', { channel: 'random' });
    await chat.command('who', { channel: 'random' });
    await clock.advance(0);
    expect(chat.whispers.map((each) => each.reply.text).toSorted()).toEqual([
      'Nobody has the room open.',
      expect.stringContaining('in the room’s own channels'),
    ]);
    expect(world.script.ci.deeds).toHaveLength(0);
    await chat.direct('ci run feat/login');
    await clock.advance(0);
    expect(world.script.ci.deeds).toHaveLength(1);
  });

  it('from a bot are not run', async () => {
    const { world, clock, chat } = await open(allowing);
    await chat.command('ci run feat/login', { by: { ...guest, user: 'U1', bot: true, member: true } });
    await clock.advance(0);
    expect(world.script.ci.deeds).toHaveLength(0);
  });
});

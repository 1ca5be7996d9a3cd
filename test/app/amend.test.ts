import { describe, expect, it } from 'vitest';
import { amend } from '../../bridge/app/feed/amend.ts';
import { runInlets } from '../../bridge/app/run-inlets.ts';
import { say } from '../../bridge/app/feed/say.ts';
import { Mid } from '../../protocol/model/ids.ts';
import { person, room } from '../support/samples.ts';
import { openManualWorld, type TestWorld } from '../support/world.ts';

const ana = person('Ana');
const mid = (number: number) => Mid.parse(`00000000-0000-7000-9000-${String(number).padStart(12, '0')}`);
const entries = async (world: TestWorld) => (await world.store.feed(room, { after: 0 }, 20))?.entries ?? [];
const standing = (world: TestWorld) =>
  world.script.chat
    .standing()
    .flatMap((each) => (each.ours && each.content.type === 'message' ? [each.content.message.text] : []));

async function open() {
  const { world, clock } = await openManualWorld();
  await runInlets(world);
  await say(world, ana, { mid: mid(1), room, text: 'it is red' });
  await clock.advance(5_000);
  return { world, clock, chat: world.script.chat };
}

describe('what somebody said in the room', () => {
  it('says something else once they change it, here and in the chat', async () => {
    const { world, clock } = await open();
    expect(await amend(world, ana, { mid: mid(2), room, offset: 1, text: 'it is green' })).toMatchObject({
      value: { offset: 2 },
    });
    await clock.advance(5_000);
    expect(standing(world)).toEqual(['it is green']);
    expect(await entries(world)).toMatchObject([
      { type: 'said', message: { text: 'it is green' }, edited: expect.any(Number) },
      { type: 'amended', of: 1, message: { text: 'it is green' } },
    ]);
  });

  it('is gone once they take it back, here, in the chat, and from what is kept', async () => {
    const { world, clock } = await open();
    await amend(world, ana, { mid: mid(2), room, offset: 1, text: 'it is secret' });
    await amend(world, ana, { mid: mid(3), room, offset: 1, text: null });
    await clock.advance(5_000);
    expect(standing(world)).toEqual([]);
    expect(await entries(world)).toMatchObject([{ removed: true }, { type: 'skip' }, { type: 'amended', of: 1 }]);
    expect(JSON.stringify(await entries(world))).not.toMatch(/secret|red/);
    expect(await amend(world, ana, { mid: mid(4), room, offset: 1, text: 'again' })).toMatchObject({ ok: false });
  });

  it('[E2] is changed once under one mid', async () => {
    const { world } = await open();
    const once = { mid: mid(2), room, offset: 1, text: 'it is green' };
    const first = await amend(world, ana, once);
    expect(await amend(world, ana, once)).toEqual({ ok: true, value: { ...(first.ok && first.value), dup: true } });
    expect(await amend(world, ana, { ...once, text: 'other' })).toMatchObject({
      refusal: { slug: 'idempotency_conflict' },
    });
  });

  it('[T9] is nobody else’s to change, nor what came from the chat', async () => {
    const { world, chat } = await open();
    await chat.say('from the chat');
    const bo = person('Bo');
    for (const [by, offset] of [
      [bo, 1],
      [ana, 2],
      [ana, 99],
    ] as const)
      expect(await amend(world, by, { mid: mid(offset + 10), room, offset, text: 'mine' })).toMatchObject({
        refusal: { slug: 'forbidden_or_missing', field: 'offset' },
      });
  });
});

describe('what somebody said in the chat', () => {
  it('follows its edits and its deletion', async () => {
    const { world, chat } = await open();
    const message = await chat.say('first');
    await chat.reword(message, 'second');
    expect((await entries(world))[1]).toMatchObject({ message: { text: 'second' }, edited: expect.any(Number) });
    await chat.remove(message);
    expect((await entries(world))[1]).toMatchObject({ removed: true, message: { text: '' } });
    expect(JSON.stringify(await entries(world))).not.toMatch(/first|second/);
  });

  it('leaves alone what never came in', async () => {
    const { world, chat } = await open();
    chat.interrupt();
    const unknown = await chat.say('while away');
    const before = (await entries(world)).length;
    await chat.remove(unknown);
    await chat.resume();
    expect(await entries(world)).toHaveLength(before);
  });
});

describe('changes that come at once', () => {
  it.each([
    ['taken back last', ['it is green', null]],
    ['taken back first', [null, 'it is green']],
    ['changed twice', ['it is green', 'it is blue']],
  ])('leave the chat and the room with the same words: %s', async (_, texts) => {
    const { world, clock } = await open();
    await Promise.all(texts.map((text, index) => amend(world, ana, { mid: mid(10 + index), room, offset: 1, text })));
    await clock.advance(5_000);
    const [said] = await entries(world);
    expect(standing(world)).toEqual(said?.type === 'said' && !said.removed ? [said.message.text] : []);
  });
});

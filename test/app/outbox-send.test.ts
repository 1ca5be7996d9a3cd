import { describe, expect, it } from 'vitest';
import { createMemoryChat } from '../../bridge/adapters/chat/memory/index.ts';
import type { ChatPlatform } from '../../bridge/ports/chat-platform.ts';
import { manualClock } from '../support/clock.ts';
import { key, room } from '../support/samples.ts';
import { openOutbox } from './outbox-scene.ts';

async function open(can: Partial<ChatPlatform['can']> = {}) {
  const clock = manualClock();
  const memory = createMemoryChat({ clock, channels: ['general', 'ops'], can });
  const scene = await openOutbox({ chat: memory, clock });
  const texts = () =>
    memory.standing().flatMap((each) => {
      if (!each.ours) return [];
      const { content } = each;
      if (content.type === 'card') return [`card v${content.card.version}`];
      return [`${content.message.text}${content.resent ? ' (resent)' : ''}`];
    });
  const told = async () =>
    (await scene.entries()).flatMap((entry) =>
      entry.type === 'said' && entry.by.type === 'bot' ? [entry.message] : [],
    );
  return { ...scene, memory, clock, texts, told };
}

describe('a message', () => {
  it('[C3] goes into its branch’s thread, after the card, in order', async () => {
    const { change, say, clock, memory, texts } = await open();
    await change('feat/login');
    for (const text of ['one', 'two', 'three']) await say(text, { about: key('feat/login') });
    await clock.advance(5_000);
    const [card, ...replies] = memory.standing();
    expect(texts()).toEqual(['card v1', 'one', 'two', 'three']);
    expect(replies.every(({ thread }) => thread === card?.message)).toBe(true);
  });

  it('is edited where it stands, and taken away where it was taken back', async () => {
    const { say, amend, clock, texts, row } = await open();
    const [first, second] = [await say('frist'), await say('second')];
    await clock.advance(2_000);
    await amend(first, 'first');
    await amend(second);
    await clock.advance(2_000);
    expect(texts()).toEqual(['first']);
    expect(await row(second)).toMatchObject({ state: 'sent', sent: 2 });
  });

  it('is posted as it reads now, or not at all where it was taken back before', async () => {
    const { say, amend, clock, memory, texts, row } = await open();
    memory.failNext('unavailable');
    const held = await say('held');
    const [changed, gone] = [await say('frist'), await say('gone')];
    await clock.advance(10);
    await amend(changed, 'first');
    await amend(gone);
    await clock.advance(5_000);
    expect(texts()).toEqual(['held', 'first']);
    expect(await row(held)).toMatchObject({ state: 'sent' });
    expect(await row(gone)).toMatchObject({ state: 'superseded', reason: 'taken back' });
  });

  it('[C5] that was taken back while it was unsure is looked for, and taken away', async () => {
    const { say, amend, clock, memory, texts, row } = await open();
    memory.failNext('unsure');
    const id = await say('oops');
    await clock.advance(1_000);
    expect(texts()).toEqual(['oops']);
    await amend(id);
    await clock.advance(12_000);
    expect(texts()).toEqual([]);
    expect(await row(id)).toMatchObject({ state: 'sent', sent: 2 });
  });

  it('[C5] is taken away again where taking it away was unsure', async () => {
    const { say, amend, clock, memory, texts, row } = await open();
    const id = await say('oops');
    await clock.advance(1_000);
    memory.failNext('unsure', { happened: false });
    await amend(id);
    await clock.advance(5_000);
    expect(texts()).toEqual([]);
    expect(await row(id)).toMatchObject({ state: 'sent' });
  });

  it('[C5] is said twice at most where nobody can look, and labelled then; a command’s answer never is', async () => {
    const { say, clock, memory, texts, row, told } = await open({ find: false });
    memory.failNext('unsure', { happened: true });
    await say('words');
    await clock.advance(9_000);
    memory.failNext('unsure', { happened: true });
    const answer = await say('3 runs', { answered: true });
    await clock.advance(20_000);
    expect(texts()).toEqual(['words', 'words (resent)', '3 runs']);
    expect(await row(answer)).toMatchObject({ state: 'dead', reason: 'unknown' });
    expect((await told())[0]?.text).toContain('look before you say it again');
  });

  it('[C1] that is refused is told to whoever said it, with what to do', async () => {
    const { say, clock, row, told } = await open();
    const id = await say('hello', { channel: 'elsewhere' });
    await clock.advance(2_000);
    expect(await row(id)).toMatchObject({ state: 'dead', reason: 'channel_not_found' });
    const [note] = await told();
    expect(note?.blocks[0]).toMatchObject({ children: [{ type: 'mention', person: 'ana' }, {}, {}, {}, {}] });
    expect(note?.text).toMatch(
      /^@Ana, what you said just now \(#1\) was not posted to Memory\. There is no such channel, .*invite it there.*\(channel_not_found\)$/,
    );
  });

  it('[C1] is not quoted where it is told that it was refused: its author may take it back', async () => {
    const { say, clock, entries } = await open();
    await say('my password is hunter2', { channel: 'elsewhere' });
    await say('3 runs', { channel: 'elsewhere', answered: true });
    await clock.advance(2_000);
    const [, , ...notes] = await entries();
    expect(JSON.stringify(notes)).not.toContain('hunter2');
    expect(notes).toMatchObject([
      { message: { text: expect.stringContaining('what you said just now (#1) was not posted') } },
      { message: { text: expect.stringContaining('“3 runs” was not posted') } },
    ]);
  });

  it('[C1] says how long ago it was said, where that is long', async () => {
    const { say, clock, told } = await open();
    for (const minutes of [5, 180]) {
      await say('hello', { channel: 'elsewhere', queuedAt: clock.now() - minutes * 60_000 });
      await clock.advance(2_000);
    }
    expect((await told()).map(({ text }) => /said (.*) \(#/.exec(text)?.[1])).toEqual(['5 min ago', '3 h ago']);
  });

  it('to one person is changed and answered in the conversation that it began', async () => {
    const { say, amend, change, clock, memory, texts, mirror } = await open();
    const inner = { post: memory.post, edit: memory.edit };
    // As some chats do: they are told a person, and answer with the conversation's own id.
    memory.post = async (to, content) => {
      const { message } = await inner.post({ ...to, channel: to.channel === 'D1' ? '@U1' : to.channel }, content);
      return { channel: 'D1', message };
    };
    memory.edit = async (posted, content) => {
      expect(posted.channel).toBe('D1');
      await inner.edit(posted, content);
    };
    const direct = { channel: '@U1' };
    const id = await say('frist', direct);
    await change('feat/login', '@U1');
    await clock.advance(1_000);
    await amend(id, 'first', direct);
    await change('feat/login', '@U1');
    await say('reply', { ...direct, about: key('feat/login') });
    await clock.advance(2_000);
    expect(texts()).toEqual(['first', 'card v2', 'reply']);
    const card = await mirror('feat/login', '@U1');
    expect(memory.standing()[2]?.thread).toBe(card?.posted?.slice('D1/'.length));
  });

  it('goes after a new card where somebody deleted the card that it hung on', async () => {
    const { change, say, clock, memory, texts, mirror } = await open();
    await change('feat/login');
    await clock.advance(1_000);
    const [old] = memory.standing();
    await memory.remove(old?.message ?? '');
    memory.failNext('gone');
    await say('still here', { about: key('feat/login') });
    await clock.advance(5_000);
    expect(texts()).toEqual(['card v1', 'still here']);
    const [card, reply] = memory.standing();
    expect(reply?.thread).toBe(card?.message);
    expect(await mirror('feat/login')).toMatchObject({ state: 'sent', posted: card?.message });
  });
});

describe('a card', () => {
  it('[C1] that is refused is told once a day, and tried again with each change', async () => {
    const { change, clock, told, mirror } = await open();
    for (let nth = 0; nth < 5; nth += 1) {
      await change('feat/login', 'elsewhere');
      await clock.advance(2_000);
    }
    expect(await mirror('feat/login', 'elsewhere')).toMatchObject({ state: 'dead', wanted: 5 });
    expect(await told()).toHaveLength(1);
  });

  it('[C2] lets progress wait a minute, and words in its thread pass', async () => {
    const { change, say, clock, texts } = await open();
    await change('feat/login');
    await clock.advance(1_000);
    await change('feat/login', 'general', 60_000);
    await say('go on', { about: key('feat/login') });
    await clock.advance(30_000);
    expect(texts()).toEqual(['card v1', 'go on']);
    await clock.advance(31_000);
    expect(texts()).toEqual(['card v2', 'go on']);
  });
});

describe('what has waited for more than a day', () => {
  const dayMs = 86_400_000;

  it('[C7] is told together, by its time, and cards are brought up to date', async () => {
    const { change, say, clock, texts, row, store } = await open();
    const old = clock.now() - dayMs - 1;
    await change('feat/login');
    await clock.advance(10);
    const ids = [
      await say('second', { queuedAt: old - 10 }),
      await say('first', { queuedAt: old - 60_000, about: key('feat/login') }),
      await say('young'),
    ];
    await clock.advance(20_000);
    expect((await Promise.all(ids.map(row))).map((each) => [each?.state, each?.reason])).toEqual([
      ['superseded', 'digest'],
      ['superseded', 'digest'],
      ['sent', undefined],
    ]);
    const { rows } = await store.trace({ room, card: key('feat/login') });
    expect(rows).toMatchObject([{ event: `message ${ids[1]}`, verdict: 'later' }]);
    expect(texts()).toEqual([
      'card v1',
      expect.stringMatching(/^These had waited.*\n• .* UTC feat\/login Ana: first\n• .* UTC Ana: second\nRead it all/),
      'young',
    ]);
  });

  it('is one digest for a channel and day, edited in place, of fifty and how many more', async () => {
    const { say, clock, memory } = await open();
    const old = clock.now() - 2 * dayMs;
    for (let nth = 0; nth < 60; nth += 1) await say(`old ${nth}`, { queuedAt: old + nth });
    await clock.advance(60_000);
    const [digest, ...rest] = memory.standing();
    expect(rest).toEqual([]);
    const text = digest?.ours && digest.content.type === 'message' ? digest.content.message.text : '';
    expect(text).toContain('old 49');
    expect(text).toContain('And 10 more.');
    expect(text).not.toContain('old 50');
  });

  it('is looked for first where it may stand already', async () => {
    const { say, clock, memory, texts, row } = await open();
    const id = await say('maybe');
    memory.failNext('unsure');
    await clock.advance(1_000);
    await clock.advance(2 * dayMs);
    expect(texts()).toEqual(['maybe']);
    expect(await row(id)).toMatchObject({ state: 'sent' });
  });
});

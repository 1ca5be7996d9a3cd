import { expect, it } from 'vitest';
import { messageOf, until } from '../adapters/chat/receiver.ts';
import type { Connected } from './chat-platform-bench.ts';

/** What people say, change and take back. */
export function describeIn(connected: () => Promise<Connected>): void {
  it('[CP4] takes in what a member says, once, with its author, its thread and its time', async () => {
    const { say, app, channel } = await connected();
    const first = await say('is it green?');
    const reply = await say('not yet', { thread: first });
    await until(() => app.said().length === 2);
    const [one, two] = app.said();
    expect(one).toMatchObject({ channel, message: first, by: { bot: false, member: true, name: 'Ana' } });
    expect(one?.content.text).toBe('is it green?');
    expect(one).not.toHaveProperty('thread');
    expect(two).toMatchObject({ message: reply, thread: first });
    expect(Math.abs((one?.at ?? 0) - Date.now())).toBeLessThan(60_000);
  });

  it('[CP5] never takes in what it posted itself', async () => {
    const { chat, place, say, app, interrupt, resume } = await connected();
    const posted = await chat.post(place, messageOf('o1', 'ours'));
    await interrupt();
    await chat.post({ ...place, thread: posted.message }, messageOf('o2', 'ours too'));
    await resume();
    const theirs = await say('theirs');
    await until(() => app.said().length > 0);
    expect(app.said().map((event) => event.message)).toEqual([theirs]);
  });

  it('[CP6] takes in on connecting what was said while it was away, oldest first, each once', async () => {
    const { say, app, interrupt, resume } = await connected();
    const first = await say('before');
    await until(() => app.said().length === 1);
    await interrupt();
    const away = [await say('one'), await say('two'), await say('three', { thread: first })];
    await resume();
    await until(() => app.said().length === 4);
    const later = await say('after');
    await until(() => app.said().length === 5);
    expect(app.said().map((event) => event.message)).toEqual([first, ...away, later]);
    expect(app.offered).toHaveLength(5);
  });

  it('[CP7] offers an event again until it is taken, and keeps the order', async () => {
    const { say, app } = await connected();
    app.refuse(1);
    const first = await say('one');
    await until(() => app.said().length === 1);
    app.refuse(1);
    const others = [await say('two'), await say('three')];
    await until(() => app.said().length === 3);
    expect(app.said().map((event) => event.message)).toEqual([first, ...others]);
  });

  it('[T18] counts guests, strangers and bots as no members', async () => {
    const { say, app } = await connected();
    for (const as of ['guest', 'stranger', 'bot', 'member'] as const) await say(`I am a ${as}`, { as });
    await until(() => app.said().length === 4);
    expect(app.said().map(({ by }) => [by.bot, by.member])).toEqual([
      [false, false],
      [false, false],
      [true, false],
      [false, true],
    ]);
  });

  it('[CP9] is silent once it is closed', async () => {
    const { say, app, line } = await connected();
    await say('before');
    await until(() => app.said().length === 1);
    await line.close();
    await say('after');
    expect(app.offered).toHaveLength(1);
  });

  it('[CP11] takes in that somebody said something else, each time, under the same message', async () => {
    const { say, edit, app, channel } = await connected();
    const first = await say('it is gren');
    const reply = await say('where?', { thread: first });
    await until(() => app.said().length === 2);
    await edit(first, 'it is green');
    await edit(reply, 'where exactly?');
    await edit(first, 'it is green, all of it');
    await until(() => app.all('edited').length === 3);
    expect(app.all('edited')).toMatchObject([
      { channel, message: first, content: { text: 'it is green' } },
      { channel, message: reply, content: { text: 'where exactly?' } },
      { channel, message: first, content: { text: 'it is green, all of it' } },
    ]);
    const [one = '', , three = ''] = app.all('edited').map(({ revision }) => revision);
    expect(one < three).toBe(true);
    expect(app.said()).toHaveLength(2);
  });

  it('[CP11] takes in that somebody took a message back', async () => {
    const { say, remove, app, channel } = await connected();
    const first = await say('too much said');
    const reply = await say('indeed', { thread: first });
    await until(() => app.said().length === 2);
    await remove(reply);
    await until(() => app.all('removed').length === 1);
    expect(app.all('removed')).toMatchObject([{ channel, message: reply }]);
  });

  it('[CP11] takes in nothing of what we change or take back ourselves', async () => {
    const { chat, place, say, edit, app } = await connected();
    const kept = await chat.post(place, messageOf('o1', 'ours'));
    const taken = await chat.post({ ...place, thread: kept.message }, messageOf('o2', 'ours too'));
    await chat.edit(kept, messageOf('o1', 'ours, better'));
    await chat.edit(taken, undefined);
    const theirs = await say('theirs');
    await until(() => app.said().length === 1);
    await edit(theirs, 'theirs, better');
    await until(() => app.all('edited').length > 0);
    expect(app.offered.map((event) => 'message' in event && event.message)).toEqual([theirs, theirs]);
  });
}

import { expect, it } from 'vitest';
import type { Posted } from '../../bridge/ports/chat-platform.ts';
import { PersonId } from '../../protocol/model/ids.ts';
import type { Message } from '../../protocol/model/message.ts';
import { cardOf, messageOf } from '../adapters/chat/receiver.ts';
import { fault, type Placed } from './chat-platform-bench.ts';

/** What we post, change and look for. */
export function describeOut(bench: () => Promise<Placed>): void {
  it('[CP1] posts a card and a message, each once, in the channel or in a thread', async () => {
    const { chat, place, standing } = await bench();
    const first = await chat.post(place, cardOf('o1', 'feat/login'));
    const second = await chat.post({ ...place, thread: first.message }, messageOf('o2', 'it is red', 'Ana'));
    expect(await standing()).toMatchObject([
      { message: first.message, text: expect.stringContaining('feat/login') },
      { message: second.message, thread: first.message, text: expect.stringMatching(/Ana.*it is red/) },
    ]);
    expect(first.channel).toBe(place.channel);
  });

  it('[CP2] edits a message in place', async () => {
    const { chat, place, standing } = await bench();
    const posted = await chat.post(place, cardOf('o1', 'feat/login'));
    await chat.edit(posted, cardOf('o1', 'feat/logout'));
    expect(await standing()).toMatchObject([{ message: posted.message, text: expect.stringContaining('feat/logout') }]);
  });

  it('[CP3] says that a message is gone where it was deleted', async () => {
    const { chat, place, remove } = await bench();
    const posted = await chat.post(place, cardOf('o1', 'feat/login'));
    await remove(posted.message);
    expect(await fault(chat.edit(posted, cardOf('o1', 'feat/login')))).toMatchObject({ fault: 'gone' });
  });

  it('[C5] finds a message again by its oid, where the answer to the post was lost', async () => {
    const { chat, place, standing, failNext } = await bench();
    const before = Date.now();
    await chat.post(place, cardOf('o1', 'main'));
    failNext('unsure');
    expect(await fault(chat.post(place, cardOf('o2', 'feat/login')))).toMatchObject({ fault: 'unsure' });
    const found: Posted | undefined = await chat.find(place, 'o2', before - 1_000);
    expect(found?.message).toBe((await standing())[1]?.message);
    expect(await standing()).toHaveLength(2);
    expect(await chat.find(place, 'o3', before - 1_000)).toBeUndefined();
  });

  it('[C5] finds a message in its thread, and nowhere else', async () => {
    const { chat, place } = await bench();
    const parent = await chat.post(place, cardOf('o1', 'main'));
    const thread = { ...place, thread: parent.message };
    const reply = await chat.post(thread, messageOf('o2', 'hello'));
    expect(await chat.find(thread, 'o2', Date.now() - 60_000)).toEqual(reply);
    expect(await chat.find(place, 'o2', Date.now() - 60_000)).toBeUndefined();
  });

  it('[C4] says how long to wait where there were too many calls, and has done nothing', async () => {
    const { chat, place, standing, failNext } = await bench();
    failNext('limited');
    const failure = await fault(chat.post(place, cardOf('o1', 'main')));
    expect(failure).toMatchObject({ fault: 'limited', retryAfterMs: expect.any(Number) });
    expect(failure.retryAfterMs).toBeGreaterThan(0);
    expect(await standing()).toEqual([]);
  });

  it('[C6] tells refused credentials from a refused message', async () => {
    const { chat, place, failNext } = await bench();
    failNext('unauthorised');
    expect(await fault(chat.post(place, cardOf('o1', 'main')))).toMatchObject({ fault: 'unauthorised' });
    expect(await fault(chat.post({ channel: 'C0NOWHERE' }, cardOf('o1', 'main')))).toMatchObject({ fault: 'refused' });
  });

  it('[CP12] takes a message away, and says that it is gone after that', async () => {
    const { chat, place, standing } = await bench();
    const kept = await chat.post(place, cardOf('o1', 'main'));
    const taken = await chat.post({ ...place, thread: kept.message }, messageOf('o2', 'too much said'));
    await chat.edit(taken, undefined);
    expect((await standing()).map(({ message }) => message)).toEqual([kept.message]);
    expect(await fault(chat.edit(taken, messageOf('o2', 'said again')))).toMatchObject({ fault: 'gone' });
    expect(await fault(chat.edit(taken, undefined))).toMatchObject({ fault: 'gone' });
  });

  it('[CP13] shows a reply to the channel as well, and finds it where it was posted', async () => {
    const { chat, place, standing } = await bench();
    const root = await chat.post(place, cardOf('o1', 'main'));
    const thread = { ...place, thread: root.message };
    const quiet = await chat.post(thread, messageOf('o2', 'for the thread'));
    const loud = await chat.post({ ...thread, broadcast: true }, messageOf('o3', 'for all'));
    const inChannel = (await standing()).filter((each) => each.thread === undefined || each.broadcast);
    expect(inChannel.map(({ message }) => message)).toEqual([root.message, loud.message]);
    expect(quiet.message).not.toBe(loud.message);
    expect(await chat.find({ ...thread, broadcast: true }, 'o3', Date.now() - 60_000)).toEqual(loud);
    await chat.edit(loud, messageOf('o3', 'for all, better'));
    expect((await standing()).find(({ message }) => message === loud.message)?.text).toContain('better');
  });

  it('[CP14] writes to one person, by `@` and their id', async () => {
    const { chat, user, directs, standing } = await bench();
    const channel = `@${user('member')}`;
    const { message } = await chat.post({ channel }, messageOf('o1', 'your build is red'));
    expect(await directs()).toMatchObject([{ message, text: expect.stringContaining('your build is red') }]);
    expect((await chat.find({ channel }, 'o1', Date.now() - 60_000))?.message).toBe(message);
    await chat.edit({ channel, message }, messageOf('o1', 'your build is green'));
    expect(await directs()).toMatchObject([{ message, text: expect.stringContaining('your build is green') }]);
    await chat.edit({ channel, message }, undefined);
    expect(await directs()).toEqual([]);
    expect(await standing()).toEqual([]);
  });

  it('[T13] calls those whom it is told to call, and nobody else', async () => {
    const { chat, place, user, standing } = await bench();
    const [ana, gus] = [PersonId.parse('p-ana'), PersonId.parse(`${chat.id}:T1/${user('guest')}`)];
    const words = `<@${user('stranger')}> @${user('bot')} <!channel> @channel @here @all: `;
    const message: Message = {
      text: `${words}@Ana and @Gus`,
      blocks: [
        {
          type: 'paragraph',
          children: [
            { type: 'text', text: words },
            { type: 'mention', text: '@Ana', person: ana },
            { type: 'text', text: ' and ' },
            { type: 'mention', text: '@Gus', person: gus },
          ],
        },
      ],
    };
    await chat.post(place, { oid: 'o1', type: 'message', message, calls: [{ person: ana, user: user('member') }] });
    await chat.post(place, { oid: 'o2', type: 'message', message });
    const [calling, silent] = await standing();
    expect([calling?.calls ?? [], silent?.calls ?? []]).toEqual([[user('member')], []]);
    expect(calling?.text).toContain('Gus');
    expect(silent?.text).toContain('Ana');
  });
}

import { afterEach, describe, expect, it } from 'vitest';
import type { ChatPlatform, Place, Posted } from '../../bridge/ports/chat-platform.ts';
import { PlatformError, type PlatformFault } from '../../bridge/ports/platform-error.ts';
import { cardOf, createReceiver, messageOf, until, words } from '../adapters/chat/receiver.ts';

export type Speaker = 'member' | 'guest' | 'stranger' | 'bot';

/** A chat platform, and the other side of it: people in the channel, and what they see. */
export interface ChatBench {
  readonly chat: ChatPlatform;
  readonly channel: string;
  /** Somebody says something; answers the platform's id of the message. */
  readonly say: (text: string, how?: { readonly thread?: string; readonly as?: Speaker }) => Promise<string>;
  /** A member types a command line, in a thread if one is named. */
  readonly command: (line: string, how?: { readonly thread?: string; readonly as?: Speaker }) => Promise<void>;
  /** What stands in the channel and its threads, oldest first. */
  readonly standing: () => Promise<readonly { message: string; thread?: string; text: string }[]>;
  /** What was shown to one person only. */
  readonly whispers: () => Promise<readonly string[]>;
  readonly remove: (message: string) => Promise<void>;
  /** The next call of post or edit fails so; where it is `unsure`, after it had its effect. */
  readonly failNext: (fault: PlatformFault & ('limited' | 'unsure' | 'unauthorised')) => void;
  /** The connection goes, and stays away until `resume`. */
  readonly interrupt: () => Promise<void>;
  readonly resume: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const fault = async (call: Promise<unknown>): Promise<PlatformError> => {
  const failure: unknown = await call.then(
    () => 'it did not fail',
    (error: unknown) => error,
  );
  if (failure instanceof PlatformError) return failure;
  throw new Error(`expected a PlatformError, got ${String(failure)}`);
};

/** What every chat must do. Each adapter's test calls it with a way to open an empty one. */
export function describeChatPlatform(name: string, open: () => Promise<ChatBench>): void {
  describe(`chat platform: ${name}`, () => {
    const closing: (() => Promise<void>)[] = [];
    afterEach(async () => {
      for (const close of closing.splice(0).toReversed()) await close();
    });

    async function bench() {
      const opened = await open();
      closing.push(opened.close);
      const place: Place = { channel: opened.channel };
      return { ...opened, place };
    }
    async function connected() {
      const opened = await bench();
      const app = createReceiver();
      const line = await opened.chat.open(app.receiver);
      closing.push(() => line.close());
      return { ...opened, app, line };
    }
    describeOut(bench);
    describeIn(connected);
  });
}

function describeOut(bench: () => Promise<ChatBench & { readonly place: Place }>): void {
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
}

interface Connected extends ChatBench {
  readonly place: Place;
  readonly app: ReturnType<typeof createReceiver>;
  readonly line: Awaited<ReturnType<ChatPlatform['open']>>;
}

function describeIn(connected: () => Promise<Connected>): void {
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

  it('[CP8] takes in a command line, in a thread too, and answers to its author alone', async () => {
    const { command, app, line, whispers, standing, say } = await connected();
    const thread = await say('a thread');
    await command('ci status');
    await command('ci log', { thread });
    await until(() => app.commands().length === 2);
    const [plain, threaded] = app.commands();
    expect(plain).toMatchObject({ line: 'ci status', by: { name: 'Ana', member: true } });
    expect(threaded).toMatchObject({ line: 'ci log', thread });
    expect(plain?.id).not.toBe(threaded?.id);
    const before = await standing();
    for (const each of app.commands()) await line.whisper(each, words(`answer to ${each.line}`));
    expect(await whispers()).toEqual(['answer to ci status', 'answer to ci log']);
    expect(await standing()).toEqual(before);
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
}

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SlackConfig, SlackLine } from '../../../bridge/adapters/chat/slack/config.ts';
import { createSlack } from '../../../bridge/adapters/chat/slack/index.ts';
import { type SlackServer, startSlack } from '../../support/slack/server.ts';
import { assertNoToken, createReceiver, messageOf, quickClock, quicker, until, words } from './receiver.ts';

let slack: SlackServer;
let log: SlackLine[];
const closing: (() => Promise<void>)[] = [];
beforeEach(async () => {
  slack = await startSlack({ ackMs: 300 });
  log = [];
});
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
  assertNoToken(log);
  await slack.close();
});

async function connect(app = createReceiver(), more: Partial<SlackConfig> = {}) {
  const chat = createSlack({
    botToken: slack.tokens.bot,
    appToken: slack.tokens.app,
    channel: slack.channel('deploys'),
    apiUrl: slack.apiUrl,
    clock: quickClock,
    log: (line) => log.push(line),
    ...more,
  });
  const line = await chat.open(app.receiver);
  closing.push(() => line.close());
  return { chat, app, line };
}
const opened = () => slack.calls.filter((call) => call.method === 'apps.connections.open').length;
const both = () => until(() => slack.sockets() === 2);
const mention = (text: string) => `<@${slack.bot.userId}> ${text}`;

describe('Slack’s sockets', () => {
  it('are two, are opened again when they are cut, and lose nothing', async () => {
    const { app } = await connect();
    await both();
    slack.dropSockets();
    const lost = await slack.say('ana', 'deploys', 'into the gap');
    await both();
    await until(() => app.said().length === 1);
    expect(app.said()[0]?.message).toBe(lost);
    expect(opened()).toBe(4);
  });

  it('are replaced when Slack says that it will close them', async () => {
    const { app } = await connect();
    await both();
    slack.refreshSockets();
    await until(() => opened() === 4);
    await both();
    await slack.say('ana', 'deploys', 'still there?');
    await until(() => app.said().length === 1);
    expect(app.said()).toMatchObject([{ content: { text: 'still there?' } }]);
  });

  it('[CP6] are tried again while Slack is away, and then bring what was said meanwhile', async () => {
    slack.refuseSockets(true);
    const { app } = await connect();
    await slack.say('ana', 'deploys', 'hello?');
    await until(() => opened() >= 4);
    expect(app.offered).toEqual([]);
    slack.refuseSockets(false);
    await until(() => app.said().length === 1);
  });

  it('[C6] do not stop the bridge where the app-level token is no token', async () => {
    const { chat } = await connect(createReceiver(), { appToken: 'xapp-nobody' });
    expect(log).toContainEqual({ level: 'warn', text: 'no connection to Slack: invalid_auth' });
    await chat.post({ channel: slack.channel('deploys') }, messageOf('o1', 'posting needs no socket'));
    expect(opened()).toBeLessThanOrEqual(4);
  });
});

describe('what comes in from Slack', () => {
  it('[CP7] is acknowledged once it is taken, and comes again where it was not', async () => {
    const app = createReceiver();
    let held = Promise.withResolvers<void>();
    const slow = {
      ...app,
      receiver: {
        ...app.receiver,
        take: async (event: Parameters<typeof app.receiver.take>[0]) => {
          await held.promise;
          return app.receiver.take(event);
        },
      },
    };
    await connect(slow);
    await both();
    await slack.say('ana', 'deploys', 'slowly');
    await until(() => slack.deliveries.length >= 2);
    expect(slack.deliveries.map(({ retry }) => retry).slice(0, 2)).toEqual([0, 1]);
    held.resolve();
    await until(() => app.said().length === 1);
    await until(() => slack.deliveries.every(({ acked, retry }) => acked || retry === 0));
    expect(app.offered).toHaveLength(1);
    held = Promise.withResolvers();
  });

  it('[CP6] is read from where the last process had got to, threads and mentions included', async () => {
    const app = createReceiver();
    const first = await connect(app);
    await both();
    const root = await slack.say('ana', 'deploys', 'before');
    await until(() => app.said().length === 1);
    await first.line.close();
    await until(() => slack.sockets() === 0);
    const away = [
      await slack.say('bo', 'deploys', 'one', root),
      await slack.say('ana', 'deploys', mention('ci status'), root),
      await slack.say('ci-bot', 'deploys', 'two'),
    ];
    await connect(app);
    await until(() => app.said().length === 4);
    expect(app.said().map(({ message }) => message)).toEqual([root, ...away]);
    expect(app.commands()).toMatchObject([{ line: 'ci status', thread: root }]);
  });

  it('[CP6] is read from a little earlier, since a later message may have come in before', async () => {
    const app = createReceiver();
    const overtaken = await slack.say('ana', 'deploys', 'overtaken');
    const last = await slack.say('ana', 'deploys', 'the bookmark');
    await connect({ ...app, receiver: { ...app.receiver, since: async () => last } });
    await until(() => app.said().length === 2);
    expect(app.said()[0]?.message).toBe(overtaken);
  });

  it('[CP6] is read over many pages, oldest first', async () => {
    const app = createReceiver();
    const first = await connect(app);
    await slack.say('ana', 'deploys', 'before');
    await until(() => app.said().length === 1);
    await first.line.close();
    const away: string[] = [];
    for (let index = 0; index < 202; index += 1) away.push(await slack.say('bo', 'deploys', `${index}`));
    await connect(app);
    await until(() => app.said().length === 203);
    expect(
      app
        .said()
        .slice(1)
        .map(({ message }) => message),
    ).toEqual(away);
  });

  it('makes nothing of edits, deletions, joins, and what is said elsewhere', async () => {
    const { app } = await connect();
    await both();
    const first = await slack.say('ana', 'deploys', 'one');
    await until(() => app.said().length === 1);
    await slack.edit('ana', 'deploys', first, 'one, better');
    await slack.delete('ana', 'deploys', first);
    await slack.say('ana', 'quiet', 'elsewhere');
    const last = await slack.say('ana', 'deploys', 'two');
    await until(() => app.said().some(({ message }) => message === last));
    expect(app.said().map(({ content }) => content.text)).toEqual(['one', 'two']);
  });

  it('[CP8] is a command where it begins with our name, once, and its words stand in the feed', async () => {
    const { app } = await connect();
    await both();
    await slack.say('ana', 'deploys', mention('ci run <http://feat.io|feat.io> “now”'));
    await slack.say('ana', 'deploys', `thanks ${mention('!')}`);
    await slack.say('ci-bot', 'deploys', mention('ci run main'));
    await until(() => app.said().length === 3);
    await slack.say('ana', 'deploys', 'last');
    await until(() => app.said().length === 4);
    expect(app.commands().map(({ line }) => line)).toEqual(['ci run feat.io "now"']);
    expect(app.said()[0]?.content.blocks).toMatchObject([
      {
        type: 'paragraph',
        children: [
          { type: 'mention', text: '@shiproom', person: `slack:${slack.team}/${slack.bot.userId}` },
          {},
          {},
          {},
        ],
      },
    ]);
    expect(app.offered).toHaveLength(5);
  });

  it('[CP8] is answered by the response_url, or in the thread where there is none', async () => {
    const { app, line } = await connect();
    await both();
    const thread = await slack.say('ana', 'deploys', 'a thread');
    const { posts } = await slack.slash('ana', 'deploys', 'help');
    await slack.say('ana', 'deploys', mention('who'), thread);
    await until(() => app.commands().length === 2);
    for (const each of app.commands()) await line.whisper(each, words(`about ${each.line}`));
    expect(posts).toMatchObject([{ response_type: 'ephemeral', text: 'about help' }]);
    expect(slack.whispers.at(-1)).toMatchObject({ user: slack.user('ana'), thread, text: 'about who' });
  });

  it('[CP8] is not acknowledged where it was not taken, so that Slack tells its author', async () => {
    const { app } = await connect();
    await both();
    app.refuse(1);
    await expect(slack.slash('ana', 'deploys', 'ci run')).rejects.toThrow('operation_timeout');
    await slack.slash('ana', 'deploys', 'ci run');
    expect(app.commands()).toHaveLength(1);
  });

  it('[T18] names whoever it cannot look up by the id, as no member, and asks again', async () => {
    slack.refuseNext('users.info', 'internal_error');
    const { app } = await connect();
    await both();
    await slack.slash('ana', 'deploys', 'one');
    await slack.slash('ana', 'deploys', 'two');
    await slack.slash('gus', 'deploys', 'three');
    expect(app.commands().map(({ by }) => [by.name, by.member])).toEqual([
      [slack.user('ana'), false],
      ['Ana', true],
      ['Gus', false],
    ]);
  });

  it('[CP6] waits as long as Slack says where history may not be read now, and loses nothing', async () => {
    slack.limitNext('conversations.history', { retryAfter: 5 });
    await slack.say('ana', 'deploys', 'before');
    const { app } = await connect();
    await both();
    await slack.say('ana', 'deploys', 'during');
    expect(app.offered).toEqual([]);
    await until(() => app.said().length === 2);
    expect(app.said().map(({ content }) => content.text)).toEqual(['before', 'during']);
    const [refused, granted] = slack.calls.filter((call) => call.method === 'conversations.history');
    expect((granted?.at ?? 0) - (refused?.at ?? 0)).toBeGreaterThanOrEqual(5000 / quicker - 5);
  });
});

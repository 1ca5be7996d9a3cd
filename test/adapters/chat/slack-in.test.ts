import { describe, expect, it } from 'vitest';
import type { ChatReceiver } from '../../../bridge/ports/chat-platform.ts';
import { createReceiver, quicker, until, words } from './receiver.ts';
import { useSlack } from './slack-bench.ts';

const bench = useSlack();
const mention = (text: string) => `<@${bench.slack.bot.userId}> ${text}`;

describe('what comes in from Slack', () => {
  it('[CP7] is acknowledged once it is taken, and comes again where it was not', async () => {
    const app = createReceiver();
    let held: Promise<void> = Promise.resolve();
    const take: ChatReceiver['take'] = async (event) => {
      await held;
      await app.receiver.take(event);
    };
    await bench.connect({ ...app, receiver: { ...app.receiver, take } });
    await bench.both();
    await bench.slack.say('ana', 'deploys', 'at once');
    await until(() => app.said().length === 1 && bench.slack.deliveries.some(({ acked }) => acked));
    const gate = Promise.withResolvers<void>();
    held = gate.promise;
    await bench.slack.say('ana', 'deploys', 'slowly');
    await until(() => bench.slack.deliveries.length >= 3);
    expect(bench.slack.deliveries.map(({ retry, acked }) => [retry, acked])).toEqual([
      [0, true],
      [0, false],
      [1, false],
    ]);
    gate.resolve();
    await until(() => bench.slack.deliveries.at(-1)?.acked);
    expect(app.offered.map((event) => event.type === 'said' && event.content.text)).toEqual(['at once', 'slowly']);
  });

  it('[CP6] is read from where the last process had got to, threads and mentions included', async () => {
    const app = createReceiver();
    const first = await bench.connect(app);
    await bench.both();
    const root = await bench.slack.say('ana', 'deploys', 'before');
    await until(() => app.said().length === 1);
    await first.line.close();
    await until(() => bench.slack.sockets() === 0);
    const away = [
      await bench.slack.say('bo', 'deploys', 'one', root),
      await bench.slack.say('ana', 'deploys', mention('ci status'), root),
      await bench.slack.say('ci-bot', 'deploys', 'two'),
    ];
    await bench.connect(app);
    await until(() => app.said().length === 4);
    expect(app.said().map(({ message }) => message)).toEqual([root, ...away]);
    expect(app.commands()).toMatchObject([{ line: 'ci status', thread: root }]);
  });

  it('[CP6] is read from a little earlier, since a later message may have come in before', async () => {
    const app = createReceiver();
    const overtaken = await bench.slack.say('ana', 'deploys', 'overtaken');
    const last = await bench.slack.say('ana', 'deploys', 'the bookmark');
    await bench.connect({ ...app, receiver: { ...app.receiver, since: async () => last } });
    await until(() => app.said().length === 2);
    expect(app.said()[0]?.message).toBe(overtaken);
  });

  it('[CP6] is read over many pages, oldest first', async () => {
    const app = createReceiver();
    const first = await bench.connect(app);
    await bench.slack.say('ana', 'deploys', 'before');
    await until(() => app.said().length === 1);
    await first.line.close();
    const away: string[] = [];
    for (let index = 0; index < 202; index += 1) away.push(await bench.slack.say('bo', 'deploys', `${index}`));
    await bench.connect(app);
    await until(() => app.said().length === 203);
    expect(
      app
        .said()
        .slice(1)
        .map(({ message }) => message),
    ).toEqual(away);
  });

  it('makes nothing of what is said elsewhere', async () => {
    const { app } = await bench.connect();
    await bench.both();
    await bench.slack.say('ana', 'quiet', 'elsewhere');
    await bench.slack.say('ana', 'deploys', 'here');
    await until(() => app.said().length === 1);
    expect(app.offered).toMatchObject([{ type: 'said', content: { text: 'here' } }]);
  });

  it('[CP8] is a command where it begins with our name, once, and its words stand in the feed', async () => {
    const { app } = await bench.connect();
    await bench.both();
    await bench.slack.say('ana', 'deploys', mention('ci run <http://feat.io|feat.io> “now”'));
    await bench.slack.say('ana', 'deploys', `thanks ${mention('!')}`);
    await bench.slack.say('ci-bot', 'deploys', mention('ci run main'));
    await until(() => app.said().length === 3);
    await bench.slack.say('ana', 'deploys', 'last');
    await until(() => app.said().length === 4);
    expect(app.commands().map(({ line }) => line)).toEqual(['ci run feat.io "now"']);
    expect(app.said()[0]?.content.blocks).toMatchObject([
      {
        type: 'paragraph',
        children: [
          { type: 'mention', text: '@shiproom', person: `slack:${bench.slack.team}/${bench.slack.bot.userId}` },
          {},
          {},
          {},
        ],
      },
    ]);
    expect(app.offered).toHaveLength(5);
  });

  it('[CP8] is answered by the response_url, or in the thread where there is none', async () => {
    const { app, line } = await bench.connect();
    await bench.both();
    const thread = await bench.slack.say('ana', 'deploys', 'a thread');
    const { posts } = await bench.slack.slash('ana', 'deploys', 'help');
    await bench.slack.say('ana', 'deploys', mention('who'), thread);
    await until(() => app.commands().length === 2);
    for (const each of app.commands()) await line.whisper(each, words(`about ${each.line}`));
    expect(posts).toMatchObject([{ response_type: 'ephemeral', text: 'about help' }]);
    expect(bench.slack.whispers.at(-1)).toMatchObject({ user: bench.slack.user('ana'), thread, text: 'about who' });
  });

  it('[CP8] is not acknowledged where it was not taken, so that Slack tells its author', async () => {
    const { app } = await bench.connect();
    await bench.both();
    app.refuse(1);
    await expect(bench.slack.slash('ana', 'deploys', 'ci run')).rejects.toThrow('operation_timeout');
    await bench.slack.slash('ana', 'deploys', 'ci run');
    expect(app.commands()).toHaveLength(1);
  });

  it('[T18] names whoever it cannot look up by the id, as no member, and asks again', async () => {
    bench.slack.refuseNext('users.info', 'internal_error');
    const { app } = await bench.connect();
    await bench.both();
    await bench.slack.slash('ana', 'deploys', 'one');
    await bench.slack.slash('ana', 'deploys', 'two');
    await bench.slack.slash('gus', 'deploys', 'three');
    expect(app.commands().map(({ by }) => [by.name, by.member])).toEqual([
      [bench.slack.user('ana'), false],
      ['Ana', true],
      ['Gus', false],
    ]);
  });

  it('[CP6] waits as long as Slack says where history may not be read now, and loses nothing', async () => {
    bench.slack.limitNext('conversations.history', { retryAfter: 5 });
    await bench.slack.say('ana', 'deploys', 'before');
    const { app } = await bench.connect();
    await bench.both();
    await bench.slack.say('ana', 'deploys', 'during');
    expect(app.offered).toEqual([]);
    await until(() => app.said().length === 2);
    expect(app.said().map(({ content }) => content.text)).toEqual(['before', 'during']);
    const [refused, granted] = bench.slack.calls.filter((call) => call.method === 'conversations.history');
    expect((granted?.at ?? 0) - (refused?.at ?? 0)).toBeGreaterThanOrEqual(5000 / quicker - 5);
  });
});

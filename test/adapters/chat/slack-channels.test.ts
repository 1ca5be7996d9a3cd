import { describe, expect, it } from 'vitest';
import { createReceiver, messageOf, until } from './receiver.ts';
import { useSlack } from './slack-bench.ts';

const bench = useSlack();
const both = () => ({ channels: [bench.slack.channel('deploys'), bench.slack.channel('quiet')] });
const callsOf = (method: string) => bench.slack.calls.filter((call) => call.method === method);

describe('many channels of Slack', () => {
  it('[CP6] are each read from where reading them had got to, and heard over the same two sockets', async () => {
    const app = createReceiver();
    const first = await bench.connect(app, both());
    await bench.both();
    await bench.slack.say('ana', 'deploys', 'one');
    await bench.slack.say('bo', 'quiet', 'two');
    await until(() => app.said().length === 2);
    await first.line.close();
    await until(() => bench.slack.sockets() === 0);
    await bench.slack.say('ana', 'quiet', 'three');
    await bench.slack.say('bo', 'deploys', 'four');
    await bench.connect(app, both());
    await until(() => app.said().length === 4);
    const name = (id: string) => (id === bench.slack.channel('quiet') ? 'quiet' : 'deploys');
    expect(app.said().map(({ channel, content }) => [name(channel), content.text])).toEqual(
      expect.arrayContaining([
        ['deploys', 'one'],
        ['quiet', 'two'],
        ['quiet', 'three'],
        ['deploys', 'four'],
      ]),
    );
    expect(bench.slack.sockets()).toBeLessThanOrEqual(2);
  });

  it('[CP6] hold up one another not, where the bot is not in one of them; once it is, that one is read too', async () => {
    await bench.slack.say('ana', 'deploys', 'unheard');
    bench.slack.leave('deploys');
    const { app } = await bench.connect(createReceiver(), both());
    await bench.slack.say('bo', 'quiet', 'heard');
    await until(() => app.said().length === 1);
    expect(app.said()[0]?.content.text).toBe('heard');
    const told = bench.log.filter(({ text }) => text.includes('not_in_channel'));
    expect(told).toHaveLength(1);
    bench.slack.leave('deploys', false);
    await until(() => app.said().length === 2);
  });

  it('[C4] are read on from where Slack said to wait, not from the beginning', async () => {
    const app = createReceiver();
    const before = await bench.connect(app);
    await bench.both();
    const roots: string[] = [];
    for (let index = 0; index < 8; index += 1) roots.push(await bench.slack.say('ana', 'deploys', `root ${index}`));
    await until(() => app.said().length === 8);
    await before.line.close();
    for (const root of roots) await bench.slack.say('bo', 'deploys', 'a reply', root);
    const read = callsOf('conversations.replies').length;
    bench.slack.limitNext('conversations.replies', { retryAfter: 2 });
    await bench.connect(app);
    await until(() => app.said().length === 16);
    expect(callsOf('conversations.replies').length - read).toBe(9);
  });

  it('[C4] are not looked into while Slack says to wait, whoever was told so', async () => {
    const { chat } = await bench.connect();
    await bench.both();
    const place = { channel: bench.slack.channel('deploys') };
    await until(() => callsOf('conversations.history').length > 0);
    bench.slack.limitNext('conversations.history', { retryAfter: 7 });
    const limited = { fault: 'limited', vendorWord: 'ratelimited', retryAfterMs: expect.any(Number) };
    await expect(chat.find(place, 'o1', Date.now())).rejects.toMatchObject(limited);
    const calls = callsOf('conversations.history').length;
    await expect(chat.find(place, 'o2', Date.now())).rejects.toMatchObject(limited);
    expect(callsOf('conversations.history')).toHaveLength(calls);
    await until(() =>
      chat.find(place, 'o2', Date.now()).then(
        () => true,
        () => false,
      ),
    );
  });

  it('get what people say under their names, where the app may do that', async () => {
    const { chat } = await bench.connect(createReceiver(), { asAuthors: true });
    const place = { channel: bench.slack.channel('quiet') };
    const posted = await chat.post(place, messageOf('o1', 'on my way', 'Ana'));
    await chat.edit(posted, messageOf('o1', 'I am there', 'Ana'));
    expect(await bench.slack.messages('quiet')).toMatchObject([{ username: 'Ana', edited: {} }]);
    expect(callsOf('chat.update')[0]?.args).not.toHaveProperty('username');
  });
});

import { describe, expect, it } from 'vitest';
import type { Button } from '../../../protocol/model/button.ts';
import type { ChatReceiver } from '../../../bridge/ports/chat-platform.ts';
import { cardOf, createReceiver, messageOf, until, words } from './receiver.ts';
import { useSlack } from './slack-bench.ts';

const bench = useSlack();
const claim: Button = { type: 'run', key: 'claim/main', label: 'I am on it', line: 'claim main' };
const open: Button = { type: 'open', label: 'Open the run', url: 'https://ci.example/12' };

async function withCard(app = createReceiver()) {
  const connected = await bench.connect(app);
  await bench.both();
  const place = { channel: bench.slack.channel('deploys') };
  const posted = await connected.chat.post(place, cardOf('o1', 'main', [claim, open]));
  return { ...connected, place, posted, press: () => bench.slack.press('ana', 'deploys', posted.message, claim.label) };
}

describe('a button in Slack', () => {
  it('[W2] is acknowledged once its press is taken, and not where that fails: Slack tells who pressed', async () => {
    const app = createReceiver();
    const { press } = await withCard(app);
    app.refuse(1);
    await expect(press()).rejects.toThrow('operation_timeout');
    expect(app.all('pressed')).toEqual([]);
    await press();
    expect(app.all('pressed')).toMatchObject([{ key: 'claim/main', line: 'claim main', by: { name: 'Ana' } }]);
  });

  it('[W2] is not acknowledged before its press is taken', async () => {
    const app = createReceiver();
    const gate = Promise.withResolvers<void>();
    const take: ChatReceiver['take'] = async (event) => {
      await gate.promise;
      await app.receiver.take(event);
    };
    const { press } = await withCard({ ...app, receiver: { ...app.receiver, take } });
    const pressing = press();
    await until(() => bench.slack.deliveries.some(({ type }) => type === 'interactive'));
    expect(bench.slack.deliveries.find(({ type }) => type === 'interactive')?.acked).toBe(false);
    gate.resolve();
    await pressing;
  });

  it('that opens a page is nothing for us to do, and nor is one of which we know nothing', async () => {
    const { app, posted } = await withCard();
    await bench.slack.press('ana', 'deploys', posted.message, open.label);
    for (const value of ['x', '{"key":1}', '{"line":"ci run"}', 'null', undefined]) {
      const element = { type: 'button', text: { type: 'plain_text', text: 'Old' }, action_id: 'a', value };
      const blocks = [{ type: 'actions', elements: [element] }];
      const ts = await bench.slack.post('shiproom', 'deploys', { text: 'old', blocks });
      await bench.slack.press('ana', 'deploys', ts, 'Old');
    }
    expect(app.offered).toEqual([]);
  });

  it('in a thread is answered there, to whoever pressed', async () => {
    const { app, line, chat, place, posted } = await withCard();
    const asked = await chat.post({ ...place, thread: posted.message }, cardOf('o2', 'main', [claim]));
    const { posts } = await bench.slack.press('bo', 'deploys', asked.message, claim.label);
    const [pressed] = app.all('pressed');
    expect(pressed).toMatchObject({ thread: posted.message, message: asked.message });
    if (pressed) await line.whisper(pressed, words('you are on it'));
    expect(posts).toMatchObject([
      { response_type: 'ephemeral', replace_original: false, thread_ts: posted.message, text: 'you are on it' },
    ]);
    expect(bench.slack.whispers).toMatchObject([{ user: bench.slack.user('bo'), thread: posted.message }]);
  });

  it('[T18] is pressed as no member by whoever Slack does not tell about in time, and is acknowledged in time', async () => {
    const { app, press } = await withCard();
    bench.slack.loseNextReply('users.info', 'hang');
    await press();
    expect(app.all('pressed')).toMatchObject([{ by: { name: bench.slack.user('ana'), member: false, unsure: true } }]);
  });
});

describe('a slash command in Slack', () => {
  it('[W2] that names somebody of whom Slack does not tell in time is acknowledged in time, and names them by their id', async () => {
    const { app } = await withCard();
    await bench.slack.slash('ana', 'deploys', 'help');
    bench.slack.loseNextReply('users.info', 'hang');
    const bo = bench.slack.user('bo');
    await bench.slack.slash('ana', 'deploys', `claim main <@${bo}>`);
    expect(app.commands().at(-1)).toMatchObject({ line: `claim main @${bo}`, by: { name: 'Ana', member: true } });
  });
});

describe('a shortcut in Slack', () => {
  it('hands over a message with its author, and answers to whoever used it; others are not ours', async () => {
    const { app, line } = await withCard();
    const ts = await bench.slack.say('ci-bot', 'deploys', 'step 3 failed');
    await bench.slack.shortcut('ana', 'deploys', ts, 'something_else');
    const { posts } = await bench.slack.shortcut('ana', 'deploys', ts);
    const [passed] = app.all('passed-on');
    expect(app.all('passed-on')).toHaveLength(1);
    expect(passed).toMatchObject({ message: ts, author: 'ci-bot', content: { text: 'step 3 failed' } });
    if (passed) await line.whisper(passed, words('it is in your editor'));
    expect(posts).toMatchObject([{ response_type: 'ephemeral', text: 'it is in your editor' }]);
  });

  it('[W2] is not acknowledged where it was not taken', async () => {
    const app = createReceiver();
    await withCard(app);
    const ts = await bench.slack.say('bo', 'deploys', 'look');
    await until(() => app.said().length === 1);
    app.refuse(1);
    await expect(bench.slack.shortcut('ana', 'deploys', ts)).rejects.toThrow('operation_timeout');
  });
});

describe('a direct message in Slack', () => {
  it('is a command line, from a thread too, and comes again until it is taken', async () => {
    const app = createReceiver();
    const { line } = await withCard(app);
    app.refuse(1);
    const first = await bench.slack.direct('ana', 'ci status <http://feat.io|feat.io>');
    await until(() => app.commands().length === 1);
    await bench.slack.direct('ana', `<@${bench.slack.bot.userId}> help`, first);
    await until(() => app.commands().length === 2);
    const channel = bench.slack.channel('@ana');
    expect(app.commands()).toMatchObject([
      { line: 'ci status feat.io', direct: true, channel, by: { member: true } },
      { line: 'help', direct: true, channel, thread: first },
    ]);
    for (const each of app.commands()) await line.whisper(each, words(`about ${each.line}`));
    const answers = (await bench.slack.messages('@ana')).filter(({ bot_id }) => bot_id !== undefined);
    expect(answers.map(({ text, thread_ts }) => [text, thread_ts])).toEqual([
      ['about ci status feat.io', undefined],
      ['about help', first],
    ]);
    expect(app.commands()).toHaveLength(2);
    expect(app.said()).toEqual([]);
    expect(bench.slack.whispers).toEqual([]);
  });

  it('is nothing where it is our own, or was only edited or deleted', async () => {
    const { app, chat } = await withCard();
    await chat.post({ channel: `@${bench.slack.user('ana')}` }, messageOf('o2', 'your build is red'));
    const ts = await bench.slack.direct('ana', 'help');
    await bench.slack.edit('ana', '@ana', ts, 'help me');
    await bench.slack.delete('ana', '@ana', ts);
    await bench.slack.direct('ana', 'who');
    await until(() => app.commands().length === 2);
    expect(new Set(app.commands().map(({ line }) => line))).toEqual(new Set(['help', 'who']));
    expect(app.offered).toHaveLength(2);
  });

  it('[C5] is found again by a process that does not know where it was posted, as far as the app may ask', async () => {
    const { slack } = bench;
    const place = { channel: `@${slack.user('ana')}` };
    const first = await bench.connect();
    const { message } = await first.chat.post(place, messageOf('o2', 'your build is red'));
    const second = await bench.connect();
    expect(await second.chat.find(place, 'o2', Date.now() - 1000)).toEqual({ channel: slack.channel('@ana'), message });
    slack.grant(['chat:write', 'channels:history', 'im:history', 'users:read']);
    const third = await bench.connect();
    const refused = { fault: 'refused', vendorWord: 'missing_scope' };
    await expect(third.chat.find(place, 'o2', Date.now() - 1000)).rejects.toMatchObject(refused);
  });
});

describe('our page in Slack', () => {
  it('is asked for when somebody opens it, and what is pressed there is answered to them alone', async () => {
    const app = createReceiver();
    const take: ChatReceiver['take'] = async (event) => {
      await app.receiver.take(event);
      const sections = [{ title: 'Mine', message: words('main is red'), buttons: [claim] }];
      if (event.type === 'home') void shown.promise.then(({ line }) => line.showHome(event.by, { sections }));
    };
    const shown = Promise.withResolvers<Awaited<ReturnType<typeof withCard>>>();
    const connected = await withCard({ ...app, receiver: { ...app.receiver, take } });
    shown.resolve(connected);
    const view = await bench.slack.openHome('ana');
    expect(JSON.stringify(view.blocks)).toContain('main is red');
    expect(bench.slack.home('bo')).toBeUndefined();
    await bench.slack.pressHome('ana', claim.label);
    const [pressed] = app.all('pressed');
    expect(pressed).toMatchObject({ channel: `@${bench.slack.user('ana')}`, key: 'claim/main' });
    if (pressed) await connected.line.whisper(pressed, words('you are on it'));
    expect(await bench.slack.messages('@ana')).toMatchObject([{ text: 'you are on it' }]);
  });
});

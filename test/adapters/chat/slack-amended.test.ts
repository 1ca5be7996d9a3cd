import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { SlackMessage } from '../../support/slack/messages.ts';
import { createReceiver, until } from './receiver.ts';
import { useSlack } from './slack-bench.ts';

const bench = useSlack();
const acked = () => until(() => bench.slack.deliveries.every((each) => each.acked));

/** An event as Slack would send it, over one of the sockets. */
function send(event: object): void {
  const payload = { event: { channel: bench.slack.channel('deploys'), channel_type: 'channel', ...event } };
  bench.slack.sendRaw(JSON.stringify({ envelope_id: randomUUID(), type: 'events_api', payload }));
}
const changed = (message: Partial<SlackMessage>, before?: Partial<SlackMessage>, event_ts = '1700000009.000000') =>
  send({ type: 'message', subtype: 'message_changed', event_ts, message, previous_message: before });

describe('what was said in Slack', () => {
  it('[CP11] is not edited where only a link in it unfolds, and its preview is not in the next edit', async () => {
    const { app } = await bench.connect();
    await bench.both();
    const ts = await bench.slack.say('ana', 'deploys', 'see <https://example.org/|there>');
    await acked();
    bench.slack.unfurl('deploys', ts);
    await acked();
    await bench.slack.edit('ana', 'deploys', ts, 'see <https://example.org/|here>');
    await until(() => app.all('edited').length > 0);
    expect(app.all('edited').map(({ content }) => content.text)).toEqual(['see here']);
    expect(app.said().map(({ content }) => content.text)).toEqual(['see there']);
  });

  it('[CP11] is edited once for each time, whatever comes twice, late, or before the message itself', async () => {
    const { app } = await bench.connect();
    await bench.both();
    const now = Math.floor(Date.now() / 1000);
    const [ts, first, second] = [`${now}.000001`, `${now}.000002`, `${now}.000003`];
    const said = { type: 'message' as const, ts, user: bench.slack.user('ana'), text: 'one' };
    const once = { ...said, text: 'two', edited: { user: said.user, ts: first } };
    const twice = { ...said, text: 'three', edited: { user: said.user, ts: second } };
    for (const event of [twice, once, twice]) {
      changed(event, said, event.edited.ts);
      await acked();
    }
    send(said);
    await bench.slack.say('ana', 'deploys', 'last');
    await until(() => app.said().length === 2);
    expect(app.offered).toMatchObject([
      { type: 'said', message: ts, content: { text: 'three' } },
      { type: 'edited', message: ts, content: { text: 'three' }, revision: second },
      { type: 'said', content: { text: 'last' } },
    ]);
  });

  it('[CP11] by an app is edited where its words change, though Slack does not mark it so', async () => {
    const { app } = await bench.connect();
    await bench.both();
    const before = { type: 'message' as const, ts: '1700000001.000000', bot_id: 'BCIBOT001', text: 'running' };
    changed({ ...before, text: 'passed' }, before, '1700000002.000000');
    changed({ ...before, text: 'passed', latest_reply: '1700000003.000000' }, { ...before, text: 'passed' });
    await bench.slack.say('ana', 'deploys', 'last');
    await until(() => app.said().length === 1);
    expect(app.all('edited')).toMatchObject([{ content: { text: 'passed' }, revision: '1700000002.000000' }]);
  });

  it('[T10] is no command once it was edited, though we never saw it before, however it is told', async () => {
    const { app } = await bench.connect();
    await bench.both();
    const user = bench.slack.user('ana');
    const now = Math.floor(Date.now() / 1000);
    const line = `<@${bench.slack.bot.userId}> ci approve`;
    const edited = (ts: string) => ({
      type: 'message' as const,
      ts,
      user,
      text: line,
      edited: { user, ts: `${now}.9` },
    });
    changed(edited(`${now}.000001`), { type: 'message', ts: `${now}.000001`, user, text: 'fine' });
    changed(edited(`${now}.000002`));
    send({ ...edited(`${now}.000003`), type: 'app_mention' });
    send(edited(`${now}.000004`));
    await until(() => app.said().length === 4);
    await bench.slack.say('ana', 'deploys', `<@${bench.slack.bot.userId}> ci status`);
    await until(() => app.commands().length > 0);
    expect(app.commands().map(({ line: each }) => each)).toEqual(['ci status']);
  });

  it('[T10] is no command either where history shows it edited within the minute', async () => {
    const app = createReceiver();
    const first = await bench.connect(app);
    await bench.both();
    await first.line.close();
    await until(() => bench.slack.sockets() === 0);
    const ts = await bench.slack.say('ana', 'deploys', 'fine');
    await bench.slack.edit('ana', 'deploys', ts, `<@${bench.slack.bot.userId}> ci approve`);
    await bench.slack.say('ana', 'deploys', `<@${bench.slack.bot.userId}> ci status`);
    await bench.connect(app);
    await until(() => app.commands().length > 0);
    expect(app.said()).toHaveLength(2);
    expect(app.commands().map(({ line }) => line)).toEqual(['ci status']);
  });

  it('is still a command where a link in it unfolds before it comes itself', async () => {
    const { app } = await bench.connect();
    await bench.both();
    const ts = `${Math.floor(Date.now() / 1000)}.000001`;
    const text = `<@${bench.slack.bot.userId}> ci status`;
    const said = { type: 'message' as const, ts, user: bench.slack.user('ana'), text };
    changed({ ...said, attachments: [{ from_url: 'https://example.org/' }] }, said);
    await until(() => app.commands().length > 0);
    expect(app.commands()).toMatchObject([{ line: 'ci status' }]);
  });

  it('[CP11] is taken back where a thread hangs on it, too, and does not come again', async () => {
    const { app } = await bench.connect();
    await bench.both();
    const root = await bench.slack.say('ana', 'deploys', 'too much said');
    await bench.slack.say('bo', 'deploys', 'indeed', root);
    await until(() => app.said().length === 2);
    await bench.slack.delete('ana', 'deploys', root);
    await until(() => app.all('removed').length === 1);
    expect(app.all('removed')).toMatchObject([{ message: root }]);
    const late = { type: 'message', ts: '1700000001.000000', user: bench.slack.user('ana'), text: 'taken back' };
    send({ type: 'message', subtype: 'message_deleted', deleted_ts: late.ts, event_ts: '1700000002.000000' });
    await until(() => app.all('removed').length === 2);
    send(late);
    await bench.slack.say('ana', 'deploys', 'last');
    await until(() => app.said().length === 3);
    expect(app.said().map(({ content }) => content.text)).toEqual(['too much said', 'indeed', 'last']);
  });

  it('[CP6] is found to be edited or taken back while we were away, as far as history tells', async () => {
    const app = createReceiver();
    const first = await bench.connect(app);
    await bench.both();
    const ours = await bench.slack.post('shiproom', 'deploys', { text: 'ours' });
    const kept = await bench.slack.say('ana', 'deploys', 'it is gren');
    const root = await bench.slack.say('ana', 'deploys', 'too much said');
    const reply = await bench.slack.say('bo', 'deploys', 'where', root);
    await until(() => app.said().length === 3);
    await first.line.close();
    await until(() => bench.slack.sockets() === 0);
    await bench.slack.edit('ana', 'deploys', kept, 'it is green');
    await bench.slack.edit('bo', 'deploys', reply, 'where?');
    await bench.slack.edit('shiproom', 'deploys', ours, 'ours, better');
    await bench.slack.delete('ana', 'deploys', root);
    const last = await bench.slack.say('ana', 'deploys', 'last');
    await bench.connect(app);
    await until(() => app.all('edited').length === 2 && app.all('removed').length === 1 && app.said().length === 4);
    expect(app.all('edited').map(({ message, content }) => [message, content.text])).toEqual(
      expect.arrayContaining([
        [kept, 'it is green'],
        [reply, 'where?'],
      ]),
    );
    expect(app.all('removed')).toMatchObject([{ message: root }]);
    expect(app.said().at(-1)?.message).toBe(last);
  });
});

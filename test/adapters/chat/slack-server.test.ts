import { SocketModeClient, LogLevel } from '@slack/socket-mode';
import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SlackServer, startSlack } from '../../support/slack/server.ts';
import { until } from './receiver.ts';

let slack: SlackServer;
beforeEach(async () => {
  slack = await startSlack({ ackMs: 200 });
});
afterEach(() => slack.close());

const client = (token = slack.tokens.bot) =>
  new WebClient(token, { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 }, logLevel: LogLevel.ERROR });
const refusal = (call: Promise<unknown>) =>
  call.then(
    () => 'ok',
    (error: { data?: { error?: string } }) => error.data?.error,
  );

/** The Slack that our adapter is tested on must itself be right: what it adds to the emulator, asked by Slack's own clients. */
describe('the Slack of these tests', () => {
  it('refuses tokens and methods as Slack does', async () => {
    expect(await refusal(client().auth.test())).toBe('ok');
    expect(await refusal(client('xoxb-nobody').auth.test())).toBe('invalid_auth');
    expect(await refusal(client('').auth.test())).toBe('not_authed');
    expect(await refusal(client().apiCall('nothing.known'))).toBe('unknown_method');
    expect(await refusal(client().apps.connections.open())).toBe('not_allowed_token_type');
    slack.revoke(slack.tokens.bot);
    expect(await refusal(client().auth.test())).toBe('token_revoked');
  });

  it('reads history by page and time, and metadata only where they are asked for', async () => {
    const channel = slack.channel('deploys');
    const metadata = { event_type: 'shiproom', event_payload: { oid: 'o1' } };
    const ours = await slack.post('shiproom', 'deploys', { text: 'ours', metadata });
    const one = await slack.say('ana', 'deploys', 'one');
    const reply = await slack.say('bo', 'deploys', 'a reply', one);
    const two = await slack.say('ana', 'deploys', 'two');
    const first = await client().conversations.history({ channel, limit: 2 });
    expect(first.messages?.map(({ ts }) => ts)).toEqual([two, one]);
    expect(first.messages?.[1]).toMatchObject({ latest_reply: reply, reply_count: 1, thread_ts: one });
    const cursor = first.response_metadata?.next_cursor ?? '';
    const second = await client().conversations.history({ channel, limit: 2, cursor });
    expect(second.messages).toMatchObject([{ ts: ours, bot_id: slack.bot.botId }]);
    expect(second.messages?.[0]).not.toHaveProperty('metadata');
    const all = await client().conversations.history({ channel, latest: one, include_all_metadata: true });
    expect(all.messages).toMatchObject([{ ts: ours, metadata }]);
    const thread = await client().conversations.replies({ channel, ts: one, oldest: one });
    expect(thread.messages?.map(({ ts }) => ts)).toEqual([one, reply]);
  });

  it('refuses blocks that Slack would refuse, and messages that are not there', async () => {
    const channel = slack.channel('deploys');
    const post = (blocks: object[]) => refusal(client().apiCall('chat.postMessage', { channel, text: 'x', blocks }));
    const header = (text: string) => ({ type: 'header', text: { type: 'plain_text', text } });
    expect(await post([header('x'.repeat(150))])).toBe('ok');
    expect(await post([header('x'.repeat(151))])).toBe('invalid_blocks');
    expect(await post([header('')])).toBe('invalid_blocks');
    expect(await post(Array.from({ length: 51 }, () => ({ type: 'divider' })))).toBe('invalid_blocks');
    expect(await refusal(client().chat.update({ channel, ts: '1.000001', text: 'x' }))).toBe('message_not_found');
  });

  it('sends each event to one of the sockets, again where nobody acknowledges it, and says which time it is', async () => {
    const heard: { text: string; retry: number | undefined; socket: number }[] = [];
    const logger = {
      debug() {},
      info() {},
      warn() {},
      error() {},
      setLevel() {},
      getLevel: () => LogLevel.ERROR,
      setName() {},
    };
    const sockets = [0, 1].map((socket) => {
      const opened = new SocketModeClient({
        appToken: slack.tokens.app,
        clientOptions: { slackApiUrl: slack.apiUrl },
        logger,
      });
      opened.on(
        'message',
        ({
          event,
          retry_num: retry,
          ack,
        }: {
          event: { text: string };
          retry_num?: number;
          ack: () => Promise<void>;
        }) => {
          heard.push({ text: event.text, retry, socket });
          if (event.text !== 'lost' || retry === 2) void ack();
        },
      );
      return opened;
    });
    await Promise.all(sockets.map((each) => each.start()));
    await slack.say('ana', 'deploys', 'one');
    await slack.say('ana', 'deploys', 'two');
    await until(() => heard.length === 2);
    expect(new Set(heard.map(({ socket }) => socket)).size).toBe(2);
    heard.length = 0;
    await slack.say('ana', 'deploys', 'lost');
    await until(() => heard.length === 3);
    expect(heard.map(({ retry }) => retry)).toEqual([0, 1, 2]);
    await Promise.all(sockets.map((each) => each.disconnect()));
  });

  it('tells members from guests and strangers', async () => {
    const info = async (name: string) => (await client().users.info({ user: slack.user(name) })).user;
    expect(await info('ana')).toMatchObject({ team_id: slack.team, is_restricted: false });
    expect(await info('gus')).toMatchObject({ team_id: slack.team, is_restricted: true });
    expect(await info('sam')).toMatchObject({ team_id: 'T0FOREIGN1', is_stranger: true });
  });
});

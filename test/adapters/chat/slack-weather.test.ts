import { LogLevel, WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { manualClock } from '../../support/clock.ts';
import { type SlackServer, startSlack } from '../../support/slack/server.ts';

const clock = manualClock(1_700_000_000_000);
let slack: SlackServer;
beforeEach(async () => {
  slack = await startSlack({ clock, tiers: true, hangMs: 20, channels: ['alerts'], people: ['zoe'] });
});
afterEach(() => slack.close());

const client = (token = slack.tokens.bot) =>
  new WebClient(token, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
  });
/** What a call came to, in a word. */
const word = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'ok',
    (error: { retryAfter?: number; statusCode?: number; data?: { error?: string } }) =>
      error.data?.error ?? (error.retryAfter ? `wait ${error.retryAfter}` : String(error.statusCode ?? 'lost')),
  );
const post = (channel = 'deploys', more: object = {}) =>
  word(client().apiCall('chat.postMessage', { channel: slack.channel(channel), text: 'hello', ...more }));

async function times(count: number, work: () => Promise<string>): Promise<string[]> {
  const words: string[] = [];
  for (let index = 0; index < count; index += 1) words.push(await work());
  return words;
}

describe('the Slack of these tests, pressed', () => {
  it('takes one message a second in each channel, after a short burst, by the clock that it is given', async () => {
    expect(await times(6, post)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', 'wait 1']);
    expect(await post('quiet')).toBe('ok');
    expect(slack.violations).toEqual([]);
    expect(await post()).toBe('wait 1');
    expect(slack.violations).toMatchObject([{ bucket: `chat.postMessage ${slack.channel('deploys')}` }]);
    await clock.advance(1_000);
    expect(await post()).toBe('ok');
    expect(slack.busiest()).toMatchObject({ [`chat.postMessage ${slack.channel('deploys')}`]: 8 });
  });

  it('takes fifty calls a minute of a method of Tier 3', async () => {
    const ts = await slack.post('shiproom', 'deploys', { text: 'one' });
    const update = () => word(client().chat.update({ channel: slack.channel('deploys'), ts, text: 'two' }));
    expect(new Set(await times(50, update))).toEqual(new Set(['ok']));
    await clock.advance(45_000);
    expect(await update()).toBe('wait 15');
    expect(await word(client().conversations.history({ channel: slack.channel('deploys') }))).toBe('ok');
    await clock.advance(15_000);
    expect(await update()).toBe('ok');
    expect(slack.violations).toEqual([]);
  });

  it('has bad weather for a while, in one channel, and refuses as long as it said', async () => {
    slack.storm({ forMs: 60_000, channel: 'deploys', mix: ['limited'] });
    const first = await post();
    const seconds = Number(first.replace('wait ', ''));
    expect(seconds).toBeGreaterThanOrEqual(1);
    expect(seconds).toBeLessThanOrEqual(30);
    expect(await post('quiet')).toBe('ok');
    await clock.advance(seconds * 1000 - 1);
    expect(await post()).toBe('wait 1');
    expect(slack.violations).toHaveLength(1);
    await clock.advance(60_000);
    expect(await post()).toBe('ok');
  });

  it('obeys what it then answers with 500, cuts or lets hang', async () => {
    for (const how of ['error', 'reset', 'hang'] as const) {
      slack.storm({ forMs: 1_000, mix: [how] });
      expect(await post()).toBe(how === 'error' ? '500' : 'lost');
      slack.calm();
    }
    expect(await slack.messages('deploys')).toHaveLength(3);
    slack.storm({ forMs: 1_000, mix: ['error', 'fine'], methods: ['chat.update'] });
    expect(await post()).toBe('ok');
  });

  it('says what the token may do and what time it is, and refuses what it may not', async () => {
    slack.grant(['chat:write', 'commands']);
    slack.skew(90_000);
    const answer = await fetch(`${slack.apiUrl}auth.test`, {
      method: 'POST',
      headers: { authorization: `Bearer ${slack.tokens.bot}` },
    });
    expect(answer.headers.get('x-oauth-scopes')).toBe('chat:write,commands');
    expect(Date.parse(answer.headers.get('date') ?? '')).toBe(Math.floor((clock.now() + 90_000) / 1000) * 1000);
    expect(await word(client().conversations.history({ channel: slack.channel('deploys') }))).toBe('missing_scope');
    expect(await post()).toBe('ok');
  });
});

describe('the Slack of these tests, used', () => {
  it('shows a reply in the channel too where that was asked, and keeps a tombstone for a thread', async () => {
    const root = await slack.say('zoe', 'alerts', 'a thread');
    await slack.say('ana', 'alerts', 'a reply', root);
    const loud = await slack.post('shiproom', 'alerts', { text: 'for all', thread_ts: root, reply_broadcast: true });
    expect(slack.shown('alerts').map(({ ts, subtype }) => [ts, subtype])).toEqual([
      [root, undefined],
      [loud, 'thread_broadcast'],
    ]);
    await slack.delete('zoe', 'alerts', root);
    const channel = slack.channel('alerts');
    const { messages } = await client().conversations.replies({ channel, ts: root });
    expect(messages).toMatchObject([{ subtype: 'tombstone' }, { text: 'a reply' }, { subtype: 'thread_broadcast' }]);
    expect(await word(client().chat.update({ channel, ts: root, text: 'x' }))).toBe('message_not_found');
  });

  it('lets nobody change what is somebody else’s, and keeps a direct message between two', async () => {
    const channel = slack.channel('deploys');
    const ts = await slack.say('ana', 'deploys', 'hers');
    expect(await word(client().chat.update({ channel, ts, text: 'ours' }))).toBe('cant_update_message');
    expect(await word(client().chat.delete({ channel, ts }))).toBe('cant_delete_message');
    expect(await word(client().apiCall('chat.postMessage', { channel: slack.user('ana'), text: 'to you' }))).toBe('ok');
    const [standing] = await slack.messages('@ana');
    const again = { ts: standing?.ts ?? '', text: 'to you, again' };
    expect(await word(client().chat.update({ channel: slack.user('ana'), ...again }))).toBe('channel_not_found');
    expect(await word(client().chat.update({ channel: slack.channel('@ana'), ...again }))).toBe('ok');
    await expect(slack.say('bo', '@ana', 'may I?')).rejects.toThrow('channel_not_found');
    const opened = await client().conversations.open({ users: slack.user('ana') });
    expect(opened.channel?.id).toBe(slack.channel('@ana'));
  });

  it('has no button to press where none stands, and nobody to press it for where no socket is open', async () => {
    const actions = (label: string) => [
      { type: 'actions', elements: [{ type: 'button', text: { type: 'plain_text', text: label }, action_id: 'a' }] },
    ];
    const ts = await slack.post('shiproom', 'deploys', { text: 'x', blocks: actions('Here') });
    await expect(slack.press('ana', 'deploys', ts, 'Elsewhere')).rejects.toThrow('no button “Elsewhere”');
    await expect(slack.press('ana', 'deploys', ts, 'Here')).rejects.toThrow('dispatch_failed');
    await expect(slack.pressHome('ana', 'Here')).rejects.toThrow('no button');
    expect(await post('deploys', { blocks: actions('x'.repeat(76)) })).toBe('invalid_blocks');
  });
});

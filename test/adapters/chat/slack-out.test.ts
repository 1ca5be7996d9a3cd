import { createServer } from 'node:net';
import { once } from 'node:events';
import { LogLevel, retryPolicies, WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SlackConfig, SlackLine } from '../../../bridge/adapters/chat/slack/config.ts';
import { createSlack } from '../../../bridge/adapters/chat/slack/index.ts';
import { type SlackServer, startSlack } from '../../support/slack/server.ts';
import { assertNoToken, cardOf, messageOf, quickClock } from './receiver.ts';

let slack: SlackServer;
let log: SlackLine[];
beforeEach(async () => {
  slack = await startSlack();
  log = [];
});
afterEach(async () => {
  assertNoToken(log);
  await slack.close();
});

const open = (more: Partial<SlackConfig> = {}) =>
  createSlack({
    botToken: slack.tokens.bot,
    appToken: slack.tokens.app,
    channels: [slack.channel('deploys')],
    apiUrl: slack.apiUrl,
    clock: quickClock,
    log: (line) => log.push(line),
    ...more,
  });
const place = () => ({ channel: slack.channel('deploys') });

describe('what Slack does to a post', () => {
  it.each(['reset', 'error', 'hang'] as const)(
    '[C5] a reply lost by %s is unsure, one message stands, and it is found',
    async (how) => {
      const chat = open({ timeoutMs: 250 });
      slack.loseNextReply('chat.postMessage', how);
      await expect(chat.post(place(), cardOf('o1', 'main'))).rejects.toMatchObject({ fault: 'unsure' });
      const standing = await slack.messages('deploys');
      expect(standing).toHaveLength(1);
      expect(await chat.find(place(), 'o1', Date.now())).toEqual({ ...place(), message: standing[0]?.ts });
    },
  );

  it('[C5] with the client as it comes, the same loss would post three times', async () => {
    // Its own policy, only that the waits are shorter.
    const retryConfig = { ...retryPolicies.tenRetriesInAboutThirtyMinutes, minTimeout: 10 };
    const asItComes = new WebClient(slack.tokens.bot, {
      slackApiUrl: slack.apiUrl,
      retryConfig,
      logLevel: LogLevel.ERROR,
    });
    slack.loseNextReply('chat.postMessage', 'reset', 2);
    const { ok } = await asItComes.apiCall('chat.postMessage', { ...place(), text: 'once' });
    expect(ok).toBe(true);
    expect(await slack.messages('deploys')).toHaveLength(3);
  });

  it('[C5] only a message of ours is found: metadata is anybody’s to write', async () => {
    const chat = open();
    const metadata = { event_type: 'shiproom', event_payload: { oid: 'o1' } };
    await slack.post('ci-bot', 'deploys', { text: 'not ours', metadata });
    expect(await chat.find(place(), 'o1', Date.now())).toBeUndefined();
    const { message } = await chat.post(place(), messageOf('o1', 'ours'));
    expect((await chat.find(place(), 'o1', Date.now()))?.message).toBe(message);
  });

  it('[C5] a message is found among many pages, and where history may not be read only that is said', async () => {
    const chat = open();
    const { message } = await chat.post(place(), messageOf('o1', 'ours'));
    await Promise.all(Array.from({ length: 205 }, (_, index) => slack.say('bo', 'deploys', `${index}`)));
    expect((await chat.find(place(), 'o1', Date.now()))?.message).toBe(message);
    slack.refuseNext('conversations.history', 'missing_scope');
    const refused = { fault: 'refused', vendorWord: 'missing_scope' };
    await expect(chat.find(place(), 'o1', Date.now())).rejects.toMatchObject(refused);
    expect(await chat.post(place(), messageOf('o2', 'posting needs no history'))).toMatchObject(place());
  });

  it('[C5] is not called absent where more was said since than is read at once', async () => {
    const chat = open();
    const at = Date.now();
    await chat.post(place(), messageOf('o1', 'the first of very many'));
    for (let nth = 0; nth < 2_000; nth += 1) await slack.say('ana', 'deploys', `message ${nth}`);
    const refused = { fault: 'refused', vendorWord: 'history_too_long' };
    await expect(chat.find(place(), 'o1', at)).rejects.toMatchObject(refused);
  });

  it('[C4] a 429 is told at once, with its time, and holds up no other channel', async () => {
    const chat = open();
    slack.limitNext('chat.postMessage', { retryAfter: 7, channel: 'deploys', times: 2 });
    const wanted = { fault: 'limited', retryAfterMs: 7000, vendorWord: 'ratelimited' };
    await expect(chat.post(place(), cardOf('o1', 'main'))).rejects.toMatchObject(wanted);
    const before = Date.now();
    await chat.post({ channel: slack.channel('quiet') }, cardOf('o2', 'main'));
    expect(Date.now() - before).toBeLessThan(2000);
    expect(slack.calls.filter((call) => call.method === 'chat.postMessage')).toHaveLength(2);
  });

  it.each([
    ['is_archived', 'refused'],
    ['channel_not_found', 'refused'],
    ['msg_too_long', 'refused'],
    ['token_revoked', 'unauthorised'],
    ['account_inactive', 'unauthorised'],
    ['invalid_auth', 'unauthorised'],
    ['missing_scope', 'unauthorised'],
    ['internal_error', 'unsure'],
    ['service_unavailable', 'unavailable'],
    ['ratelimited', 'limited'],
    ['something_new', 'refused'],
  ])('[C6] %s is %s', async (error, fault) => {
    slack.refuseNext('chat.postMessage', error);
    await expect(open().post(place(), cardOf('o1', 'main'))).rejects.toMatchObject({ fault, vendorWord: error });
  });

  it('[C6] says so where the bot was not invited, and where its token is no token', async () => {
    slack.leave('deploys');
    const absent = { fault: 'refused', vendorWord: 'not_in_channel' };
    await expect(open().post(place(), cardOf('o1', 'main'))).rejects.toMatchObject(absent);
    const unknown = { fault: 'unauthorised', vendorWord: 'invalid_auth' };
    const stranger = open({ botToken: 'xoxb-nobody' });
    await expect(stranger.post(place(), cardOf('o1', 'main'))).rejects.toMatchObject(unknown);
  });

  it('knows that nothing was sent where nobody listens', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    server.close();
    await once(server, 'close');
    const chat = open({ apiUrl: `http://127.0.0.1:${port}/api/` });
    await expect(chat.post(place(), cardOf('o1', 'main'))).rejects.toMatchObject({ fault: 'unavailable' });
  });

  it('sends what Slack takes for a message of ours: metadata, and nothing looked for in the text', async () => {
    const chat = open();
    const posted = await chat.post(place(), cardOf('o1', 'main'));
    await chat.edit(posted, cardOf('o1', 'main'));
    const sent = slack.calls.filter((call) => call.method.startsWith('chat.'));
    const metadata = { event_type: 'shiproom', event_payload: { oid: 'o1' } };
    const quiet = { parse: 'none', link_names: 'false', unfurl_links: 'false', unfurl_media: 'false' };
    expect(sent.map(({ method, args }) => [method, args])).toMatchObject([
      ['chat.postMessage', { metadata, ...quiet }],
      ['chat.update', { metadata, ...quiet, ts: posted.message }],
    ]);
  });
});

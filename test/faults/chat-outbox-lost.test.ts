import { WebClient } from '@slack/web-api';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { PlatformError } from '../../bridge/ports/platform-error.ts';
import { allScopes } from '../support/slack/scopes.ts';
import { startSlack } from '../support/slack/server.ts';
import { openSlackScene, type SlackScene, type SlackSceneOptions } from './chat-outbox-scene.ts';

vi.setConfig({ testTimeout: 60_000 });

let scene: SlackScene | undefined;
afterEach(() => scene?.close());

const names = Array.from({ length: 10 }, (_, nth) => `m-${nth}`);

/** Ten messages into a channel, and ten into another, of which Slack takes each and never says so. */
async function lost(options: Partial<SlackSceneOptions> = {}, before?: (scene: SlackScene) => void) {
  scene = await openSlackScene({ channels: ['c1', 'c2'], ...options });
  const { slack, say, pass, words, row } = scene;
  before?.(scene);
  for (const how of ['reset', 'error'] as const) slack.loseNextReply('chat.postMessage', how, 1_000);
  scene.start();
  const ids: string[] = [];
  for (const channel of ['c1', 'c2'])
    for (const name of names) ids.push(await say(name, { channel: slack.channel(channel) }));
  await pass(240_000);
  const rows = await Promise.all(ids.map(row));
  return { read: [await words('c1'), await words('c2')], ends: new Set(rows.map((each) => each?.state)) };
}

describe('where the answer to every post is lost', () => {
  it('[F41] no message stands twice, and each ends as sent, where history can be read', async () => {
    const { read, ends } = await lost();
    expect(read).toEqual([names, names]);
    expect([...ends]).toEqual(['sent']);
  });

  it('[F13] no message stands twice where the clock went back by ten minutes after it was queued', async () => {
    scene = await openSlackScene({ channels: ['c1'] });
    const { slack, say, pass, words, clock } = scene;
    slack.loseNextReply('chat.postMessage', 'reset', 1_000);
    scene.start();
    await say('m-0', { channel: slack.channel('c1'), queuedAt: clock.now() + 600_000 });
    await pass(60_000);
    expect(await words('c1')).toEqual(['m-0']);
  });

  it('[F41] each stands twice at most, and is labelled then, where history cannot be read', async () => {
    const unreadable = allScopes.filter((scope) => !scope.endsWith(':history'));
    const { read } = await lost({}, ({ slack }) => slack.grant(unreadable));
    const twice = names.flatMap((name) => [name, `${name} (resent)`]);
    expect(read.map((each) => each.map((text) => text.replace(/^(m-\d+).*\(resent\)/, '$1 (resent)')))).toEqual([
      twice,
      twice,
    ]);
  });

  it('[F41] twin: where nobody looks, messages stand more than once and bear no label', async () => {
    const blind = (error: unknown) =>
      error instanceof PlatformError && error.fault === 'unsure'
        ? new PlatformError('unavailable', error.vendorWord)
        : error;
    const { read } = await lost({ change: blind });
    expect(read[0]?.filter((text) => text === 'm-0').length).toBeGreaterThan(1);
  });

  it('[F41] control: Slack’s own client, as it comes, posts three times what it calls one success', async () => {
    const slack = await startSlack({ channels: ['c1'] });
    try {
      slack.loseNextReply('chat.postMessage', 'reset', 2);
      // Its own default but for the time between two tries.
      const client = new WebClient(slack.tokens.bot, {
        slackApiUrl: slack.apiUrl,
        retryConfig: { retries: 10, factor: 1, minTimeout: 1, maxTimeout: 5 },
      });
      const answer = await client.apiCall('chat.postMessage', { channel: slack.channel('c1'), text: 'm-0' });
      const standing = await slack.messages('c1');
      expect([answer.ok, standing.map(({ text }) => text)]).toEqual([true, ['m-0', 'm-0', 'm-0']]);
    } finally {
      await slack.close();
    }
  });
});

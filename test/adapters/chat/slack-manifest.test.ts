import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { botScopes, slackCreateLink, slackManifest } from '../../../bridge/adapters/chat/slack/manifest.ts';

const page = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'slack.md'), 'utf8');

describe('the Slack app', () => {
  it('asks for these scopes and events, and for Socket Mode', () => {
    expect(slackManifest()).toMatchObject({
      oauth_config: {
        scopes: { bot: ['chat:write', 'channels:history', 'app_mentions:read', 'commands', 'users:read'] },
      },
      features: { slash_commands: [{ command: '/shiproom' }] },
      settings: {
        event_subscriptions: { bot_events: ['app_mention', 'message.channels'] },
        socket_mode_enabled: true,
      },
    });
  });

  it('is made from a link that holds the whole manifest', () => {
    const link = new URL(slackCreateLink());
    expect(`${link.origin}${link.pathname}`).toBe('https://api.slack.com/apps');
    expect(link.searchParams.get('new_app')).toBe('1');
    expect(JSON.parse(link.searchParams.get('manifest_json') ?? '')).toEqual(slackManifest());
  });

  it('is explained in docs/slack.md, with the same link and the same reasons', () => {
    expect(page).toContain(`(${slackCreateLink()})`);
    for (const [scope, reason] of Object.entries(botScopes))
      expect(page).toContain(
        `| \`${scope}\` | ${reason.replaceAll('’', "'").replace('@shiproom', '`@shiproom`').replace('/shiproom', '`/shiproom`')} |`,
      );
  });
});

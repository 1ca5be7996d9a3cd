import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import {
  botScopes,
  optionalScopes,
  slackCreateLink,
  slackManifest,
} from '../../../bridge/adapters/chat/slack/manifest.ts';

const page = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'slack.md'), 'utf8');

const text = (max: number) => z.string().check(z.minLength(1), z.maxLength(max));

/** What Slack documents of those parts that we use, with its limits. https://docs.slack.dev/reference/app-manifest/ */
const Documented = z.strictObject({
  display_information: z.strictObject({
    name: text(35),
    description: text(140),
    background_color: z.string().check(z.regex(/^#(?:[0-9a-fA-F]{3}){1,2}$/)),
  }),
  features: z.strictObject({
    app_home: z.strictObject({
      home_tab_enabled: z.boolean(),
      messages_tab_enabled: z.boolean(),
      messages_tab_read_only_enabled: z.boolean(),
    }),
    bot_user: z.strictObject({
      display_name: text(80).check(z.regex(/^[a-z0-9._-]+$/)),
      always_online: z.boolean(),
    }),
    shortcuts: z
      .array(
        z.strictObject({
          // The dialogue for making a shortcut by hand takes 24 characters: https://docs.slack.dev/interactivity/implementing-shortcuts/
          name: text(24),
          type: z.enum(['global', 'message']),
          callback_id: text(255),
          description: text(150),
        }),
      )
      .check(z.maxLength(10)),
    slash_commands: z
      .array(
        z.strictObject({
          command: text(32).check(z.regex(/^\/[a-z0-9_-]+$/)),
          description: text(2000),
          usage_hint: text(1000),
          should_escape: z.boolean(),
        }),
      )
      .check(z.maxLength(50)),
  }),
  oauth_config: z.strictObject({
    scopes: z.strictObject({ bot: z.array(text(100)).check(z.minLength(1), z.maxLength(255)) }),
  }),
  settings: z.strictObject({
    event_subscriptions: z.strictObject({ bot_events: z.array(text(100)).check(z.maxLength(100)) }),
    interactivity: z.strictObject({ is_enabled: z.boolean() }),
    org_deploy_enabled: z.boolean(),
    socket_mode_enabled: z.boolean(),
    token_rotation_enabled: z.boolean(),
  }),
});

/** The scope that each event needs, as its page of https://docs.slack.dev/reference/events/ names it. */
const needs: Readonly<Record<string, string | undefined>> = {
  app_home_opened: undefined,
  app_mention: 'app_mentions:read',
  'message.channels': 'channels:history',
  'message.im': 'im:history',
  'message.groups': 'groups:history',
  user_change: 'users:read',
};

const shapes = [{}, { privateChannels: true }];

describe('the Slack app', () => {
  it.each(shapes)('keeps to what Slack takes in a manifest: %j', (wish) => {
    expect(Documented.safeParse(slackManifest(wish)).error).toBeUndefined();
  });

  it('asks for the fewest scopes, for Socket Mode, a home and a shortcut', () => {
    const { features, oauth_config, settings } = slackManifest();
    expect(oauth_config?.scopes?.bot).toEqual(Object.keys(botScopes));
    expect(Object.keys(botScopes).toSorted()).toEqual([
      'app_mentions:read',
      'channels:history',
      'chat:write',
      'commands',
      'im:history',
      'users:read',
    ]);
    expect(features).toMatchObject({
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
      slash_commands: [{ command: '/shiproom' }],
      shortcuts: [{ type: 'message', callback_id: 'send_to_editor' }],
    });
    expect(settings).toMatchObject({ socket_mode_enabled: true, interactivity: { is_enabled: true } });
    expect(JSON.stringify(slackManifest())).not.toMatch(/https?:/);
  });

  it.each(shapes)('has the scope of each event that it hears: %j', (wish) => {
    const { oauth_config, settings } = slackManifest(wish);
    const events = settings?.event_subscriptions?.bot_events ?? [];
    const lacking = events.filter((event) => {
      expect(needs).toHaveProperty([event]);
      const scope = needs[event];
      return scope !== undefined && !oauth_config?.scopes?.bot?.some((each) => each === scope);
    });
    expect(lacking).toEqual([]);
  });

  it('hears private channels only where that is wanted', () => {
    expect(JSON.stringify(slackManifest())).not.toContain('groups');
    expect(JSON.stringify(slackManifest({ privateChannels: true }))).toContain('message.groups');
  });

  it.each(shapes)('is made from a link that holds the whole manifest: %j', (wish) => {
    const link = new URL(slackCreateLink(wish));
    expect(`${link.origin}${link.pathname}`).toBe('https://api.slack.com/apps');
    expect(link.searchParams.get('new_app')).toBe('1');
    expect(JSON.parse(link.searchParams.get('manifest_json') ?? '')).toEqual(slackManifest(wish));
  });

  it('is explained in docs/slack.md, with the same link and the same reasons', () => {
    expect(page).toContain(`(${slackCreateLink()})`);
    for (const [scope, reason] of Object.entries({ ...botScopes, ...optionalScopes }))
      expect(page).toContain(`| \`${scope}\` | ${asMarkdown(reason)} |`);
  });
});

/** Marked as a page marks it. */
const asMarkdown = (reason: string): string =>
  reason.replaceAll('’', "'").replaceAll(/@shiproom|(?<![a-z])\/shiproom|message\.groups/g, (name) => `\`${name}\``);

import type { AppsManifestCreateArguments } from '@slack/web-api';

const scopes = ['chat:write', 'channels:history', 'app_mentions:read', 'im:history', 'commands', 'users:read'] as const;

/** What the bot may do, and why; docs/slack.md shows it to whoever installs the app. The app-level token needs `connections:write` besides. */
export const botScopes: Readonly<Record<(typeof scopes)[number], string>> = {
  'chat:write': 'post the branch cards and the room’s messages, edit them in place, and answer people alone',
  'channels:history':
    'read what is said in the channel it was invited to, also what was said while the bridge was away',
  'app_mentions:read': 'hear @shiproom, in threads too, where Slack has no slash commands',
  'im:history': 'hear what somebody writes to it in a direct message',
  commands: 'offer /shiproom, and “Send to my editor” in the menu of a message',
  'users:read': 'show names instead of ids, and tell members from guests',
};

/** What a team may add to it, and what it then gets. */
export const optionalScopes = {
  'groups:history': 'the same for private channels; it comes with the event message.groups',
  'im:write':
    'find out whether a direct message stands already, where Slack’s answer to it was lost; without it, it is sent once more',
  'chat:write.customize': 'show the names of people in the room as those of authors, beside their words',
} as const;

/** The name under which Slack tells us that somebody chose the shortcut. */
export const sendToEditor = 'send_to_editor';

export interface ManifestWish {
  /** It is to hear private channels as well. */
  readonly privateChannels?: boolean;
}

/** The Slack app that a team makes for itself, within https://docs.slack.dev/reference/app-manifest/. It has no address: all comes by Socket Mode. */
export function slackManifest({ privateChannels = false }: ManifestWish = {}): AppsManifestCreateArguments['manifest'] {
  return {
    display_information: {
      name: 'Shiproom',
      description: 'Every branch’s state in one message, and the bot’s commands.',
      background_color: '#1f2328',
    },
    features: {
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
      bot_user: { display_name: 'shiproom', always_online: true },
      shortcuts: [
        {
          name: 'Send to my editor',
          type: 'message',
          callback_id: sendToEditor,
          description: 'Shows this message in your editor, to you alone',
        },
      ],
      slash_commands: [
        {
          command: '/shiproom',
          description: 'Run a command of the room',
          usage_hint: 'help | status [branch] | ci run [branch] | pair',
          should_escape: false,
        },
      ],
    },
    oauth_config: {
      scopes: { bot: [...scopes, ...(privateChannels ? (['groups:history'] as const) : [])] },
    },
    settings: {
      event_subscriptions: {
        bot_events: [
          'app_home_opened',
          'app_mention',
          'message.channels',
          'message.im',
          'user_change',
          ...(privateChannels ? (['message.groups'] as const) : []),
        ],
      },
      interactivity: { is_enabled: true },
      org_deploy_enabled: false,
      socket_mode_enabled: true,
      token_rotation_enabled: false,
    },
  };
}

/** Where a browser makes that app, with everything filled in. */
export const slackCreateLink = (wish: ManifestWish = {}): string =>
  `https://api.slack.com/apps?new_app=1&manifest_json=${encodeURIComponent(JSON.stringify(slackManifest(wish)))}`;

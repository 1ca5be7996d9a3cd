/** What the bot may do, and why; docs/slack.md shows it to whoever installs the app. The app-level token needs `connections:write` besides. */
export const botScopes = {
  'chat:write': 'post the branch cards and the room’s messages, and edit them in place',
  'channels:history':
    'read what is said in the channel it was invited to, also what was said while the bridge was away',
  'app_mentions:read': 'hear @shiproom, in threads too, where Slack has no slash commands',
  commands: 'offer /shiproom',
  'users:read': 'show names instead of ids, and tell members from guests',
} as const;

/** The Slack app that a team makes for itself. https://docs.slack.dev/reference/app-manifest/ */
export function slackManifest(): object {
  return {
    display_information: {
      name: 'Shiproom',
      description: 'Every branch’s state in one message, and the bot’s commands.',
      background_color: '#1f2328',
    },
    features: {
      bot_user: { display_name: 'shiproom', always_online: true },
      slash_commands: [
        {
          command: '/shiproom',
          description: 'Run a command of the room',
          usage_hint: 'help | status [branch] | ci run [branch]',
          should_escape: false,
        },
      ],
    },
    oauth_config: { scopes: { bot: Object.keys(botScopes) } },
    settings: {
      event_subscriptions: { bot_events: ['app_mention', 'message.channels'] },
      interactivity: { is_enabled: false },
      org_deploy_enabled: false,
      socket_mode_enabled: true,
      token_rotation_enabled: false,
    },
  };
}

/** Where a browser makes that app, with everything filled in. */
export const slackCreateLink = (): string =>
  `https://api.slack.com/apps?new_app=1&manifest_json=${encodeURIComponent(JSON.stringify(slackManifest()))}`;

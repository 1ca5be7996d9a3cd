import { randomUUID } from 'node:crypto';
import type { SlackMessage } from './messages.ts';
import { shiproom, team } from './workspace.ts';

/** The frame around every event. https://docs.slack.dev/apis/events-api/#callback-field */
export const framed = (event: Readonly<Record<string, unknown>>) => ({
  token: 'none',
  team_id: team,
  api_app_id: shiproom.appId,
  type: 'event_callback',
  event_id: `Ev${randomUUID().replaceAll('-', '').slice(0, 10).toUpperCase()}`,
  event_time: Math.floor(Number(event['event_ts'])),
  authorizations: [{ enterprise_id: null, team_id: team, user_id: shiproom.userId, is_bot: true }],
  is_ext_shared_channel: false,
  event,
});

/** Metadata travels by history alone. https://docs.slack.dev/messaging/message-metadata/ */
function bare(message: SlackMessage): Omit<SlackMessage, 'metadata'> {
  const { metadata, ...rest } = message;
  return metadata ? rest : message;
}

/** https://docs.slack.dev/reference/events/message.im/ and https://docs.slack.dev/reference/events/message.channels/ */
const place = (channel: string) => ({ channel, channel_type: channel.startsWith('D') ? 'im' : 'channel' });

export const messageEvent = (channel: string, message: SlackMessage) => ({
  ...bare(message),
  ...place(channel),
  event_ts: message.ts,
});

/** https://docs.slack.dev/reference/events/app_mention/ : where somebody else names our bot; not in a direct message. It has no channel_type. */
export function mentionEvent(channel: string, message: SlackMessage): Record<string, unknown> | undefined {
  const named = message.text.includes(`<@${shiproom.userId}>`) && !channel.startsWith('D');
  if (message.user === shiproom.userId || !named) return undefined;
  return { ...bare(message), type: 'app_mention', channel, event_ts: message.ts };
}

const hidden = (channel: string, event_ts: string, subtype: string) => ({
  type: 'message',
  subtype,
  hidden: true,
  ...place(channel),
  ts: event_ts,
  event_ts,
});

/** https://docs.slack.dev/reference/events/message/message_changed/ */
export const changedEvent = (channel: string, message: SlackMessage, before: SlackMessage, event_ts: string) => ({
  ...hidden(channel, event_ts, 'message_changed'),
  message: bare(message),
  previous_message: bare(before),
});

/** https://docs.slack.dev/reference/events/message/message_deleted/ */
export const deletedEvent = (channel: string, before: SlackMessage, event_ts: string) => ({
  ...hidden(channel, event_ts, 'message_deleted'),
  deleted_ts: before.ts,
  previous_message: bare(before),
});

/** https://docs.slack.dev/reference/events/user_change/ : the user object in full. */
export const userChangedEvent = (user: Readonly<Record<string, unknown>>, event_ts: string) => ({
  type: 'user_change',
  user,
  cache_ts: Math.floor(Number(event_ts)),
  event_ts,
});

/** https://docs.slack.dev/reference/events/app_home_opened/ */
export const homeEvent = (user: string, channel: string, tab: 'home' | 'messages', event_ts: string) => ({
  type: 'app_home_opened',
  user,
  channel,
  tab,
  event_ts,
});

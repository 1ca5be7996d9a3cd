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

/** https://docs.slack.dev/reference/events/message.channels/ */
export const messageEvent = (channel: string, message: SlackMessage) => ({
  ...bare(message),
  channel,
  channel_type: 'channel',
  event_ts: message.ts,
});

/** https://docs.slack.dev/reference/events/app_mention/ : where somebody else names our bot. It has no channel_type. */
export function mentionEvent(channel: string, message: SlackMessage): Record<string, unknown> | undefined {
  if (message.user === shiproom.userId || !message.text.includes(`<@${shiproom.userId}>`)) return undefined;
  return { ...bare(message), type: 'app_mention', channel, event_ts: message.ts };
}

/** https://docs.slack.dev/reference/events/message/message_changed/ */
export const changedEvent = (channel: string, message: SlackMessage, eventTs: string) => ({
  type: 'message',
  subtype: 'message_changed',
  hidden: true,
  channel,
  channel_type: 'channel',
  ts: eventTs,
  event_ts: eventTs,
  message: bare(message),
});

/** https://docs.slack.dev/reference/events/message/message_deleted/ */
export const deletedEvent = (channel: string, ts: string, eventTs: string) => ({
  type: 'message',
  subtype: 'message_deleted',
  hidden: true,
  channel,
  channel_type: 'channel',
  ts: eventTs,
  event_ts: eventTs,
  deleted_ts: ts,
});

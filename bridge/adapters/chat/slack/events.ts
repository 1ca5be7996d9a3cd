import { EventBody, MessageChanged, MessageDeleted, SlackMessage } from './schema.ts';
import type { Take } from './take.ts';

/** What an event of the Events API is to us: something in a channel, to be told in its turn; or something that one person does, or becomes. */
type Happened =
  | { readonly type: 'in-channel'; readonly tell: Tell }
  | { readonly type: 'direct'; readonly event: unknown }
  | { readonly type: 'home'; readonly event: unknown }
  | { readonly type: 'member'; readonly event: unknown };

/** Reads an event; undefined where it is nothing to us. A mention is a message too, and comes besides the other event of it. */
export function whatHappened(body: unknown, channels: readonly string[]): Happened | undefined {
  const parsed = EventBody.safeParse(body);
  if (!parsed.success) return undefined;
  const { event } = parsed.data;
  if (event.type === 'app_home_opened') return { type: 'home', event };
  if (event.type === 'user_change') return { type: 'member', event };
  if (event.type !== 'message' && event.type !== 'app_mention') return undefined;
  if (event['channel_type'] === 'im') return { type: 'direct', event };
  const { channel } = event;
  return channel !== undefined && channels.includes(channel) ? inChannel(channel, event) : undefined;
}

function inChannel(channel: string, event: { readonly subtype?: string | undefined }): Happened | undefined {
  if (event.subtype === 'message_changed') {
    const change = MessageChanged.safeParse(event);
    return change.success ? told((take) => take.changed(channel, change.data)) : undefined;
  }
  if (event.subtype === 'message_deleted') {
    const deletion = MessageDeleted.safeParse(event);
    return deletion.success ? told((take) => take.deleted(channel, deletion.data)) : undefined;
  }
  const message = SlackMessage.safeParse(event);
  return message.success ? told((take, live) => take.said(channel, message.data, live)) : undefined;
}

type Tell = (take: Take, live: boolean) => Promise<void>;
const told = (tell: Tell): Happened => ({ type: 'in-channel', tell });

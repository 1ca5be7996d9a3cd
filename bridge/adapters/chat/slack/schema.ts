import * as z from 'zod/mini';

const Ts = z.string().check(z.regex(/^\d{1,12}\.\d{1,9}$/));

const orElse = z.catch;
/** A field that is left out where it is not as it should be, since one odd field must not cost the words. */
const lenient = <T>(shape: z.ZodMiniType<T>) => orElse(z.optional(shape), undefined);

/** https://docs.slack.dev/reference/methods/auth.test/ */
export const AuthTest = z.object({ team_id: z.string(), user_id: z.string(), bot_id: z.optional(z.string()) });
export type AuthTest = z.infer<typeof AuthTest>;

export const PostedMessage = z.object({ channel: z.string(), ts: Ts });

/** https://docs.slack.dev/reference/objects/user-object/ , as users.info answers it, and https://docs.slack.dev/reference/events/user_change/ tells it. */
export const UserInfo = z.object({
  user: z.object({
    id: z.string(),
    team_id: z.optional(z.string()),
    name: z.string(),
    real_name: z.optional(z.string()),
    profile: z.optional(z.object({ display_name: z.optional(z.string()), real_name: z.optional(z.string()) })),
    deleted: z.optional(z.boolean()),
    is_bot: z.optional(z.boolean()),
    is_restricted: z.optional(z.boolean()),
    is_ultra_restricted: z.optional(z.boolean()),
    is_stranger: z.optional(z.boolean()),
    /** Of an Enterprise organisation: the workspaces that this person is in. */
    enterprise_user: lenient(z.object({ teams: z.optional(z.array(z.string())) })),
  }),
});
export type UserInfo = z.infer<typeof UserInfo>;

/** https://docs.slack.dev/reference/events/message/ */
export const SlackMessage = z.object({
  ts: Ts,
  thread_ts: z.optional(Ts),
  latest_reply: lenient(Ts),
  subtype: z.optional(z.string()),
  user: z.optional(z.string()),
  /** Of which workspace the author is, where Slack says it. */
  team: lenient(z.string()),
  user_team: lenient(z.string()),
  source_team: lenient(z.string()),
  bot_id: z.optional(z.string()),
  username: lenient(z.string()),
  bot_profile: lenient(z.object({ name: z.optional(z.string()) })),
  text: lenient(z.string()),
  blocks: lenient(z.array(z.unknown())),
  attachments: lenient(z.array(z.unknown())),
  files: lenient(z.array(z.object({ name: z.optional(z.nullable(z.string())) }))),
  edited: lenient(z.object({ ts: Ts })),
  metadata: lenient(z.object({ event_type: z.string(), event_payload: z.record(z.string(), z.unknown()) })),
});
export type SlackMessage = z.infer<typeof SlackMessage>;

export const HistoryPage = z.object({
  messages: z.array(z.unknown()),
  response_metadata: z.optional(z.object({ next_cursor: z.optional(z.string()) })),
});

/** An event of the Events API, up to what kind it is. */
export const EventBody = z.object({
  event: z.looseObject({ type: z.string(), subtype: lenient(z.string()), channel: lenient(z.string()) }),
});

/** https://docs.slack.dev/reference/events/message/message_changed/ */
export const MessageChanged = z.object({
  event_ts: Ts,
  message: SlackMessage,
  previous_message: lenient(SlackMessage),
});
export type MessageChanged = z.infer<typeof MessageChanged>;

/** https://docs.slack.dev/reference/events/message/message_deleted/ */
export const MessageDeleted = z.object({
  event_ts: Ts,
  deleted_ts: Ts,
  previous_message: lenient(SlackMessage),
});
export type MessageDeleted = z.infer<typeof MessageDeleted>;

/** https://docs.slack.dev/reference/events/app_home_opened/ */
export const HomeOpened = z.object({ user: z.string(), tab: lenient(z.string()) });

/** https://docs.slack.dev/reference/methods/conversations.open/ */
export const OpenedConversation = z.object({ channel: z.object({ id: z.string() }) });

/** Slack is about to close a connection. */
export const Farewell = z.object({ type: z.literal('disconnect'), reason: lenient(z.string()) });

/** https://docs.slack.dev/interactivity/implementing-slash-commands/ */
export const SlashCommand = z.object({
  team_id: lenient(z.string()),
  channel_id: z.string(),
  user_id: z.string(),
  text: z.optional(z.string()),
  trigger_id: z.string(),
  response_url: z.optional(z.string()),
});
export type SlashCommand = z.infer<typeof SlashCommand>;

/** Anything at all: where only the fact that it was done matters. */
export const Done = z.object({});

const Someone = z.object({ id: z.string(), team_id: lenient(z.string()) });
const interaction = {
  trigger_id: z.string(),
  user: Someone,
  team: lenient(z.object({ id: z.string() })),
  response_url: lenient(z.string()),
};

/** https://docs.slack.dev/reference/interaction-payloads/block_actions-payload/ */
export const BlockActions = z.object({
  type: z.literal('block_actions'),
  ...interaction,
  channel: lenient(z.object({ id: z.string() })),
  container: lenient(
    z.object({ type: z.string(), message_ts: lenient(Ts), is_ephemeral: lenient(z.boolean()), thread_ts: lenient(Ts) }),
  ),
  message: lenient(z.object({ ts: Ts, thread_ts: lenient(Ts) })),
  actions: z.array(z.object({ value: lenient(z.string()) })),
});
export type BlockActions = z.infer<typeof BlockActions>;

/** https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload/ */
export const MessageShortcut = z.object({
  type: z.literal('message_action'),
  ...interaction,
  callback_id: z.string(),
  channel: z.object({ id: z.string() }),
  message: SlackMessage,
});
export type MessageShortcut = z.infer<typeof MessageShortcut>;

/** What a button of ours carries: the deed's name, and the line that does it. */
export const ButtonValue = z.object({ key: z.string(), line: z.string() });

import * as z from 'zod/mini';

const Ts = z.string().check(z.regex(/^\d{1,12}\.\d{1,9}$/));

const orElse = z.catch;
/** A field that is left out where it is not as it should be, since one odd field must not cost the words. */
const lenient = <T>(shape: z.ZodMiniType<T>) => orElse(z.optional(shape), undefined);

/** https://docs.slack.dev/reference/methods/auth.test/ */
export const AuthTest = z.object({ team_id: z.string(), user_id: z.string(), bot_id: z.optional(z.string()) });
export type AuthTest = z.infer<typeof AuthTest>;

export const PostedMessage = z.object({ channel: z.string(), ts: Ts });

/** https://docs.slack.dev/reference/objects/user-object/ */
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
  bot_id: z.optional(z.string()),
  username: lenient(z.string()),
  bot_profile: lenient(z.object({ name: z.optional(z.string()) })),
  text: lenient(z.string()),
  blocks: lenient(z.array(z.unknown())),
  attachments: lenient(z.array(z.unknown())),
  files: lenient(z.array(z.object({ name: z.optional(z.nullable(z.string())) }))),
  metadata: lenient(z.object({ event_type: z.string(), event_payload: z.record(z.string(), z.unknown()) })),
});
export type SlackMessage = z.infer<typeof SlackMessage>;

export const HistoryPage = z.object({
  messages: z.array(z.unknown()),
  response_metadata: z.optional(z.object({ next_cursor: z.optional(z.string()) })),
});

/** An event of the Events API, up to what kind it is. */
export const EventBody = z.object({ event: z.looseObject({ type: z.string(), channel: z.optional(z.unknown()) }) });

/** Slack is about to close a connection. */
export const Farewell = z.object({ type: z.literal('disconnect') });

/** https://docs.slack.dev/interactivity/implementing-slash-commands/ */
export const SlashCommand = z.object({
  channel_id: z.string(),
  user_id: z.string(),
  text: z.optional(z.string()),
  trigger_id: z.string(),
  response_url: z.optional(z.string()),
});
export type SlashCommand = z.infer<typeof SlashCommand>;

/** Anything at all: where only the fact that it was done matters. */
export const Done = z.object({});

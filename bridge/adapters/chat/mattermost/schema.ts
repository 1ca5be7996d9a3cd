import * as z from 'zod/mini';

const orElse = z.catch;
/** A field that is left out where it is not as it should be, since one odd field must not cost the words. */
export const lenient = <T>(shape: z.ZodMiniType<T>) => orElse(z.optional(shape), undefined);
const Id = z.string().check(z.regex(/^[a-z0-9]{26}$/));
const at = orElse(z.int().check(z.nonnegative()), 0);

/** https://api.mattermost.com/#tag/errors */
export const Refused = z.object({ id: z.string().check(z.regex(/^[\w.-]{1,120}$/)) });

/** https://api.mattermost.com/#tag/posts : a thread is named by its first post, `root_id`; the other posts have it empty. */
export const Post = z.object({
  id: Id,
  create_at: z.int().check(z.positive()),
  edit_at: at,
  delete_at: at,
  user_id: z.string(),
  channel_id: z.string(),
  root_id: orElse(z.union([Id, z.literal('')]), ''),
  type: orElse(z.string(), ''),
  message: orElse(z.string(), ''),
  props: lenient(z.record(z.string(), z.unknown())),
  metadata: lenient(z.object({ files: lenient(z.array(z.object({ name: lenient(z.string()) }))) })),
});
export type Post = z.infer<typeof Post>;

/** Newest first. */
export const PostList = z.object({ order: z.array(z.string()), posts: z.record(z.string(), z.unknown()) });
export type PostList = z.infer<typeof PostList>;

/** https://api.mattermost.com/#tag/users */
export const User = z.object({
  id: Id,
  username: z.string(),
  nickname: lenient(z.string()),
  first_name: lenient(z.string()),
  last_name: lenient(z.string()),
  roles: orElse(z.string(), 'system_guest'),
  delete_at: at,
  is_bot: lenient(z.boolean()),
  remote_id: lenient(z.string()),
});
export type User = z.infer<typeof User>;
/** The data of `user_updated`, which is sent to everybody where somebody was deactivated, or made a guest. */
export const UserEvent = z.object({ user: z.extend(User, { roles: z.string() }) });
export const UserList = z.array(z.unknown());

/** https://api.mattermost.com/#tag/teams */
export const TeamMember = z.object({ user_id: z.string(), delete_at: at, scheme_guest: lenient(z.boolean()) });

/** https://api.mattermost.com/#tag/channels */
export const Channel = z.object({
  id: Id,
  team_id: orElse(z.string(), ''),
  type: orElse(z.string(), ''),
  last_post_at: at,
});
export const ChannelList = z.array(z.unknown());

/** https://api.mattermost.com/#tag/WebSocket : an event, or the answer to something that we sent. */
export const Frame = z.union([
  z.object({ event: z.string(), seq: z.int(), data: z.record(z.string(), z.unknown()) }),
  z.object({ seq_reply: z.int(), status: z.string() }),
]);
export type SocketEvent = Extract<z.infer<typeof Frame>, { readonly event: string }>;

/** The data of `posted`, `post_edited` and `post_deleted`: the post is JSON in JSON. */
export const PostEvent = z.object({ post: z.string(), channel_type: lenient(z.string()) });

/** https://developers.mattermost.com/integrate/plugins/interactive-messages/ */
export const ActionRequest = z.object({
  user_id: Id,
  post_id: Id,
  trigger_id: z.string().check(z.minLength(1)),
  context: z.object({ offer: z.string(), mac: z.string() }),
});
export type ActionRequest = z.infer<typeof ActionRequest>;

/** https://developers.mattermost.com/integrate/plugins/interactive-dialogs/ */
export const DialogSubmission = z.object({
  type: z.literal('dialog_submission'),
  user_id: Id,
  state: z.string(),
  cancelled: lenient(z.boolean()),
});
export type DialogSubmission = z.infer<typeof DialogSubmission>;

/** https://developers.mattermost.com/integrate/slash-commands/custom/ */
export const SlashCommand = z.object({
  token: z.string(),
  channel_id: Id,
  user_id: Id,
  text: orElse(z.string(), ''),
  trigger_id: z.string().check(z.minLength(1)),
  root_id: lenient(Id),
  response_url: lenient(z.string()),
});
export type SlashCommand = z.infer<typeof SlashCommand>;

/** What a button of ours asks for. `oid` names the post that it is on, which has no id yet when the button is made. */
export const Offer = z.object({
  oid: z.string(),
  key: z.string(),
  line: z.string(),
  confirm: z.optional(z.object({ title: z.string(), text: z.string(), ok: z.string() })),
});
export type Offer = z.infer<typeof Offer>;

/** What somebody is asked to confirm. Their client holds it, so that it says whose it is and until when. */
export const Question = z.object({
  key: z.string(),
  line: z.string(),
  message: z.string(),
  channel: z.string(),
  thread: z.string(),
  user: z.string(),
  id: z.string(),
  until: z.int(),
});
export type Question = z.infer<typeof Question>;

/** Anything at all: where only the fact that it was done matters. */
export const Done = z.unknown();

import { forClient } from './shown.ts';
import { type MattermostPost, newId, type Site } from './site.ts';

/** One call of the REST API, by somebody. */
export interface Call {
  readonly at: number;
  readonly method: string;
  /** Below `/api/v4`, without what is asked. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly by: string;
}

export interface Answered {
  readonly status: number;
  readonly body: unknown;
}

/** What a call has to say to the rest of the server. */
export interface Doing {
  readonly site: Site;
  /** Tells everybody in the post's channel. */
  readonly tell: (event: 'posted' | 'post_edited' | 'post_deleted', post: MattermostPost) => void;
  /** Whether bots may make ephemeral posts: `create_post_ephemeral`, "currently only given to system admin". */
  readonly mayWhisper: () => boolean;
  readonly whispered: (user: string, message: string) => void;
  readonly dialog: (asked: unknown) => Answered;
}

type Route = (call: Call, doing: Doing, ...ids: string[]) => Answered;

const ok = (body: unknown, status = 200): Answered => ({ status, body });
/** https://api.mattermost.com/#tag/errors */
export const refused = (status: number, id: string): Answered => ({
  status,
  body: { id, message: id, request_id: newId(), status_code: status },
});
const forbidden = refused(403, 'api.context.permissions.app_error');
const missing = (id: string) => refused(404, id);

/** `order` has the newest first. */
function list(posts: readonly MattermostPost[]): Answered {
  const order = posts.toSorted((a, b) => b.create_at - a.create_at).map(({ id }) => id);
  return ok({ order, posts: Object.fromEntries(posts.map((post) => [post.id, forClient(post)])) });
}

const isMember = ({ site }: Doing, channel: string, user: string): boolean =>
  site.channels.get(channel)?.members.includes(user) ?? false;

/** https://api.mattermost.com/#tag/posts/operation/CreatePost */
const create: Route = ({ by, body }, doing) => {
  const { site, tell } = doing;
  const { channel_id = '', message = '', root_id = '', props = {} } = body as Partial<MattermostPost>;
  if (!isMember(doing, channel_id, by)) return forbidden;
  const root = site.posts.get(root_id);
  if (root_id !== '' && (!root || root.delete_at > 0 || root.root_id !== ''))
    return refused(400, 'api.post.create_post.root_id.app_error');
  if (root && root.channel_id !== channel_id) return refused(400, 'api.post.create_post.channel_root_id.app_error');
  if (Array.from(message).length > 16_383) return refused(400, 'api.post.create_post.message_length.app_error');
  const bot = site.byId(by)?.is_bot ? { from_bot: 'true' } : {};
  const post = site.add({ channel_id, message, root_id, user_id: by, props: { ...props, ...bot } });
  tell('posted', post);
  return ok(forClient(post), 201);
};

/** A post that is not there is refused as one of somebody else's is: `patchPost` in the server's `api4/post.go`. */
const patch: Route = ({ by, body }, { site, tell }, id = '') => {
  const post = site.posts.get(id);
  if (!post || post.delete_at > 0 || post.user_id !== by) return forbidden;
  const { message = post.message, props = post.props } = body as Partial<MattermostPost>;
  const edit_at = message === post.message ? post.edit_at : site.tick();
  const changed = site.change(post, { message, props, edit_at });
  tell('post_edited', changed);
  return ok(forClient(changed));
};

const remove: Route = ({ by }, { site, tell }, id = '') => {
  const post = site.posts.get(id);
  if (!post || post.delete_at > 0 || post.user_id !== by) return forbidden;
  tell('post_deleted', site.change(post, { delete_at: site.tick() }));
  return ok({ status: 'OK' });
};

const read: Route = ({ by }, doing, id = '') => {
  const post = doing.site.posts.get(id);
  if (!post || post.delete_at > 0) return missing('app.post.get.app_error');
  return isMember(doing, post.channel_id, by) ? ok(forClient(post)) : forbidden;
};

const thread: Route = ({ by }, doing, id = '') => {
  const root = doing.site.posts.get(id);
  if (!root || root.delete_at > 0) return missing('app.post.get.app_error');
  if (!isMember(doing, root.channel_id, by)) return forbidden;
  return list(doing.site.standing(root.channel_id).filter((post) => post.id === id || post.root_id === id));
};

/** https://api.mattermost.com/#tag/posts/operation/GetPostsForChannel : with `since` what was deleted, too, and a thousand at most. */
const inChannel: Route = ({ by, query }, doing, id = '') => {
  if (!isMember(doing, id, by)) return forbidden;
  const { site } = doing;
  const since = query.get('since');
  if (since !== null) {
    const changed = [...site.posts.values()].filter((post) => post.channel_id === id && post.update_at > Number(since));
    return list(changed.toSorted((a, b) => b.create_at - a.create_at).slice(0, 1000));
  }
  const before = site.posts.get(query.get('before') ?? '')?.create_at ?? Infinity;
  const size = Math.min(Number(query.get('per_page') ?? 60), 200);
  return list(
    site
      .standing(id)
      .filter((post) => post.create_at < before)
      .slice(-size),
  );
};

const ephemeral: Route = ({ body }, { mayWhisper, whispered }) => {
  if (!mayWhisper()) return forbidden;
  const { user_id, post } = body as { readonly user_id: string; readonly post: { readonly message: string } };
  whispered(user_id, post.message);
  return ok({ id: newId(), ...post }, 201);
};

const routes: readonly (readonly [method: string, path: RegExp, route: Route])[] = [
  ['GET', /^\/users\/(\w+)$/, ({ by }, { site }, id = '') => userOf(site, id === 'me' ? by : id)],
  ['GET', /^\/users\/me\/channels$/, ({ by }, { site }) => ok(channelsOf(site, by))],
  ['POST', /^\/users\/usernames$/, ({ body }, { site }) => ok(named(site, body as string[]))],
  ['GET', /^\/teams\/(\w+)\/members\/(\w+)$/, (_, { site }, team, user) => memberOf(site, team, user)],
  ['GET', /^\/channels\/(\w+)$/, ({ by }, doing, id = '') => channelOf(doing, id, by)],
  ['POST', /^\/channels\/direct$/, ({ body }, { site }) => directOf(site, body as string[])],
  ['GET', /^\/channels\/(\w+)\/posts$/, inChannel],
  ['POST', /^\/posts$/, create],
  ['POST', /^\/posts\/ephemeral$/, ephemeral],
  ['GET', /^\/posts\/(\w+)$/, read],
  ['GET', /^\/posts\/(\w+)\/thread$/, thread],
  ['PUT', /^\/posts\/(\w+)\/patch$/, patch],
  ['DELETE', /^\/posts\/(\w+)$/, remove],
  ['POST', /^\/actions\/dialogs\/open$/, ({ body }, { dialog }) => dialog(body)],
];

function userOf(site: Site, id: string): Answered {
  const user = site.byId(id);
  return user ? ok(user) : missing('app.user.missing_account.const');
}

const named = (site: Site, usernames: readonly string[]) =>
  Object.values(site.users).filter(({ username }) => usernames.includes(username));

function memberOf(site: Site, team = '', user = ''): Answered {
  if (team !== site.team || !site.byId(user) || !site.inTeam(user))
    return missing('app.team.get_member.missing.app_error');
  return ok({ team_id: team, user_id: user, delete_at: 0, scheme_guest: false, roles: 'team_user' });
}

function channelOf(doing: Doing, id: string, by: string): Answered {
  const channel = doing.site.channels.get(id);
  if (!channel) return missing('app.channel.get.existing.app_error');
  return isMember(doing, id, by) ? ok({ ...channel, members: undefined }) : forbidden;
}

const channelsOf = (site: Site, user: string) =>
  [...site.channels.values()]
    .filter(({ members }) => members.includes(user))
    .map((channel) => ({
      ...channel,
      members: undefined,
      last_post_at: site.standing(channel.id).at(-1)?.create_at ?? 0,
    }));

function directOf(site: Site, [one, other]: readonly string[]): Answered {
  if (one === undefined || other === undefined || !site.byId(one) || !site.byId(other))
    return refused(400, 'api.channel.create_direct_channel.invalid_user.app_error');
  return ok({ ...site.direct(one, other), members: undefined }, 201);
}

/** What the API answers. */
export function answer(call: Call, doing: Doing): Answered {
  for (const [method, path, route] of routes) {
    const found = method === call.method ? path.exec(call.path) : null;
    if (found) return route(call, doing, ...found.slice(1));
  }
  return missing('api.context.404.app_error');
}

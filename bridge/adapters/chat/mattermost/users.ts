import { shownName } from '../../messages/shown-name.ts';
import type { ChatUser } from '../../../ports/chat-platform.ts';
import { PlatformError } from '../../../ports/platform-error.ts';
import { unlessGone } from '../../http/caller.ts';
import type { MattermostApi } from './api.ts';
import type { MattermostConfig } from './config.ts';

import { Channel, type Post, TeamMember, User, UserList } from './schema.ts';

/** Somebody who was made a guest stays a member for us no longer than this. */
const keptMs = 300_000;
const keptMost = 1000;
const isUsername = /^[a-z0-9._-]{1,64}$/;

/** Somebody, and the name by which they are called: undefined where it is not known. */
export interface Known {
  readonly user: ChatUser;
  readonly username?: string;
}

export interface Users {
  /** Who this is. Where Mattermost does not say, a stranger named by the id: whoever is not surely a member is none. */
  lookUp(id: string): Promise<Known>;
  /** Who somebody is now, as Mattermost tells by itself, and as if they were in our team; what was remembered of them is forgotten. */
  changed(user: User): Promise<ChatUser>;
  /** Who wrote a post. A webhook's post bears the id of whoever made the webhook, who has not said it. */
  authorOf(post: Post): Promise<ChatUser>;
  /** People by the names that a text calls them by, in lower case; whoever is not there is left out. */
  named(usernames: readonly string[]): Promise<ReadonlyMap<string, ChatUser>>;
}

/** Looks people up, and remembers them for five minutes. */
export function createUsers(api: MattermostApi, { clock, channels, log }: MattermostConfig): Users {
  const kept = new Map<string, { readonly until: number; readonly known: Promise<Known> }>();
  const home = createHome(api, channels[0] ?? '');

  async function ask(id: string): Promise<Known> {
    const path = encodeURIComponent(id);
    const [ours, user] = await Promise.all([home(), api.call('GET', `/users/${path}`, User)]);
    const place = await unlessGone(() =>
      api.call('GET', `/teams/${encodeURIComponent(ours)}/members/${path}`, TeamMember),
    );
    const inTeam = place !== undefined && place.delete_at === 0 && place.scheme_guest !== true;
    const username = isUsername.test(user.username) ? { username: user.username } : {};
    return { user: chatUser(user, ours, inTeam), ...username };
  }

  async function lookUp(id: string): Promise<Known> {
    const last = kept.get(id);
    if (last && last.until > clock.now()) return last.known;
    if (kept.size >= keptMost) kept.clear();
    const known = ask(id).catch((error: unknown) => {
      kept.delete(id);
      const word = error instanceof PlatformError ? error.vendorWord : 'failure';
      log({
        level: 'warn',
        text: `somebody in Mattermost counts as no member, since they cannot be looked up: ${word}`,
      });
      return stranger(id);
    });
    kept.set(id, { until: clock.now() + keptMs, known });
    return known;
  }

  return {
    lookUp,
    async changed(user) {
      kept.delete(user.id);
      return chatUser(user, await home(), true);
    },
    authorOf: async (post) => asAuthor(post, (await lookUp(post.user_id)).user),
    async named(usernames) {
      const asked = usernames.filter((each) => isUsername.test(each)).slice(0, 20);
      if (asked.length === 0) return new Map();
      const found = await api.call('POST', '/users/usernames', UserList, asked).catch(() => []);
      const users = found.flatMap((each) => User.safeParse(each).data ?? []);
      const ours = await home().catch(() => 'unknown');
      return new Map(users.map((user) => [user.username, chatUser(user, ours, false)]));
    },
  };
}

const stranger = (user: string): Known => ({
  user: { team: 'unknown', user, name: user, bot: false, member: false, unsure: true },
});

/** The team that a channel is in: asked once, and again after a failure. */
function createHome(api: MattermostApi, channel: string): () => Promise<string> {
  let team: Promise<string> | undefined;
  return () => {
    team ??= api
      .call('GET', `/channels/${encodeURIComponent(channel)}`, Channel)
      .then(({ team_id }) => team_id)
      .catch((error: unknown) => {
        team = undefined;
        throw error;
      });
    return team;
  };
}

/** Marks that the server puts on what webhooks, bots, plugins and apps post: they are strings. */
const marks = ['from_webhook', 'from_bot', 'from_plugin', 'from_oauth_app'];
const byMachine = ({ props = {} }: Post): boolean =>
  marks.some((mark) => props[mark] === 'true' || props[mark] === true);

/** Whoever posted is not always who said it. */
function asAuthor(post: Post, user: ChatUser): ChatUser {
  if (!byMachine(post)) return user;
  const said = post.props?.['override_username'] ?? post.props?.['webhook_display_name'];
  return { ...user, name: shownName(typeof said === 'string' && said !== '' ? said : 'bot'), bot: true, member: false };
}

/** [T18] A member is a full user of this server, not of one that is connected with it, and in our own team. */
function chatUser(user: User, home: string, inTeam: boolean): ChatUser {
  const { is_bot: bot = false, remote_id: remote = '', roles } = user;
  const full = roles.split(/\s+/).includes('system_user') && user.delete_at === 0 && !bot;
  const whole = [user.first_name, user.last_name].filter(Boolean).join(' ');
  return {
    team: remote === '' ? home : remote,
    user: user.id,
    name: shownName(user.nickname || whole || user.username),
    bot,
    member: full && remote === '' && inTeam,
  };
}

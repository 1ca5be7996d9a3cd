import { randomBytes } from 'node:crypto';

export interface MattermostPost {
  readonly id: string;
  readonly create_at: number;
  readonly update_at: number;
  readonly edit_at: number;
  readonly delete_at: number;
  readonly user_id: string;
  readonly channel_id: string;
  readonly root_id: string;
  readonly type: string;
  readonly message: string;
  readonly props: Readonly<Record<string, unknown>>;
}

export interface MattermostUser {
  readonly id: string;
  readonly username: string;
  readonly nickname: string;
  readonly first_name: string;
  readonly last_name: string;
  readonly roles: string;
  readonly delete_at: number;
  readonly is_bot?: boolean;
  readonly remote_id?: string;
}

type Channel = {
  readonly id: string;
  readonly type: 'O' | 'D';
  readonly team_id: string;
  readonly members: readonly string[];
};

/** Ids are 26 letters and digits without any order: `NewId` in the server's `model/utils.go`. */
export const newId = (): string =>
  [...randomBytes(26)].map((byte) => 'ybndrfg8ejkmcpqxot1uwisza345h769'[byte % 32]).join('');

const person = (username: string, nickname: string, more: Partial<MattermostUser> = {}): MattermostUser => ({
  id: newId(),
  username,
  nickname,
  first_name: '',
  last_name: '',
  roles: 'system_user',
  delete_at: 0,
  ...more,
});

/** The people and bots of a server, its one team with one channel, and what is posted there. */
export function createSite() {
  const team = newId();
  const users = {
    shiproom: person('shiproom', '', { is_bot: true, roles: 'system_user' }),
    ana: person('ana', 'Ana'),
    bo: person('bo', '', { first_name: 'Bo', last_name: 'Berg' }),
    gus: person('gus', 'Gus', { roles: 'system_guest' }),
    sam: person('sam.remote', 'Sam', { remote_id: newId() }),
    ci: person('ci', 'CI', { is_bot: true }),
    /** Of this server, and not of our team. */
    eve: person('eve', 'Eve'),
    /** Was here once. */
    ola: person('ola', 'Ola', { delete_at: 1_600_000_000_000 }),
  };
  const outside: readonly string[] = [users.eve.id];
  const town: Channel = { id: newId(), type: 'O', team_id: team, members: Object.values(users).map(({ id }) => id) };
  const channels = new Map<string, Channel>([[town.id, town]]);
  const posts = new Map<string, MattermostPost>();
  let last = 0;
  /** Each moment once, so that posts have an order; a real server may give two posts the same. */
  const tick = (): number => (last = Math.max(Date.now(), last + 1));

  return {
    team,
    users,
    town,
    channels,
    posts,
    tick,
    byId: (id: string): MattermostUser | undefined => Object.values(users).find((user) => user.id === id),
    /** An administrator makes somebody something else. */
    become(who: keyof typeof users, to: Partial<MattermostUser>): MattermostUser {
      users[who] = { ...users[who], ...to };
      return users[who];
    },
    inTeam: (user: string): boolean => !outside.includes(user),
    /** The direct channel of two, made where there is none. */
    direct(one: string, other: string): Channel {
      const found = [...channels.values()].find(
        ({ type, members }) => type === 'D' && members.includes(one) && members.includes(other),
      );
      if (found) return found;
      const made: Channel = { id: newId(), type: 'D', team_id: '', members: [one, other] };
      channels.set(made.id, made);
      return made;
    },
    add(made: Pick<MattermostPost, 'user_id' | 'channel_id' | 'message'> & Partial<MattermostPost>): MattermostPost {
      const at = tick();
      const rest = { id: newId(), create_at: at, update_at: at, edit_at: 0, delete_at: 0, root_id: '', type: '' };
      const post = { ...rest, props: {}, ...made };
      posts.set(post.id, post);
      // A reply changes the first post of its thread, too.
      const root = posts.get(post.root_id);
      if (root) posts.set(root.id, { ...root, update_at: at });
      return post;
    },
    change(post: MattermostPost, to: Partial<MattermostPost>): MattermostPost {
      const changed = { ...post, ...to, update_at: tick() };
      posts.set(post.id, changed);
      return changed;
    },
    /** All that stands, oldest first. */
    standing: (channel: string): MattermostPost[] =>
      [...posts.values()]
        .filter((post) => post.channel_id === channel && post.delete_at === 0)
        .toSorted((a, b) => a.create_at - b.create_at),
  };
}
export type Site = ReturnType<typeof createSite>;

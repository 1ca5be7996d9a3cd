import { createEmulator } from 'emulate';

/** What a method of the Web API answers. */
export type Answer = { readonly ok: boolean; readonly error?: string } & Record<string, unknown>;

/** How Slack says no. */
export const refuse = (error: string): Answer => ({ ok: false, error });

/** Somebody of the workspace. What the emulator does not know of a user is laid over its answers. */
export interface Person {
  readonly name: string;
  readonly realName: string;
  /** What makes somebody less than a member, in Slack's own fields. https://docs.slack.dev/reference/objects/user-object/ */
  readonly marks?: Readonly<Record<string, unknown>>;
}

/** An app with a bot user, ours or another. */
export interface BotApp {
  readonly name: string;
  readonly botId: string;
  readonly userId: string;
  readonly appId: string;
  readonly token: string;
}

export const team = 'T000000001';
const otherTeam = 'T0FOREIGN1';
export const appToken = 'xapp-test-shiproom';
export const shiproom: BotApp = {
  name: 'shiproom',
  botId: 'BSHIPROOM',
  userId: 'USHIPROOM',
  appId: 'ASHIPROOM',
  token: 'xoxb-test-shiproom',
};
export const otherBot: BotApp = {
  name: 'ci-bot',
  botId: 'BCIBOT001',
  userId: 'UCIBOT001',
  appId: 'ACIBOT001',
  token: 'xoxb-test-ci-bot',
};
const bots = [shiproom, otherBot];

const usual: readonly Person[] = [
  { name: 'ana', realName: 'Ana' },
  { name: 'bo', realName: 'Bo' },
  { name: 'gus', realName: 'Gus', marks: { is_restricted: true } },
  { name: 'una', realName: 'Una', marks: { is_ultra_restricted: true } },
  { name: 'sam', realName: 'Sam', marks: { is_stranger: true, team_id: otherTeam } },
  { name: 'kim', realName: 'Kim', marks: { is_stranger: true } },
  { name: 'fay', realName: 'Fay', marks: { team_id: otherTeam } },
  { name: 'nil', realName: 'Nil', marks: { team_id: undefined } },
  { name: 'del', realName: 'Del', marks: { deleted: true } },
  // https://docs.slack.dev/enterprise/ : somebody of the organisation, who is in other workspaces of it, or in ours.
  { name: 'ent', realName: 'Ent', marks: { enterprise_user: { enterprise_id: 'E1', teams: ['T0OTHERWS'] } } },
  { name: 'eve', realName: 'Eve', marks: { enterprise_user: { enterprise_id: 'E1', teams: [team, 'T0OTHERWS'] } } },
];
const usualChannels = ['deploys', 'quiet'];

/** Who and what there is besides. */
export interface More {
  readonly people?: readonly string[];
  readonly channels?: readonly string[];
}

// The emulator lets a token make 5,000 calls an hour, and then answers 403: each of ours is several of its own. Messages are not its affair.
const ringSize = 4;
const ringToken = (token: string, turn: number): string => `${token}~${turn % ringSize}`;
const userToken = (name: string): string => `xoxp-test-${name}`;

const ring = (token: string, user: Readonly<Record<string, string>>) =>
  Array.from({ length: ringSize }, (_, turn) => ({ token: ringToken(token, turn), ...user }));

function seed(people: readonly Person[], channelNames: readonly string[]) {
  return {
    team: { name: 'Acme', domain: 'acme' },
    users: people.map(({ name, realName }) => ({ name, real_name: realName, profile: { display_name: realName } })),
    channels: channelNames.map((name) => ({ name })),
    oauth_apps: bots.map((bot) => ({
      client_id: `1.${bot.appId}`,
      client_secret: 'none',
      app_id: bot.appId,
      name: bot.name,
      redirect_uris: [],
      bot_name: bot.name,
      bot_id: bot.botId,
      bot_user_id: bot.userId,
      scopes: [],
    })),
    tokens: [
      ...bots.flatMap((bot) =>
        ring(bot.token, {
          type: 'bot',
          user_id: bot.userId,
          bot_id: bot.botId,
          bot_user_id: bot.userId,
          app_id: bot.appId,
        }),
      ),
      ...people.flatMap(({ name }) => ring(userToken(name), { user: name })),
    ],
  };
}

/** The emulated workspace behind the front, and the names of what is in it. */
export interface Workspace {
  /** Calls the emulator as the holder of one of our tokens. */
  call(token: string, method: string, args: Readonly<Record<string, unknown>>): Promise<Answer>;
  readonly tokens: readonly string[];
  tokenOf(user: string): string;
  /** Whose token it is. */
  userOf(token: string): string;
  /** The id of a user or bot by its name. */
  userId(name: string): string;
  /** Also `@name`: the app's conversation with that person. */
  channelId(name: string): string;
  channelName(id: string): string;
  /** The conversation that is meant by what stands for a channel in a call, which may be a person; undefined where there is none. */
  conversation(id: string): string | undefined;
  /** Whose direct message it is. */
  ownerOf(direct: string): string | undefined;
  person(userId: string): Person | undefined;
  /** Somebody becomes more or less than they were, by these of Slack’s fields. */
  mark(name: string, marks: NonNullable<Person['marks']>): void;
  bot(userId: string): BotApp | undefined;
  close(): Promise<void>;
}

function named(list: readonly { id: string; name: string }[], name: string): string {
  const found = list.find((each) => each.name === name || each.id === name);
  if (!found) throw new Error(`the workspace has no ${name}`);
  return found.id;
}

const capital = (name: string): string => `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;

/** The app's conversation with somebody; opened when it is first used. https://docs.slack.dev/reference/methods/conversations.open/ */
const directOf = (userId: string): string => `D${userId.slice(1)}`;

/** Starts a workspace of some people, two bots and two channels, and more of them, on a port of its own. */
export async function startWorkspace(more: More = {}): Promise<Workspace> {
  const people: Person[] = [...usual, ...(more.people ?? []).map((name) => ({ name, realName: capital(name) }))];
  const slack = seed(people, [...usualChannels, ...(more.channels ?? [])]);
  const emulator = await createEmulator({ service: 'slack', port: 0, seed: { slack } });
  let turn = 0;

  async function call(token: string, method: string, args: Readonly<Record<string, unknown>>): Promise<Answer> {
    const response = await fetch(`${emulator.url}/api/${method}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ringToken(token, (turn += 1))}`, 'content-type': 'application/json' },
      body: JSON.stringify(args),
    });
    // https://docs.slack.dev/apis/web-api/ : every answer is JSON with `ok`; the emulator says 404 where Slack says unknown_method.
    if (response.status === 404) return { ok: false, error: 'unknown_method' };
    return (await response.json()) as Answer;
  }

  const listed = async (method: string, key: string) =>
    ((await call(shiproom.token, method, { limit: 200 }))[key] ?? []) as { id: string; name: string }[];
  const users = await listed('users.list', 'members');
  const channels = await listed('conversations.list', 'channels');

  const ownerOf = (direct: string) => users.find((user) => directOf(user.id) === direct)?.id;

  return {
    call,
    tokens: [...bots.map((bot) => bot.token), ...people.map(({ name }) => userToken(name)), appToken],
    tokenOf: (user) => bots.find((bot) => bot.name === user)?.token ?? userToken(user),
    userOf: (token) => {
      const person = people.find(({ name }) => userToken(name) === token);
      return person ? named(users, person.name) : (bots.find((bot) => bot.token === token) ?? shiproom).userId;
    },
    userId: (name) => named(users, name),
    channelId: (name) => (name.startsWith('@') ? directOf(named(users, name.slice(1))) : named(channels, name)),
    conversation(id) {
      if (users.some((user) => user.id === id)) return directOf(id);
      return channels.some((channel) => channel.id === id) || ownerOf(id) ? id : undefined;
    },
    ownerOf,
    channelName: (id) => channels.find((each) => each.id === id)?.name ?? id,
    person: (userId) => people.find(({ name }) => users.some((user) => user.id === userId && user.name === name)),
    mark(name, marks) {
      const index = people.findIndex((each) => each.name === name);
      const person = people[index];
      if (!person) throw new Error(`the workspace has no ${name}`);
      people[index] = { ...person, marks: { ...person.marks, ...marks } };
    },
    bot: (userId) => bots.find((bot) => bot.userId === userId),
    close: () => emulator.close(),
  };
}

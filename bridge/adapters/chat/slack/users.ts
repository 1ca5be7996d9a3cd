import { shownName } from '../../messages/shown-name.ts';
import type { ChatUser } from '../../../ports/chat-platform.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { SlackApi } from './api.ts';

import { type SlackMessage, UserInfo } from './schema.ts';

/** Somebody who was made a guest stays a member for us no longer than this. */
const keptMs = 300_000;
const keptMost = 1000;

export interface Users {
  /**
   * Who this is. Where Slack does not say, or not within `withinMs`, a stranger named by the id: whoever is not surely a member is none.
   * `teams` are what the payload itself says of where they come from.
   */
  lookUp(user: string, teams?: readonly (string | undefined)[], withinMs?: number): Promise<ChatUser>;
  /** Who somebody is now, as Slack tells by itself; what was remembered of them is forgotten. */
  changed(user: UserInfo['user']): Promise<ChatUser>;
  /** Who wrote a message. */
  authorOf(message: SlackMessage, withinMs?: number): Promise<ChatUser>;
  /** The names of people by their ids; where Slack does not say one, or not within `withinMs`, the id. */
  names(ids: readonly string[], withinMs?: number): Promise<ReadonlyMap<string, string>>;
}

/** Looks people up, and remembers them for five minutes. */
export function createUsers(api: SlackApi, clock: Clock): Users {
  const kept = new Map<string, { readonly until: number; readonly user: Promise<ChatUser> }>();

  const home = async (): Promise<string> => (await api.whoAmI()).team_id;

  async function ask(user: string): Promise<ChatUser> {
    const [ours, info] = await Promise.all([home(), api.call('users.info', { user }, UserInfo)]);
    return chatUser(info.user, ours);
  }

  const stranger = async (user: string): Promise<ChatUser> => strangerOf(user, await home());

  function known(user: string): Promise<ChatUser> {
    const earlier = kept.get(user);
    if (earlier && earlier.until > clock.now()) return earlier.user;
    if (kept.size >= keptMost) kept.clear();
    const asked = ask(user).catch(() => {
      kept.delete(user);
      return stranger(user);
    });
    kept.set(user, { until: clock.now() + keptMs, user: asked });
    return asked;
  }

  const knownWithin = (user: string, ms: number | undefined): Promise<ChatUser> =>
    ms === undefined ? known(user) : inTime(known(user), () => stranger(user), clock, ms);

  async function lookUp(
    user: string,
    teams: readonly (string | undefined)[] = [],
    withinMs?: number,
  ): Promise<ChatUser> {
    const found = await knownWithin(user, withinMs);
    const ours = await home();
    return teams.every((team) => team === undefined || team === ours)
      ? found
      : { ...found, member: false, unsure: true };
  }

  return {
    lookUp,
    async changed(user) {
      kept.delete(user.id);
      return chatUser(user, await home());
    },
    async authorOf(message, withinMs) {
      const { user, team, user_team, source_team, bot_id } = message;
      if (bot_id === undefined && user !== undefined && user !== slackbot)
        return lookUp(user, [team, user_team, source_team], withinMs);
      return botOf(message, await home());
    },
    async names(ids, withinMs) {
      const found = await Promise.all(ids.map(async (id) => [id, (await knownWithin(id, withinMs)).name] as const));
      return new Map(found);
    },
  };
}

/** Says what others told it to, guests too, and is no bot to `users.info`. */
const slackbot = 'USLACKBOT';

const strangerOf = (user: string, team: string): ChatUser => ({
  team,
  user,
  name: user,
  bot: false,
  member: false,
  unsure: true,
});

function botOf({ user, bot_id, username, bot_profile }: SlackMessage, team: string): ChatUser {
  const name = username || bot_profile?.name || (user === slackbot ? 'Slackbot' : 'bot');
  return { team, user: bot_id ?? user ?? 'unknown', name: shownName(name), bot: true, member: false };
}

/** What was asked, or the other where that takes longer. */
async function inTime<T>(asked: Promise<T>, other: () => Promise<T>, clock: Clock, ms: number): Promise<T> {
  const { promise: late, resolve } = Promise.withResolvers<T>();
  const stop = clock.after(ms, () => resolve(other()));
  try {
    return await Promise.race([asked, late]);
  } finally {
    stop();
  }
}

/** [T18] A member is of our own team, and nothing less than a full one. A team that is not named is not ours. */
function chatUser(user: UserInfo['user'], home: string): ChatUser {
  const { profile = {}, is_bot: bot = false, enterprise_user } = user;
  const less = [bot, user.deleted, user.is_restricted, user.is_ultra_restricted, user.is_stranger];
  // Somebody of the same organisation is a stranger in a workspace that is not theirs.
  const elsewhere = enterprise_user?.teams !== undefined && !enterprise_user.teams.includes(home);
  return {
    team: user.team_id ?? 'unknown',
    user: user.id,
    name: shownName(profile.display_name || profile.real_name || user.real_name || user.name),
    bot,
    member: user.team_id === home && user.id !== slackbot && !elsewhere && !less.includes(true),
  };
}

import type { ChatUser } from '../../../ports/chat-platform.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { SlackApi } from './api.ts';
import { cut } from './blocks.ts';
import { type SlackMessage, UserInfo } from './schema.ts';

/** Somebody who was made a guest stays a member for us no longer than this. */
const keptMs = 300_000;
const keptMost = 1000;

export interface Users {
  /** Who this is. Where Slack does not say, a stranger named by the id: whoever is not surely a member is none. */
  lookUp(user: string): Promise<ChatUser>;
  /** Who wrote a message. */
  authorOf(message: SlackMessage): Promise<ChatUser>;
  /** The names of people by their ids, as far as they are known. */
  names(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

/** Looks people up, and remembers them for five minutes. */
export function createUsers(api: SlackApi, clock: Clock): Users {
  const kept = new Map<string, { readonly until: number; readonly user: Promise<ChatUser> }>();

  async function ask(user: string): Promise<ChatUser> {
    const [us, info] = await Promise.all([api.whoAmI(), api.call('users.info', { user }, UserInfo)]);
    return chatUser(info.user, us.team_id);
  }

  async function lookUp(user: string): Promise<ChatUser> {
    const known = kept.get(user);
    if (known && known.until > clock.now()) return known.user;
    if (kept.size >= keptMost) kept.clear();
    const asked = ask(user).catch(async () => {
      kept.delete(user);
      const us = await api.whoAmI();
      return { team: us.team_id, user, name: user, bot: false, member: false };
    });
    kept.set(user, { until: clock.now() + keptMs, user: asked });
    return asked;
  }

  return {
    lookUp,
    async authorOf(message) {
      if (message.bot_id === undefined && message.user !== undefined) return lookUp(message.user);
      const { team_id: team } = await api.whoAmI();
      const name = message.username || message.bot_profile?.name || 'bot';
      return { team, user: message.bot_id ?? 'unknown', name: nameOf(name), bot: true, member: false };
    },
    async names(ids) {
      const found = await Promise.all(ids.map(async (id) => [id, (await lookUp(id)).name] as const));
      return new Map(found);
    },
  };
}

/** [T18] A member is of our own team, and nothing less than a full one. A team that is not named is not ours. */
function chatUser(user: UserInfo['user'], home: string): ChatUser {
  const { profile = {}, is_bot: bot = false } = user;
  const less = [bot, user.deleted, user.is_restricted, user.is_ultra_restricted, user.is_stranger];
  return {
    team: user.team_id ?? 'unknown',
    user: user.id,
    name: nameOf(profile.display_name || profile.real_name || user.real_name || user.name),
    bot,
    member: user.team_id === home && !less.includes(true),
  };
}

const nameOf = (name: string): string =>
  cut(
    name
      .toWellFormed()
      .replaceAll(/\p{Cc}/gu, ' ')
      .trim(),
    80,
  ) || 'somebody';

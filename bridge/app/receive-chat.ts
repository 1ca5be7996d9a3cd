import type { CardKey } from '../../protocol/model/card.ts';
import { PersonId } from '../../protocol/model/ids.ts';
import type { Message } from '../../protocol/model/message.ts';
import type { Author } from '../../protocol/model/entry.ts';
import type { Person } from '../../protocol/model/person.ts';
import { bounded, say } from '../domain/prose.ts';
import type { ChatEvent, ChatPlatform, ChatUser } from '../ports/chat-platform.ts';
import type { NewEntry, Put } from '../ports/store.ts';
import { decide } from './decide.ts';
import { runLine } from './run-line.ts';
import { tellEntry, telling } from './tell.ts';
import type { World } from './world.ts';

type Said = ChatEvent & { type: 'said' };
type CommandEvent = ChatEvent & { type: 'command' };

/** Where reading a channel of a platform had got to. */
export async function bookmarkOf(world: World, platform: string, channel: string): Promise<string | undefined> {
  return (await world.store.get('bookmark', `${platform}/${channel}`))?.value.message;
}

/** The person that a chat user is here: nobody is ever found by name or e-mail. */
const personOf = (platform: string, user: ChatUser): Person => ({
  id: PersonId.parse(`${platform}:${user.team}/${user.user}`),
  name: user.name.slice(0, 80) || user.user,
});

/** Takes a message of a channel into the feed, once for each (channel, message), and keeps the place in the same commit. */
export async function receiveSaid(world: World, platform: ChatPlatform, event: Said): Promise<void> {
  const about = await threadOf(world, platform.id, event);
  await decide(world, async () => {
    const room = world.home;
    const entry: NewEntry = {
      type: 'said',
      at: world.clock.now(),
      by: authorOf(platform.id, event.by),
      message: bounded(event.content),
      origin: { platform: platform.id, channel: event.channel, message: event.message },
      ...(about ? { about } : {}),
    };
    const key = { id: `chat/${platform.id}/${event.channel}/${event.message}`, hash: event.message };
    const place = await bookmark(world, platform.id, event);
    const change = {
      at: entry.at,
      key,
      entries: [{ room, entry }],
      puts: place,
    };
    return { change: telling(change, await tellEntry(world, room, entry, 0)), answer: () => undefined };
  });
}

async function bookmark(world: World, platform: string, { channel, message }: Said): Promise<Put[]> {
  const id = `${platform}/${channel}`;
  const kept = await world.store.get('bookmark', id);
  if (kept && kept.value.message >= message) return [];
  return [{ kind: 'bookmark', id, after: kept?.version ?? 0, value: { message } }];
}

function authorOf(platform: string, user: ChatUser): Author {
  if (user.bot) return { type: 'bot', name: user.name.slice(0, 80) || user.user };
  return { type: 'person', person: personOf(platform, user) };
}

/** The branch whose card a thread hangs on. */
async function threadOf(world: World, platform: string, event: ChatEvent): Promise<CardKey | undefined> {
  if (event.thread === undefined) return undefined;
  return (await world.store.get('thread', threadId(platform, event.channel, event.thread)))?.value.about;
}

export const threadId = (platform: string, channel: string, message: string): string =>
  `${platform}/${channel}/${message}`;

/** How long after it was typed a chat's command may still be run. */
const commandLifeMs = 60_000;

/**
 * Takes in a command line of a chat. Resolves once it is committed that this is the one time that it is run ([W2]); the answer goes out by
 * `whisper` when it is there. A repeat of the delivery does nothing.
 */
export async function receiveCommand(
  world: World,
  platform: ChatPlatform,
  event: CommandEvent,
  whisper: (reply: Message) => Promise<void>,
): Promise<void> {
  const id = `chat/${platform.id}/command/${event.id}`;
  const decided = await decide(world, async () => ({
    change: { at: world.clock.now(), key: { id, hash: event.line }, outcome: { state: 'taken' } },
    answer: () => undefined,
  }));
  if (decided.state !== 'done') return;
  answer(world, platform, event)
    .then(whisper)
    .catch((error: unknown) =>
      world.log.warn('a command of the chat was not answered', { platform: platform.id, line: event.line, error }),
    );
}

async function answer(world: World, platform: ChatPlatform, event: CommandEvent): Promise<Message> {
  if (event.by.bot) return say('Bots may not run commands.');
  const by = personOf(platform.id, event.by);
  const about = await threadOf(world, platform.id, event);
  const asker = { person: by.id, owner: false, member: event.by.member };
  const now = world.clock.now();
  const expiresAt = Math.min(event.at, now) + commandLifeMs;
  const asked = { mid: `${platform.id}/${event.id}`, room: world.home, line: event.line, expiresAt, about };
  const outcome = await runLine(world, by, asker, asked);
  if (outcome.ok) return outcome.value.reply;
  return say(outcome.refusal.message ?? refusals[outcome.refusal.slug] ?? 'That did not work.');
}

/** What a chat reads where a refusal has no words of its own. */
const refusals: Partial<Record<string, string>> = {
  expired: 'That took too long to arrive and was not run. Ask again.',
  indeterminate: 'The bridge stopped in the middle of this. Look before you ask again.',
};

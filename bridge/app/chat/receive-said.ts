import type { Author } from '../../../protocol/model/entry.ts';
import type { Message } from '../../../protocol/model/message.ts';
import { withInlines } from '../../domain/mentions.ts';
import { bounded } from '../../domain/prose.ts';
import type { ChatEvent, ChatPlatform, ChatUser } from '../../ports/chat-platform.ts';
import type { NewEntry, Put } from '../../ports/store.ts';
import { afterOthers, amendment } from '../feed/amend.ts';
import { decide } from '../decide.ts';
import { personOf } from '../people/identities.ts';
import { tellEntry, telling } from '../routes/tell.ts';
import { threadOf } from './threads.ts';
import type { World } from '../world.ts';

type Said = ChatEvent & { type: 'said' };
type Changed = Extract<ChatEvent, { type: 'edited' | 'removed' }>;

/** Where reading a channel of a platform had got to. */
export async function bookmarkOf(world: World, platform: string, channel: string): Promise<string | undefined> {
  return (await world.store.get('bookmark', `${platform}/${channel}`))?.value.message;
}

const keyOf = (platform: ChatPlatform, { channel, message }: Pick<Said, 'channel' | 'message'>): string =>
  `chat/${platform.id}/${channel}/${message}`;

/** Takes a message of a channel into the feed, once for each (channel, message), and keeps the place in the same commit. */
export async function receiveSaid(world: World, platform: ChatPlatform, event: Said): Promise<void> {
  const about = await threadOf(world, platform.id, event);
  const by = await authorOf(world, platform.id, event.by);
  const message = await asMeantHere(world, bounded(event.content));
  await decide(world, async () => {
    const room = world.home;
    const entry: NewEntry = {
      type: 'said',
      at: world.clock.now(),
      by,
      message,
      origin: { platform: platform.id, channel: event.channel, message: event.message },
      ...(about ? { about } : {}),
    };
    const change = {
      at: entry.at,
      key: { id: keyOf(platform, event), hash: event.message },
      entries: [{ room, entry }],
      puts: await bookmark(world, platform.id, event),
    };
    return { change: telling(change, await tellEntry(world, room, entry, 0)), answer: () => undefined };
  });
}

/** Takes in that a message says something else now, or was taken back. What came in more than a week ago stays as it was. */
export async function receiveChanged(world: World, platform: ChatPlatform, event: Changed): Promise<void> {
  const kept = await world.store.get('outcome', keyOf(platform, event));
  const offset = kept?.value.offsets[0];
  if (offset === undefined) return;
  const message = event.type === 'edited' ? await asMeantHere(world, bounded(event.content)) : undefined;
  const revision = event.type === 'edited' ? `edited/${event.revision}` : 'removed';
  await afterOthers(world, { room: world.home, offset }, () =>
    decide(world, async () => {
      // What was taken back does not come again by an edit that is late.
      const gone = await world.store.get('outcome', `${keyOf(platform, event)}/removed`);
      if (gone) return { answer: undefined };
      const key = { id: `${keyOf(platform, event)}/${revision}`, hash: revision };
      return { change: { ...(await amendment(world, world.home, offset, message)), key }, answer: () => undefined };
    }),
  );
}

async function bookmark(world: World, platform: string, { channel, message }: Said): Promise<Put[]> {
  const id = `${platform}/${channel}`;
  const kept = await world.store.get('bookmark', id);
  if (kept && kept.value.message >= message) return [];
  return [{ kind: 'bookmark', id, after: kept?.version ?? 0, value: { message } }];
}

async function authorOf(world: World, platform: string, user: ChatUser): Promise<Author> {
  if (user.bot) return { type: 'bot', name: user.name.slice(0, 80) || user.user };
  return { type: 'person', person: (await personOf(world, platform, user)).person };
}

/** Whoever is mentioned by a chat's id, and has paired, is mentioned as who they are here. */
async function asMeantHere(world: World, message: Message): Promise<Message> {
  if (!JSON.stringify(message.blocks).includes('"mention"')) return message;
  const all = new Map((await world.store.list('identity')).map(({ id, value }) => [id, value.person]));
  return withInlines(message, (inline) =>
    inline.type === 'mention' ? [{ ...inline, person: all.get(inline.person) ?? inline.person }] : [inline],
  );
}

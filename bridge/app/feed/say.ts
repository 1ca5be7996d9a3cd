import type { CardKey } from '../../../protocol/model/card.ts';
import type { Shown } from '../../../protocol/model/excerpt.ts';
import type { Epoch, Mid, RoomId } from '../../../protocol/model/ids.ts';
import type { Person } from '../../../protocol/model/person.ts';
import type { Message } from '../../../protocol/model/message.ts';
import { excerptBlock, withExcerpt } from '../../domain/excerpt.ts';
import { withMentions } from '../../domain/mentions.ts';
import { typed } from '../../domain/prose.ts';
import type { NewEntry } from '../../ports/store.ts';
import { decide } from '../decide.ts';
import { everybody } from '../people/identities.ts';
import { done, type Outcome, refuse, sha256 } from '../outcome.ts';
import { tellEntry, telling } from '../routes/tell.ts';
import { whyNotShown } from './check-excerpt.ts';
import type { World } from '../world.ts';

export interface Saying {
  readonly mid: Mid;
  readonly room: RoomId;
  readonly text: string;
  readonly about?: CardKey | undefined;
  readonly excerpt?: Shown | undefined;
}

export interface Said {
  readonly epoch: Epoch;
  readonly offset: number;
  readonly dup?: true;
}

/** What somebody typed, with those whom it names. */
export async function readTyped(world: World, text: string): Promise<Message> {
  const message = typed(text);
  return text.includes('@') ? withMentions(message, await everybody(world)) : message;
}

/** Puts a person's words into the feed, once for each `mid`, and on their way to the room's channels ([E1], [E2]). */
export async function say(
  world: World,
  by: Person,
  { mid, room, text, about, excerpt }: Saying,
): Promise<Outcome<Said>> {
  if (text.trim() === '') return refuse('invalid_params', 'There is nothing to say in that.', 'text');
  const kept = await world.store.get('room', room);
  if (!kept) return refuse('forbidden_or_missing', 'There is no such room.', 'room');
  const unfit = excerpt && whyNotShown(kept.value.repositories, excerpt);
  if (unfit) return { ok: false, refusal: unfit };
  const message = withExcerpt(await readTyped(world, text), excerpt && excerptBlock(excerpt));
  const said = ['say', room, text, about ?? null, ...(excerpt ? [excerpt] : [])];
  const decided = await decide(world, async () => {
    const at = world.clock.now();
    const entry: NewEntry = {
      type: 'said',
      at,
      by: { type: 'person', person: by },
      message,
      ...(about ? { about } : {}),
    };
    const key = { id: `${by.id}/${mid}`, hash: sha256(JSON.stringify(said)) };
    const change = { at, key, entries: [{ room, entry }] };
    return { change: telling(change, await tellEntry(world, room, entry, 0)), answer: (placed) => placed[0] };
  });
  if (decided.state === 'misused') return refuse('idempotency_conflict');
  if (decided.state === 'done' && decided.value)
    return done({ epoch: decided.value.epoch, offset: decided.value.entry.offset });
  const feed = await world.store.feed(room, { after: 0 }, 0);
  const offset = decided.state === 'duplicate' ? decided.offsets[0] : undefined;
  if (!feed || offset === undefined) throw new Error('a message was kept without a place in the feed');
  return done({ epoch: feed.epoch, offset, dup: true });
}

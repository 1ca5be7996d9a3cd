import type { Change, CommitResult } from '../../../ports/store.ts';
import type { Feeds } from './feeds.ts';
import type { Outbox } from './outbox.ts';
import type { Things } from './things.ts';

/** All of it that a change may be refused for. */
export interface Kept {
  readonly things: Things;
  readonly feeds: Feeds;
  readonly outbox: Outbox;
}

function repeat(things: Things, { key }: Change): CommitResult | undefined {
  const earlier = key && things.get('outcome', key.id)?.value;
  if (!earlier) return undefined;
  if (earlier.hash !== key.hash) return { state: 'misused' };
  return { state: 'duplicate', outcome: earlier.outcome, offsets: earlier.offsets };
}

function conflict(things: Things, { expects = [], puts = [] }: Change): CommitResult | undefined {
  for (const { kind, id, version } of expects)
    if ((things.get(kind, id)?.version ?? 0) !== version) return { state: 'conflict', kind, id };
  const risen = new Map<string, number>();
  for (const { kind, id, after } of puts) {
    const name = `${kind} ${id}`;
    if ((risen.get(name) ?? things.get(kind, id)?.version ?? 0) !== after) return { state: 'conflict', kind, id };
    risen.set(name, after + 1);
  }
  return undefined;
}

/** A bug of the caller, found before anything is applied. */
function assertPlaces({ feeds, outbox }: Kept, change: Change): void {
  const { puts = [], entries = [], deliveries = [], settled = [] } = change;
  const rooms = new Set(puts.filter((put) => put.kind === 'room').map((put) => put.value.id));
  for (const { room } of entries)
    if (!rooms.has(room) && !feeds.has(room)) throw new Error(`There is no room ${room} to add an entry to.`);
  const asked = new Set(deliveries.map(({ id }) => id));
  for (const { id } of settled)
    if (!asked.has(id) && !outbox.has(id)) throw new Error(`There is no delivery ${id} to settle.`);
}

/** Why the change may not be applied; undefined where it can be, and then nothing of it can fail any more. */
export function refusal(kept: Kept, change: Change): CommitResult | undefined {
  const refused = repeat(kept.things, change) ?? conflict(kept.things, change);
  if (!refused) assertPlaces(kept, change);
  return refused;
}

import type { RoomId } from '../../protocol/model/ids.ts';
import type { Change, CommitResult } from '../ports/store.ts';
import type { World } from './world.ts';

/** The entries of a change as the store placed them, in the change's order. */
export type Placed = (CommitResult & { state: 'committed' })['entries'];

/** What a use case has decided: a change to commit and what to answer then, or, where nothing changes, the answer alone. */
export type Decision<T> = { readonly change: Change; readonly answer: (placed: Placed) => T } | { readonly answer: T };

export type Decided<T> =
  | { readonly state: 'done'; readonly value: T }
  | { readonly state: 'duplicate'; readonly outcome: unknown; readonly offsets: readonly number[] }
  | { readonly state: 'misused' };

/** Others kept changing what this read. Nothing was kept; the sender may try again. */
export class Contended extends Error {}

const tries = 5;
/** Many add to one digest at once, and each time one of them gets in: so it is nobody's turn to give up. */
const digestTries = 200;

/**
 * Decide, then commit, then tell: `think` reads what it needs and decides; where something that it read has moved meanwhile, it reads and
 * decides again. Only after the commit is anybody told.
 */
export async function decide<T>(world: World, think: () => Promise<Decision<T>>): Promise<Decided<T>> {
  for (let met = 0, crowded = 0; met < tries && crowded < digestTries; ) {
    // Each try depends on what the one before has met.
    const decision = await think();
    if (!('change' in decision)) return { state: 'done', value: decision.answer };
    const result = await world.store.commit(decision.change);
    if (result.state === 'conflict') {
      if (result.kind === 'digest') crowded += 1;
      else met += 1;
      continue;
    }
    if (result.state !== 'committed') return result;
    tell(world, decision.change, result.entries);
    return { state: 'done', value: decision.answer(result.entries) };
  }
  throw new Contended('too many conflicts');
}

/** For changes without a key, which are never duplicates. */
export async function decideOnce<T>(world: World, think: () => Promise<Decision<T>>): Promise<T> {
  const decided = await decide(world, think);
  if (decided.state !== 'done') throw new Error(`a change without a key came back as ${decided.state}`);
  return decided.value;
}

function tell(world: World, change: Change, placed: Placed): void {
  const rooms = new Map<RoomId, Placed[number][]>();
  for (const each of placed) rooms.set(each.room, [...(rooms.get(each.room) ?? []), each]);
  for (const [room, entries] of rooms) {
    const [first] = entries;
    if (first)
      world.bus.tell({ type: 'entries', room, epoch: first.epoch, entries: entries.map((each) => each.entry) });
  }
  for (const put of change.puts ?? []) {
    if (put.kind === 'card' && put.room) world.bus.tell({ type: 'card', room: put.room, card: put.value });
  }
  if ((change.deliveries ?? []).length > 0) world.bus.tell({ type: 'deliveries' });
}

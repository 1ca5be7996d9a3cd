import type { CardKey } from '../../../../protocol/model/card.ts';
import type { Offset } from '../../../../protocol/model/ids.ts';
import type { Delivery, NewDelivery, Settled, Traced } from '../../../ports/store.ts';
import { aboutOf, asked, isOpen, lapsed, leased, type Row, settledRow } from '../row.ts';
import { copy } from './things.ts';

const mostMessages = 200;

export interface Outbox {
  has(id: string): boolean;
  /** `entry` is the offset of what it tells of. */
  ask(wish: NewDelivery, entry: Offset | undefined): void;
  settle(settled: Settled, at: number): void;
  due(now: number, leaseMs: number, limit: number, fits: (delivery: Delivery) => boolean): Delivery[];
  /** Those of a trace, and `others` by their ids. */
  trace(of: Traced, others: ReadonlySet<string>): Delivery[];
  /** Drops messages that ended before `before`. What is edited in place stays: it knows the message to edit. */
  prune(before: number): void;
}

/** Of a lane's open rows, in order, the one whose turn it is. */
function turn(lane: readonly Row[], now: number): Row | undefined {
  if (lane.some(({ leasedUntil = 0 }) => leasedUntil > now)) return undefined;
  const calm = ({ delivery: { calmUntil = 0 } }: Row): boolean => calmUntil > now;
  const head = lane.find((row) => row.delivery.posted === undefined || !calm(row));
  if (!head || head.delivery.notBefore > now || (calm(head) && lane.length === 1)) return undefined;
  return head;
}

const sameCard = (a: CardKey | undefined, b: CardKey): boolean =>
  a !== undefined && a.repository === b.repository && a.branch === b.branch;

function ofCard(rows: readonly Delivery[], room: string, card: CardKey): Delivery[] {
  const all = rows.filter((row) => row.room === room && sameCard(aboutOf(row.task), card));
  const messages = all.filter(({ task }) => task.type === 'message').slice(-mostMessages);
  return all.filter((row) => row.task.type !== 'message' || messages.includes(row));
}

function traced(all: readonly Delivery[], of: Traced): Delivery[] {
  if ('delivery' in of) return all.filter(({ id }) => id === of.delivery);
  if ('card' in of) return ofCard(all, of.room, of.card);
  return all.filter(({ room, entry }) => room === of.room && entry === of.entry);
}

/** The outbox in memory. A Map keeps the order of insertion, which is that of a lane. */
export function createOutbox(): Outbox {
  const rows = new Map<string, Row>();

  return {
    has: (id) => rows.has(id),
    ask: (wish, entry) => void rows.set(wish.id, asked(rows.get(wish.id), copy(wish), entry)),
    settle(settled, at) {
      const row = rows.get(settled.id);
      if (!row) throw new Error(`There is no delivery ${settled.id} to settle.`);
      rows.set(settled.id, settledRow(row, copy(settled), at));
    },
    due(now, leaseMs, limit, fits) {
      const open = [...rows.values()].filter(({ delivery }) => isOpen(delivery));
      const lanes = Map.groupBy(open, ({ delivery }) => delivery.lane);
      const heads = new Set([...lanes.values()].flatMap((lane) => turn(lane, now) ?? []));
      const given: Delivery[] = [];
      const turns = open.filter((row) => heads.has(row));
      for (const row of turns.toSorted((a, b) => a.delivery.queuedAt - b.delivery.queuedAt)) {
        if (given.length >= limit) break;
        if (!fits(copy(lapsed(row).delivery))) continue;
        const taken = leased(row, now + leaseMs);
        rows.set(taken.delivery.id, taken);
        given.push(copy(taken.delivery));
      }
      return given;
    },
    trace(of, others) {
      const all = [...rows.values()].map(({ delivery }) => delivery);
      const own = new Set(traced(all, of));
      return copy(all.filter((delivery) => own.has(delivery) || others.has(delivery.id)));
    },
    prune(before) {
      for (const [id, { delivery, settledAt = before }] of rows)
        if (!isOpen(delivery) && delivery.task.type === 'message' && settledAt < before) rows.delete(id);
    },
  };
}

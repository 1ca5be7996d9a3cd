import type { Delivery, NewDelivery, Settled } from '../../../ports/store.ts';
import { copy } from './things.ts';

interface Row {
  readonly delivery: Delivery;
  readonly leasedUntil?: number;
  readonly settledAt?: number;
}

const isOpen = ({ state }: Delivery): boolean => state === 'waiting' || state === 'unsure';

/** Whether asking for `wanted` makes an ended delivery wait again: see `NewDelivery`. */
function revives(delivery: Delivery, wanted: number): boolean {
  if (delivery.state === 'sent') return wanted > delivery.sent;
  return delivery.state === 'dead' && delivery.task.type === 'mirror' && wanted > delivery.wanted;
}

const asAsked = ({ id, room, lane, task, queuedAt, wanted }: Delivery): NewDelivery => ({
  id,
  room,
  lane,
  task,
  queuedAt,
  wanted,
});

const waiting = { state: 'waiting', notBefore: 0, attempts: 0 } as const;

function raise(old: Delivery, wanted: number): Delivery {
  const raised = { ...old, wanted: Math.max(old.wanted, wanted) };
  if (!revives(old, wanted)) return raised;
  const { sent, posted } = old;
  return { ...asAsked(raised), ...waiting, sent, ...(posted !== undefined && { posted }) };
}

function settle(old: Delivery, settled: Settled): Delivery {
  const now = { ...asAsked(old), ...settled };
  const again = now.state === 'sent' && now.wanted > now.sent;
  return again ? { ...now, state: 'waiting', attempts: 0 } : now;
}

/** A lease that nobody ended: what its holder had begun may have happened, and has to be looked for from the start ([C5]). */
const lapse = (delivery: Delivery): Delivery => ({ ...delivery, state: 'unsure', attempts: 0 });

export interface Outbox {
  has(id: string): boolean;
  ask(wish: NewDelivery): void;
  settle(settled: Settled, at: number): void;
  due(now: number, leaseMs: number, limit: number): Delivery[];
  get(id: string): Delivery | undefined;
  /** Drops messages that ended before `before`. A mirror stays: it knows the message to edit. */
  prune(before: number): void;
}

/** The outbox in memory. A Map keeps the order of insertion, which is that of a lane. */
export function createOutbox(): Outbox {
  const rows = new Map<string, Row>();

  /** Of each lane the oldest open row. */
  function heads(): Row[] {
    const lanes = new Map<string, Row>();
    for (const row of rows.values()) {
      const { delivery } = row;
      if (isOpen(delivery) && !lanes.has(delivery.lane)) lanes.set(delivery.lane, row);
    }
    return [...lanes.values()];
  }

  return {
    has: (id) => rows.has(id),
    ask(wish) {
      const row = rows.get(wish.id);
      const fresh = { ...copy(wish), ...waiting, sent: 0 };
      rows.set(wish.id, row ? { ...row, delivery: raise(row.delivery, wish.wanted) } : { delivery: fresh });
    },
    settle(settled, at) {
      const row = rows.get(settled.id);
      if (!row) throw new Error(`There is no delivery ${settled.id} to settle.`);
      rows.set(settled.id, { delivery: settle(row.delivery, copy(settled)), settledAt: at });
    },
    due(now, leaseMs, limit) {
      const free = heads().filter(({ delivery, leasedUntil = 0 }) => delivery.notBefore <= now && leasedUntil <= now);
      return free.slice(0, limit).map((row) => {
        const delivery = row.leasedUntil === undefined ? row.delivery : lapse(row.delivery);
        rows.set(delivery.id, { ...row, delivery, leasedUntil: now + leaseMs });
        return copy(delivery);
      });
    },
    get(id) {
      const row = rows.get(id);
      return row && copy(row.delivery);
    },
    prune(before) {
      for (const [id, { delivery, settledAt = before }] of rows)
        if (!isOpen(delivery) && delivery.task.type === 'message' && settledAt < before) rows.delete(id);
    },
  };
}

import type { CardKey } from '../../../protocol/model/card.ts';
import type { Offset } from '../../../protocol/model/ids.ts';
import type { Delivery, NewDelivery, Settled, Task } from '../../ports/store.ts';
import { type Calm, calmAfter, calmer, calmUntil, urgent } from './calm.ts';

/** A row of the outbox, as every store keeps it. */
export interface Row {
  readonly delivery: Delivery;
  readonly calm: Calm;
  readonly leasedUntil?: number;
  readonly settledAt?: number;
}

export const isOpen = ({ state }: Delivery): boolean => state === 'waiting' || state === 'unsure';

/** What a delivery is about: the card that it shows, or on whose thread it hangs. */
export const aboutOf = (task: Task): CardKey | undefined =>
  task.type === 'mirror' ? task.card : task.type === 'message' ? task.about : undefined;

/** What stays with a delivery however it goes on. */
const kept = ({ id, room, lane, task, queuedAt, wanted, sentAt, entry }: Delivery) => ({
  id,
  room,
  lane,
  task,
  queuedAt,
  wanted,
  ...(sentAt === undefined ? {} : { sentAt }),
  ...(entry === undefined ? {} : { entry }),
});

const wherePosted = ({ posted }: Pick<Delivery, 'posted'>) => (posted === undefined ? {} : { posted });

const waiting = { state: 'waiting', notBefore: 0, attempts: 0 } as const;

/** A row that was never asked for before. */
function fresh(wish: NewDelivery, entry: Offset | undefined): Row {
  const { id, room, lane, task, queuedAt, wanted } = wish;
  const calm = calmer(undefined, wish);
  const delivery = { id, room, lane, task, queuedAt, wanted, ...waiting, sent: 0 };
  return { delivery: { ...delivery, ...(entry === undefined ? {} : { entry }), ...calmUntil(calm) }, calm };
}

/** Whether asking for `wanted` makes an ended delivery wait again: see `NewDelivery`. */
function revives({ state, sent, wanted: before, task }: Delivery, wanted: number): boolean {
  if (state === 'sent') return wanted > sent;
  return state === 'dead' && task.type !== 'message' && wanted > before;
}

/** The row after it was asked for; `entry` is the offset of what it tells of. */
export function asked(row: Row | undefined, wish: NewDelivery, entry: Offset | undefined): Row {
  if (!row) return fresh(wish, entry);
  const { delivery: old } = row;
  const task = wish.wanted > old.wanted ? wish.task : old.task;
  const raised = { ...old, task, wanted: Math.max(old.wanted, wish.wanted) };
  const again = revives(old, wish.wanted);
  if (!again && !isOpen(old)) return { ...row, delivery: raised };
  const calm = calmer(again ? undefined : row.calm, wish, old.sentAt);
  const { calmUntil: _, ...rest } = again
    ? { ...kept(raised), ...waiting, queuedAt: wish.queuedAt, sent: old.sent, ...wherePosted(old) }
    : raised;
  return { ...row, delivery: { ...rest, ...calmUntil(calm) }, calm };
}

/** The row after somebody told how it went on. */
export function settledRow({ delivery: old, calm }: Row, settled: Settled, at: number): Row {
  const { id, state, notBefore, attempts, sent, reason } = settled;
  const end = {
    id,
    state,
    notBefore,
    attempts,
    sent,
    ...wherePosted(settled),
    ...(reason === undefined ? {} : { reason }),
  };
  const now: Delivery = { ...kept(old), ...end, ...(state === 'sent' ? { sentAt: at } : {}) };
  if (state !== 'sent' || now.wanted <= sent) return { delivery: now, calm: urgent, settledAt: at };
  const next = calmAfter(calm, at);
  const again = { state: 'waiting', attempts: 0, queuedAt: at } as const;
  return { delivery: { ...now, ...again, ...calmUntil(next) }, calm: next, settledAt: at };
}

/** A lease that nobody ended: what its holder had begun may have happened, and has to be looked for from the start ([C5]). */
export function lapsed(row: Row): Row {
  if (row.leasedUntil === undefined) return row;
  return { ...row, delivery: { ...row.delivery, state: 'unsure', attempts: 0 } };
}

/** The row under lease. */
export function leased(row: Row, until: number): Row {
  const { calmUntil: _, ...delivery } = lapsed(row).delivery;
  return { ...row, delivery, calm: undefined, leasedUntil: until };
}

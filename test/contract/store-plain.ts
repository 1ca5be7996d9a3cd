import type { Change, Delivery, Kind, NewDelivery, Put, Settled } from '../../bridge/ports/store.ts';

/** All that a store knows, in the plainest form; of an entry and a thing only what tells it from another. */
export interface Plain {
  readonly things: Record<string, { version: number; name: string }>;
  readonly feeds: Record<string, string[]>;
  readonly keys: Record<string, { hash: string; outcome: unknown; offsets: readonly number[] }>;
  readonly rows: { delivery: Delivery; leasedUntil?: number }[];
}

/** What a store has to answer. */
export interface Answer {
  readonly state: 'committed' | 'duplicate' | 'misused' | 'conflict' | 'threw';
  readonly id?: string;
  readonly outcome?: unknown;
  readonly offsets?: readonly number[];
}

export const versionIn = (plain: Plain, kind: Kind, id: string): number => plain.things[`${kind} ${id}`]?.version ?? 0;

const nameOf = (put: Put): string => (put.kind === 'room' || put.kind === 'person' ? put.value.name : '');
const rowOf = (plain: Plain, wanted: string) => plain.rows.find(({ delivery }) => delivery.id === wanted);

function ask(plain: Plain, wish: NewDelivery): void {
  const row = rowOf(plain, wish.id);
  if (!row) {
    plain.rows.push({ delivery: { ...wish, state: 'waiting', notBefore: 0, attempts: 0, sent: 0 } });
    return;
  }
  const { reason, ...old } = row.delivery;
  const wanted = Math.max(old.wanted, wish.wanted);
  const outdated = old.state === 'sent' && wish.wanted > old.sent;
  const retried = old.state === 'dead' && old.task.type === 'mirror' && wish.wanted > old.wanted;
  row.delivery =
    outdated || retried
      ? { ...old, wanted, state: 'waiting', notBefore: 0, attempts: 0 }
      : { ...old, wanted, ...(reason === undefined ? {} : { reason }) };
}

function settle(plain: Plain, end: Settled): boolean {
  const row = rowOf(plain, end.id);
  if (!row) return false;
  const { room, lane, task, queuedAt, wanted } = row.delivery;
  row.delivery = { room, lane, task, queuedAt, wanted, ...end };
  if (end.state === 'sent' && wanted > end.sent) row.delivery = { ...row.delivery, state: 'waiting', attempts: 0 };
  delete row.leasedUntil;
  return true;
}

function repeat(plain: Plain, { key }: Change): Answer | undefined {
  const earlier = key && plain.keys[key.id];
  if (!earlier) return undefined;
  return earlier.hash === key.hash
    ? { state: 'duplicate', outcome: earlier.outcome, offsets: earlier.offsets }
    : { state: 'misused' };
}

function write(plain: Plain, change: Change): Answer {
  for (const { kind, id, version } of change.expects ?? [])
    if (versionIn(plain, kind, id) !== version) return { state: 'conflict', id };
  for (const put of change.puts ?? []) {
    if (versionIn(plain, put.kind, put.id) !== put.after) return { state: 'conflict', id: put.id };
    plain.things[`${put.kind} ${put.id}`] = { version: put.after + 1, name: nameOf(put) };
    if (put.kind === 'room') plain.feeds[put.id] ??= [];
  }
  const offsets: number[] = [];
  for (const { room, entry } of change.entries ?? []) {
    const offset = plain.feeds[room]?.push(entry.type === 'said' ? entry.message.text : entry.type);
    if (offset === undefined) return { state: 'threw' };
    offsets.push(offset);
  }
  for (const wish of change.deliveries ?? []) ask(plain, wish);
  for (const end of change.settled ?? []) if (!settle(plain, end)) return { state: 'threw' };
  const { key, outcome } = change;
  if (key) plain.keys[key.id] = { hash: key.hash, outcome, offsets };
  return { state: 'committed', offsets };
}

/** What is known after a change, and what has to be answered. A change that is refused changes nothing. */
export function apply(before: Plain, change: Change): [after: Plain, answer: Answer] {
  const repeated = repeat(before, change);
  if (repeated) return [before, repeated];
  const after = structuredClone(before);
  const answer = write(after, change);
  return [answer.state === 'committed' ? after : before, answer];
}

/** Of each lane the oldest open row, if it is due and free. */
export function lease(plain: Plain, now: number, leaseMs: number, limit: number): Delivery[] {
  const lanes = new Set<string>();
  const given: Delivery[] = [];
  for (const row of plain.rows) {
    const { lane, state, notBefore } = row.delivery;
    if (state === 'sent' || state === 'dead' || lanes.has(lane)) continue;
    lanes.add(lane);
    if (notBefore > now || (row.leasedUntil ?? now) > now || given.length === limit) continue;
    if (row.leasedUntil !== undefined) row.delivery = { ...row.delivery, state: 'unsure', attempts: 0 };
    row.leasedUntil = now + leaseMs;
    given.push(row.delivery);
  }
  return given;
}

/** The process has died. */
export function endLeases(plain: Plain): void {
  for (const row of plain.rows) {
    if (row.leasedUntil !== undefined) row.delivery = { ...row.delivery, state: 'unsure', attempts: 0 };
    delete row.leasedUntil;
  }
}

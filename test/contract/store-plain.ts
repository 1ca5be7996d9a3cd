import type { Change, Delivery, Kind, NewDelivery, Put, Settled } from '../../bridge/ports/store.ts';

/** All that a store knows, in the plainest form; of an entry and a thing only what tells it from another. */
export interface Plain {
  readonly things: Record<string, { version: number; name: string }>;
  readonly feeds: Record<string, string[]>;
  readonly keys: Record<string, { hash: string; outcome: unknown; offsets: readonly number[] }>;
  readonly rows: { delivery: Delivery; leasedUntil?: number; calm?: Calm | undefined }[];
  readonly ledger: { at: number; event: string; entry?: number; delivery?: string }[];
}

/** The wish that has to wait, if anything is wished since the row was leased; `ms` of 0 hurries. */
interface Calm {
  readonly ms: number;
  readonly until: number;
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

/** A delivery with how calmly it waits, as it shows that. */
function withCalm(row: Plain['rows'][number], calm: Calm | undefined): void {
  const { calmUntil: _, ...rest } = row.delivery;
  row.calm = calm;
  row.delivery = calm && calm.ms > 0 ? { ...rest, calmUntil: calm.until } : rest;
}

const isOpen = ({ state }: Delivery) => state === 'waiting' || state === 'unsure';

function ask(plain: Plain, wish: NewDelivery, offset: number | undefined): void {
  const { calmMs = 0, entry: _, ...asked } = wish;
  const old = rowOf(plain, wish.id);
  const calm = { ms: calmMs, until: calmMs && Math.max(wish.queuedAt, old?.delivery.sentAt ?? 0) + calmMs };
  if (!old) {
    const delivery: Delivery = { ...asked, state: 'waiting', notBefore: 0, attempts: 0, sent: 0 };
    const row = { delivery: offset === undefined ? delivery : { ...delivery, entry: offset } };
    plain.rows.push(row);
    return withCalm(row, calm);
  }
  const { delivery } = old;
  const more = wish.wanted > delivery.wanted;
  const again = delivery.state === 'sent' ? wish.wanted > delivery.sent : delivery.state === 'dead' && more;
  old.delivery = { ...delivery, ...(more ? { task: wish.task, wanted: wish.wanted } : {}) };
  if (again && (delivery.state === 'sent' || delivery.task.type !== 'message')) {
    const { reason: __, ...rest } = old.delivery;
    old.delivery = { ...rest, state: 'waiting', notBefore: 0, attempts: 0, queuedAt: wish.queuedAt };
    return withCalm(old, calm);
  }
  if (!isOpen(delivery)) return;
  const before = old.calm;
  if (!before || calm.ms === 0) withCalm(old, calm);
  else if (before.ms > 0)
    withCalm(old, { ms: Math.min(before.ms, calm.ms), until: Math.min(before.until, calm.until) });
}

function settle(plain: Plain, end: Settled, at: number): boolean {
  const row = rowOf(plain, end.id);
  if (!row) return false;
  const { room, lane, task, queuedAt, wanted, entry, sentAt } = row.delivery;
  const told = entry === undefined ? {} : { entry };
  const last = end.state === 'sent' ? at : sentAt;
  row.delivery = {
    room,
    lane,
    task,
    queuedAt,
    wanted,
    ...told,
    ...end,
    ...(last === undefined ? {} : { sentAt: last }),
  };
  const again = end.state === 'sent' && wanted > end.sent;
  if (again) row.delivery = { ...row.delivery, state: 'waiting', attempts: 0, queuedAt: at };
  const calm = again && row.calm && row.calm.ms > 0 ? row.calm : undefined;
  withCalm(row, calm ? { ms: calm.ms, until: Math.max(calm.until, at + calm.ms) } : { ms: 0, until: 0 });
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
  const offsetOf = (index: number | undefined) => (index === undefined ? undefined : offsets[index]);
  for (const wish of change.deliveries ?? []) ask(plain, wish, offsetOf(wish.entry));
  for (const end of change.settled ?? []) if (!settle(plain, end, change.at)) return { state: 'threw' };
  for (const { at, event, entry, delivery } of change.ledger ?? []) {
    const offset = offsetOf(entry);
    plain.ledger.push({
      at,
      event,
      ...(offset === undefined ? {} : { entry: offset }),
      ...(delivery === undefined ? {} : { delivery }),
    });
  }
  for (const { room, offset, message } of change.amendments ?? []) {
    const feed = plain.feeds[room];
    const said = feed?.[offset - 1];
    // Of what is here, a skip, an amendment and what was taken back begin with a mark that nobody says.
    if (!feed || said === undefined || said.startsWith('\u0001')) continue;
    feed[offset - 1] = message ? message.text : '\u0001removed';
    for (const [index, each] of feed.entries()) if (each.startsWith(`\u0001of ${offset}:`)) feed[index] = '\u0001skip';
    offsets.push(feed.push(`\u0001of ${offset}:${message?.text ?? ''}`));
  }
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

/** Of each lane the oldest open row, if it is due and free: past a calm one that stands, and a calm one that does not only for another's sake. */
export function lease(plain: Plain, now: number, leaseMs: number, limit: number, unfit?: string): Delivery[] {
  const given: Delivery[] = [];
  const open = plain.rows.filter(({ delivery }) => isOpen(delivery));
  const calm = ({ delivery }: Plain['rows'][number]) => (delivery.calmUntil ?? 0) > now;
  const heads = [...new Set(open.map(({ delivery }) => delivery.lane))].flatMap((lane) => {
    const rows = open.filter(({ delivery }) => delivery.lane === lane);
    if (rows.some(({ leasedUntil = 0 }) => leasedUntil > now)) return [];
    const head = rows.find((row) => !calm(row) || row.delivery.posted === undefined);
    return !head || head.delivery.notBefore > now || (calm(head) && rows.length === 1) ? [] : [head];
  });
  const age = (row: Plain['rows'][number]) => row.delivery.queuedAt * 1_000 + plain.rows.indexOf(row);
  for (const row of heads.toSorted((a, b) => age(a) - age(b))) {
    if (given.length >= limit || row.delivery.id === unfit) continue;
    if (row.leasedUntil !== undefined) row.delivery = { ...row.delivery, state: 'unsure', attempts: 0 };
    row.leasedUntil = now + leaseMs;
    withCalm(row, undefined);
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

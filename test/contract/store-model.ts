import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Change, LedgerRow, Store } from '../../bridge/ports/store.ts';
import { type Answer, apply, endLeases, lease, type Plain, versionIn } from './store-plain.ts';
import {
  deliveryOf,
  feedWords,
  message,
  mirror,
  outcomeOf,
  putPerson,
  putRoom,
  roomA,
  roomB,
  said,
  settled,
  type StoreBench,
  words,
} from './store-samples.ts';

const few = <T>(one: fc.Arbitrary<T>) => fc.array(one, { maxLength: 3 });
const small = fc.nat(3);
const person = fc.constantFrom('p1', 'p2');
const roomId = fc.constantFrom(roomA, roomA, roomB);
/** How far from the true version a change believes a thing to be: mostly not at all. */
const stale = fc.constantFrom(0, 0, 0, 0, 0, 0, 1);

const calm = fc.constantFrom({}, {}, { calmMs: 3 }, { calmMs: 8 });
const wish = fc
  .oneof(
    fc
      .tuple(fc.constantFrom('one', 'two'), fc.integer({ min: 1, max: 3 }))
      .map(([lane, wanted]) => ({ ...message(`d ${lane}`, lane), wanted })),
    fc
      .tuple(fc.constantFrom('one', 'two'), fc.integer({ min: 1, max: 4 }))
      .map(([lane, wanted]) => mirror(`m ${lane}`, wanted, lane)),
  )
  .chain((one) =>
    fc
      .record({ more: calm, queuedAt: fc.nat(9), entry: fc.constantFrom({}, { entry: 0 }, { entry: 7 }) })
      .map(({ more, queuedAt, entry }) => ({ ...one, queuedAt, ...more, ...entry })),
  );
const row = fc
  .record({ entry: small, delivery: fc.constantFrom('d one', 'm two') }, { requiredKeys: [] })
  .map((more): LedgerRow => ({ ...more, at: 1, room: roomA, event: 'it failed', rule: 'all', verdict: 'posted' }));
const amendment = fc.record({
  room: fc.constantFrom(roomA, roomB),
  offset: fc.integer({ min: 0, max: 6 }),
  text: fc.option(fc.string()),
});
const ending = fc.record(
  {
    id: fc.constantFrom('d one', 'd two', 'm one', 'm two'),
    state: fc.constantFrom(...(['waiting', 'unsure', 'sent', 'sent', 'dead', 'superseded'] as const)),
    notBefore: small,
    attempts: small,
    sent: small,
    posted: fc.constantFrom('17.5', '18.1'),
    reason: fc.constant('why'),
  },
  { requiredKeys: ['id', 'state'] },
);
const plan = fc.record({
  key: fc.option(fc.record({ id: fc.constantFrom('k1', 'k2', 'k3'), hash: fc.constantFrom('h1', 'h1', 'h2') })),
  // What JSON says back: -0 is 0 from then on.
  outcome: fc.jsonValue({ maxDepth: 2 }).map((value): unknown => JSON.parse(JSON.stringify(value))),
  expected: fc.option(fc.tuple(person, stale)),
  people: fc.option(fc.tuple(person, stale, fc.string())),
  room: fc.option(fc.tuple(roomId, stale), { freq: 1 }),
  entries: few(
    fc.tuple(
      roomId,
      fc.string({ unit: 'binary' }).filter((text) => !text.startsWith('\u0001')),
    ),
  ),
  wishes: few(wish),
  endings: few(ending),
  amendments: few(amendment),
  ledger: few(row),
  at: fc.nat(12),
  /** Names places that are not there, as only a bug would. */
  lost: fc.constantFrom(false, false, false, false, false, true),
});
type Plan = typeof plan extends fc.Arbitrary<infer P> ? P : never;

/** The change that a use case with this plan makes of what it has read. */
function changeOf(
  plain: Plain,
  { key, outcome, expected, people, room, entries, wishes, endings, amendments, ledger, at, lost }: Plan,
): Change {
  const known = new Set([...plain.rows.map(({ delivery }) => delivery.id), ...wishes.map(({ id }) => id)]);
  const after = (kind: 'person' | 'room', id: string, off: number) => versionIn(plain, kind, id) + off;
  return {
    at,
    ...(key ? { key } : {}),
    outcome,
    expects: expected ? [{ kind: 'person', id: expected[0], version: after('person', ...expected) }] : [],
    puts: [
      ...(people ? [putPerson(people[0], after('person', people[0], people[1]), people[2])] : []),
      ...(room ? [putRoom(room[0], after('room', ...room))] : []),
    ],
    entries: entries.filter(([to]) => lost || plain.feeds[to]).map(([to, text]) => ({ room: to, entry: said(text) })),
    deliveries: wishes,
    settled: endings
      .filter(({ id }) => lost || known.has(id))
      .map(({ id, state, ...more }) => settled(id, state, more)),
    amendments: amendments.map(({ text, ...of }) => ({ ...of, ...(text === null ? {} : { message: words(text) }) })),
    ledger,
  };
}

const act = fc.oneof(
  { weight: 5, arbitrary: fc.array(plan, { minLength: 1, maxLength: 5 }) },
  { weight: 2, arbitrary: fc.record({ now: fc.nat(30), limit: small, unfit: fc.constantFrom('', 'd one', 'm two') }) },
  { weight: 1, arbitrary: fc.constant('reopen' as const) },
);
type Act = typeof act extends fc.Arbitrary<infer A> ? A : never;

/** Hands all over at once, and expects of each what it would have got alone, one after the other. */
async function commitAll(store: Store, before: Plain, plans: readonly Plan[]): Promise<Plain> {
  let plain = before;
  const answers: Answer[] = [];
  const changes = plans.map((one) => {
    const change = changeOf(plain, one);
    const [after, answer] = apply(plain, change);
    plain = after;
    answers.push(answer);
    return change;
  });
  const results = await Promise.all(changes.map((change) => outcomeOf(store.commit(change))));
  const told = results.map((result): Answer => {
    if (result.state === 'committed')
      return { state: 'committed', offsets: result.entries.map(({ entry }) => entry.offset) };
    return result.state === 'conflict' ? { state: 'conflict', id: result.id } : result;
  });
  expect(told).toEqual(answers);
  return plain;
}

async function expectSame(store: Store, plain: Plain): Promise<void> {
  for (const [name, thing] of Object.entries(plain.things)) {
    const [kind, id = ''] = name.split(' ');
    const kept = await store.get(kind === 'room' ? 'room' : 'person', id);
    expect({ version: kept?.version, name: kept?.value.name }).toEqual(thing);
  }
  for (const room of [roomA, roomB]) expect(await feedWords(store, room)).toEqual(plain.feeds[room] ?? []);
  for (const { delivery } of plain.rows) expect(await deliveryOf(store, delivery.id)).toStrictEqual(delivery);
  for (const delivery of ['d one', 'm two']) {
    const { rows } = await store.trace({ delivery });
    expect(rows.map(({ at, event, entry }) => ({ at, event, entry }))).toEqual(
      plain.ledger.filter((each) => each.delivery === delivery).map(({ at, event, entry }) => ({ at, event, entry })),
    );
  }
  const keys = (await store.list('outcome')).map(({ id, value }) => [id, value.hash, value.offsets]);
  const known = Object.entries(plain.keys).map(([id, { hash, offsets }]) => [id, hash, offsets]);
  expect(keys).toEqual(known.toSorted(([a], [b]) => String(a).localeCompare(String(b))));
}

/** Does one act to both; answers the store to go on with, and what is known now. */
async function play({ store, reopen }: StoreBench, plain: Plain, one: Act): Promise<[Store, Plain]> {
  if (one === 'reopen') {
    if (!reopen) return [store, plain];
    endLeases(plain);
    return [await reopen(), plain];
  }
  if (!('now' in one)) return [store, await commitAll(store, plain, one)];
  const due = await store.due(one.now, 5, one.limit, ({ id }) => id !== one.unfit);
  expect(due).toEqual(lease(plain, one.now, 5, one.limit, one.unfit));
  return [store, plain];
}

/** Any changes, in any order, at once or not, with restarts between: the store says what the plain model says. */
export function describeModel(bench: () => Promise<StoreBench>, runs: number): void {
  it('[E1][E2][B1][C3] has the history of the plain model, whatever happens', { timeout: 30_000 }, async () => {
    const history = fc.asyncProperty(fc.array(act, { maxLength: 15 }), async (acts) => {
      const { store: first, ...rest } = await bench();
      let store = first;
      let plain: Plain = { things: {}, feeds: {}, keys: {}, rows: [], ledger: [] };
      for (const one of acts) [store, plain] = await play({ store, ...rest }, plain, one);
      await expectSame(store, plain);
      await store.close();
    });
    await expect(fc.assert(history, { numRuns: runs })).resolves.toBeUndefined();
  });
}

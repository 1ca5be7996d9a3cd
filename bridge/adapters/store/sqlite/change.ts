import type { Change, CommitResult } from '../../../ports/store.ts';
import type { AuditRow } from '../../../ports/store.ts';
import type { FeedTable } from './feeds.ts';
import type { LedgerTable } from './ledger.ts';
import type { OutboxTable } from './outbox.ts';
import type { ThingTable } from './things.ts';

/** All that a change may touch. */
export interface Tables {
  readonly things: ThingTable;
  readonly feeds: FeedTable;
  readonly outbox: OutboxTable;
  readonly ledger: LedgerTable;
  readonly audit: (row: AuditRow) => void;
}

function repeat({ things }: Tables, { key }: Change): CommitResult | undefined {
  const earlier = key && things.get('outcome', key.id)?.value;
  if (!earlier) return undefined;
  if (earlier.hash !== key.hash) return { state: 'misused' };
  return { state: 'duplicate', outcome: earlier.outcome, offsets: earlier.offsets };
}

/** Puts what the change puts, in its order; undefined once all is put. */
function conflict({ things, feeds }: Tables, { expects = [], puts = [] }: Change): CommitResult | undefined {
  for (const { kind, id, version } of expects)
    if (things.version(kind, id) !== version) return { state: 'conflict', kind, id };
  for (const put of puts) {
    if (!things.put(put)) return { state: 'conflict', kind: put.kind, id: put.id };
    if (put.kind === 'room' && put.after === 0) feeds.begin(put.value.id);
  }
  return undefined;
}

/** Applies a change inside a transaction. Whatever it answers but `committed` has to be rolled back, and so has what it throws. */
export function applyChange(tables: Tables, change: Change): CommitResult {
  const refused = repeat(tables, change) ?? conflict(tables, change);
  if (refused) return refused;
  const { at, key, outcome } = change;
  const entries = (change.entries ?? []).map(({ room, entry }) => tables.feeds.append(room, entry));
  const offsetOf = (index: number | undefined) => (index === undefined ? undefined : entries[index]?.entry.offset);
  for (const wish of change.deliveries ?? []) tables.outbox.ask(wish, offsetOf(wish.entry));
  for (const settled of change.settled ?? []) tables.outbox.settle(settled, at);
  for (const row of change.audit ?? []) tables.audit(row);
  for (const row of change.ledger ?? []) tables.ledger.add(row, offsetOf(row.entry));
  const amended = (change.amendments ?? []).flatMap((each) => tables.feeds.amend(each, at) ?? []);
  const placed = [...entries, ...amended];
  const offsets = placed.map(({ entry }) => entry.offset);
  if (key)
    tables.things.put({ kind: 'outcome', id: key.id, after: 0, value: { hash: key.hash, at, outcome, offsets } });
  return { state: 'committed', entries: placed };
}

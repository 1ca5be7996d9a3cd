import * as z from 'zod/mini';
import { Epoch } from '../../../../protocol/model/ids.ts';
import {
  type AuditRow,
  type Change,
  type CommitResult,
  type Store,
  StoreUnavailable,
  type Trace,
  type Traced,
} from '../../../ports/store.ts';
import { createFeeds } from './feeds.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { createOutbox } from './outbox.ts';
import { type Kept, refusal } from './refusal.ts';
import { copy, createThings } from './things.ts';

const dayMs = 86_400_000;
const sweepEvery = 500;
const entriesKept = 5000;

type All = Kept & { readonly ledger: Ledger };

/** Drops what is older than the port promises to keep. */
function sweep({ feeds, things, outbox, ledger }: All, at: number): void {
  feeds.prune(at - dayMs, entriesKept);
  things.pruneOutcomes(at - 8 * dayMs);
  outbox.prune(at - 7 * dayMs);
  ledger.prune(at - 14 * dayMs);
}

function traceOf({ outbox, ledger }: Pick<All, 'outbox' | 'ledger'>, of: Traced): Trace {
  const rows = ledger.trace(of);
  return { rows, deliveries: outbox.trace(of, new Set(rows.flatMap(({ delivery }) => delivery ?? []))) };
}

/** A memory store also shows its audit rows, which the port only takes in. */
export interface MemoryStore extends Store {
  readonly audit: readonly AuditRow[];
}

/**
 * The reference adapter: a store that forgets all when the process ends, and otherwise keeps every promise of the port.
 * `epoch` mints 32 hex digits.
 */
export function createMemoryStore(options: { readonly epoch: () => string }): MemoryStore {
  const kept = {
    things: createThings(),
    feeds: createFeeds(() => z.parse(Epoch, options.epoch())),
    outbox: createOutbox(),
    ledger: createLedger(),
  };
  const { things, feeds, outbox, ledger } = kept;
  const audit: AuditRow[] = [];
  let committed = 0;
  let closed = false;

  function apply(change: Change): CommitResult {
    for (const put of change.puts ?? []) {
      things.put(put);
      if (put.kind === 'room') feeds.begin(put.value.id);
    }
    const entries = (change.entries ?? []).map(({ room, entry }) => feeds.append(room, entry));
    const offsetOf = (index: number | undefined) => (index === undefined ? undefined : entries[index]?.entry.offset);
    for (const wish of change.deliveries ?? []) outbox.ask(wish, offsetOf(wish.entry));
    for (const settled of change.settled ?? []) outbox.settle(settled, change.at);
    for (const row of change.ledger ?? []) ledger.add(row, offsetOf(row.entry));
    audit.push(...copy(change.audit ?? []));
    const { at, key, outcome } = change;
    const amended = (change.amendments ?? []).flatMap((each) => feeds.amend(each, at) ?? []);
    const placed = [...entries, ...amended];
    const offsets = placed.map(({ entry }) => entry.offset);
    if (key) things.put({ kind: 'outcome', id: key.id, after: 0, value: { hash: key.hash, at, outcome, offsets } });
    return { state: 'committed', entries: placed };
  }

  return {
    audit,
    async commit(change) {
      if (closed) throw new StoreUnavailable('The store is closed.');
      const refused = refusal(kept, change);
      if (refused) return refused;
      const result = apply(change);
      committed += 1;
      if (committed % sweepEvery === 0) sweep(kept, change.at);
      return result;
    },
    get: async (kind, id) => things.get(kind, id),
    list: async (kind, room) => things.list(kind, room),
    feed: async (room, part, limit) => feeds.stretch(room, part, limit),
    due: async (now, leaseMs, limit, fits = () => true) => outbox.due(now, leaseMs, limit, fits),
    trace: async (of) => traceOf(kept, of),
    async close() {
      closed = true;
    },
  };
}

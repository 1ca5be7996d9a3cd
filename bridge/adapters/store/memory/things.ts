import type { RoomId } from '../../../../protocol/model/ids.ts';
import type { Kept, Kind, Put } from '../../../ports/store.ts';

/** As a store on disk would have it: nothing shared with the caller, nothing that JSON cannot say. */
export const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value));

/** Code point order, as UTF-8 bytes sort; JavaScript's own order differs beyond U+FFFF. */
const byId = (a: { id: string }, b: { id: string }): number => Buffer.compare(Buffer.from(a.id), Buffer.from(b.id));

const isOf =
  <K extends Kind>(kind: K) =>
  (kept: Kept): kept is Kept & Kept<K> =>
    kept.kind === kind;

export interface Things {
  get<K extends Kind>(kind: K, id: string): Kept<K> | undefined;
  list<K extends Kind>(kind: K, room?: RoomId): Kept<K>[];
  /** Puts without looking at `after`: that was done before. */
  put(put: Put): void;
  pruneOutcomes(before: number): void;
}

/** Things by kind and id, in memory. What it hands out is the caller's own. */
export function createThings(): Things {
  const shelves = new Map<Kind, Map<string, Kept>>();

  const all = <K extends Kind>(kind: K): Kept<K>[] => [...(shelves.get(kind)?.values() ?? [])].filter(isOf(kind));

  return {
    get(kind, id) {
      const kept = shelves.get(kind)?.get(id);
      return kept && isOf(kind)(kept) ? copy(kept) : undefined;
    },
    list(kind, room) {
      return copy(all(kind).filter((kept) => room === undefined || kept.room === room)).toSorted(byId);
    },
    put({ after, ...rest }) {
      const shelf = shelves.get(rest.kind) ?? new Map<string, Kept>();
      shelves.set(rest.kind, shelf.set(rest.id, copy({ ...rest, version: after + 1 })));
    },
    pruneOutcomes(before) {
      for (const { id, value } of all('outcome')) if (value.at < before) shelves.get('outcome')?.delete(id);
    },
  };
}

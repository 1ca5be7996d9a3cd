import type { Entry } from '../protocol/model/entry.ts';
import type { PersonId } from '../protocol/model/ids.ts';
import type { Pending } from '../protocol/wire/panel.ts';
import { isIn, sameCard, windowOf } from './pages.ts';
import type { Aside, PanelState } from './state.ts';
import type { Calendar } from './time.ts';

/** An entry that is a line of its own: one that was amended says it in its own place. */
export type Told = Exclude<Entry, { type: 'skip' | 'amended' }>;

export const isTold = (entry: Entry): entry is Told => entry.type !== 'skip' && entry.type !== 'amended';

/** One row of the feed. `key` stays the same while the row stands. */
export type Row =
  | { readonly type: 'day'; readonly key: string; readonly label: string }
  | { readonly type: 'reloaded'; readonly key: string }
  /** What stands below it came since the reader was last here. */
  | { readonly type: 'new'; readonly key: string }
  /** `joined`: it goes on where the same author spoke just before. */
  | {
      readonly type: 'entry';
      readonly key: string;
      readonly entry: Told;
      readonly joined: boolean;
      /** What its author wants it to say instead, which is on its way. */
      readonly change?: Pending | undefined;
    }
  | { readonly type: 'aside'; readonly key: string; readonly aside: Aside }
  | { readonly type: 'pending'; readonly key: string; readonly pending: Pending };

const joinWithinMs = 5 * 60_000;

/** The rows of the window, oldest first: entries with the days between them, what only the reader sees, what is not sent yet. */
export function feedRows(state: PanelState, now: number, calendar: Calendar): Row[] {
  const { entries, older, newer } = windowOf(state);
  const asides = asidesIn(state, older > 0 ? (entries[0]?.offset ?? 0) : 0, newer === 0);
  const rows: Row[] = asidesUpTo(asides, -1, (entries[0]?.offset ?? Number.POSITIVE_INFINITY) - 1);
  const changes = new Map(state.pending.filter(isChange).map((each) => [each.amends, each]));
  const firstNew = firstNewOf(state, entries);
  let last: Told | undefined;
  let lastDay: string | undefined;
  for (const [index, entry] of entries.entries()) {
    if (entry.offset === state.reloadedAt) rows.push({ type: 'reloaded', key: 'reloaded' });
    if (entry.offset === firstNew) rows.push({ type: 'new', key: 'new' });
    const next = entries[index + 1]?.offset ?? Number.POSITIVE_INFINITY;
    if (isTold(entry)) {
      const day = calendar.day(entry.at, now);
      const newDay = day !== lastDay;
      lastDay = day;
      if (newDay) rows.push({ type: 'day', key: `day ${entry.offset}`, label: day });
      const joined = !newDay && rows.at(-1)?.type === 'entry' && goesOn(last, entry);
      rows.push({ type: 'entry', key: `entry ${entry.offset}`, entry, joined, change: changes.get(entry.offset) });
      last = entry;
    }
    if (asides.length > 0) rows.push(...asidesUpTo(asides, entry.offset - 1, next - 1));
  }
  const apart = newer === 0 ? state.pending.filter((each) => isApart(state, entries, each)) : [];
  rows.push(...apart.map((each): Row => ({ type: 'pending', key: each.mid, pending: each })));
  return rows;
}

/** A change on its way stands where its message does; one that was refused is told like a message that was. */
const isChange = (pending: Pending): pending is Pending & { amends: number } =>
  pending.amends !== undefined && pending.refused === undefined;

/** Whether it stands at the end, by itself. */
const isApart = ({ thread }: PanelState, entries: readonly Entry[], pending: Pending): boolean =>
  isChange(pending)
    ? !shows(entries, pending.amends)
    : isIn(thread, pending.about) || (pending.amends !== undefined && pending.refused !== undefined);

/** The first entry of others that the reader had not seen when they came. */
function firstNewOf({ newAfter, room }: PanelState, entries: readonly Entry[]): number | undefined {
  if (newAfter === undefined || newAfter >= (entries.at(-1)?.offset ?? 0)) return undefined;
  return entries.find((entry) => entry.offset > newAfter && isTold(entry) && !isBy(entry, room?.me.id))?.offset;
}

/** Whether its reader made it come. */
export function isBy(entry: Told, me: PersonId | undefined): boolean {
  if (entry.type === 'answered') return entry.by.id === me;
  return entry.type === 'said' && entry.by.type === 'person' && entry.by.person.id === me;
}

const shows = (entries: readonly Entry[], offset: number): boolean => entries.some((entry) => entry.offset === offset);

/** What only the reader sees, as far as the window reaches; what everybody reads as an entry is left to the entry. */
function asidesIn(state: PanelState, from: number, toEnd: boolean): Aside[] {
  const known = state.room?.entries.at(-1)?.offset ?? 0;
  const last = toEnd ? Number.POSITIVE_INFINITY : (state.end ?? 0);
  return state.asides.filter((aside) => {
    if (aside.after < from || aside.after > last) return false;
    if (aside.about !== undefined && !isIn(state.thread, aside.about)) return false;
    // A message on its way shows among the pending ones; only its refusal is told here.
    if (aside.kind !== 'run' && aside.outcome.type === 'waiting') return false;
    return !(aside.outcome.type === 'reply' && aside.outcome.offset !== undefined && aside.outcome.offset <= known);
  });
}

const asidesUpTo = (asides: readonly Aside[], above: number, upTo: number): Row[] =>
  asides
    .filter((aside) => aside.after > above && aside.after <= upTo)
    .map((aside) => ({ type: 'aside', key: aside.ask, aside }));

function goesOn(last: Told | undefined, entry: Told): boolean {
  if (last?.type !== 'said' || entry.type !== 'said' || entry.at - last.at > joinWithinMs) return false;
  if (last.origin?.platform !== entry.origin?.platform) return false;
  if (!sameSubject(last, entry) || last.to !== entry.to || last.removed || entry.removed) return false;
  if (last.by.type === 'bot' || entry.by.type === 'bot') return false;
  return last.by.person.id === entry.by.person.id;
}

function sameSubject(a: Told, b: Told): boolean {
  if (a.about === undefined || b.about === undefined) return a.about === b.about;
  return sameCard(a.about, b.about);
}

import { amended } from '../protocol/model/amended.ts';
import type { Card } from '../protocol/model/card.ts';
import type { Entry } from '../protocol/model/entry.ts';
import type { Epoch, Offset } from '../protocol/model/ids.ts';
import type { Person } from '../protocol/model/person.ts';
import type { Presence } from '../protocol/model/presence.ts';
import type { Source } from '../protocol/model/source.ts';
import type { RoomState } from '../protocol/wire/methods.ts';
import type { RoomView } from '../protocol/wire/panel.ts';
import { follow, type Position, resume } from './resume.ts';
import type { SessionEvent } from './session.ts';

/** A room as it is known, and up to where: the two change together or not at all ([B4]). */
export interface Held {
  readonly view: RoomView;
  readonly at: Position;
  /** The newest entry when the bridge was last greeted. */
  readonly top: Offset;
}

/** What is held from now on, and what to tell of it. */
export interface Step {
  readonly held: Held;
  readonly events: readonly SessionEvent[];
}

/** As much history as is kept at hand; older entries are asked for. */
const longestView = 1_000;

/**
 * The room after a hello. `before` is what was held of this room, `from` the cursor that was sent. Undefined where the bridge says that it
 * resumed, and did not.
 */
export function enter(
  before: Held | undefined,
  from: Position | undefined,
  me: Person,
  state: RoomState,
): Step | undefined {
  const { room, name, cards, people, commands, sources, top } = state;
  const resumed = resume(from, state);
  if (resumed.type === 'unsound') return undefined;
  const facts = { room, name, me, cards, people, commands, sources };
  if (resumed.type === 'continued' && before) {
    // Not all cards may fit into hello, and none ever goes.
    const others = before.view.cards.filter((card) => !cards.some((each) => isSame(each, card)));
    const lengths = lengthened(before.view, resumed.fresh);
    const view = { ...before.view, ...facts, ...lengths, cards: [...cards, ...others] };
    return { held: { view, at: resumed.at, top }, events: differences(before.view, view, amended(resumed.fresh)) };
  }
  const entries = [...amended(resumed.type === 'anew' ? resumed.entries : resumed.fresh)];
  const more = resumed.at.offset > entries.length;
  const view = { ...facts, entries, more, reloaded: before !== undefined };
  return { held: { view, at: resumed.at, top }, events: [{ type: 'room', room: view }] };
}

/** The room after a batch of entries; `hole` where some are missing, and the feed has to be resumed. */
export function takeEntries(held: Held, epoch: Epoch, entries: readonly Entry[]): Step & { readonly hole: boolean } {
  const { fresh, at, hole } = follow(held.at, epoch, entries);
  if (fresh.length === 0) return { held, events: [], hole };
  const view = { ...held.view, ...lengthened(held.view, fresh) };
  const missed = at.offset <= held.top ? ({ missed: true } as const) : {};
  return { held: { ...held, view, at }, events: [{ type: 'entries', entries: amended(fresh), ...missed }], hole };
}

/** The room with a card that changed; as it was where a newer version is known. */
export function takeCard(held: Held, card: Card): Step {
  const known = held.view.cards.find((each) => isSame(each, card));
  if (known && known.version >= card.version) return { held, events: [] };
  const cards = [card, ...held.view.cards.filter((each) => each !== known)];
  return { held: { ...held, view: { ...held.view, cards } }, events: [{ type: 'card', card }] };
}

/** The room with the people who are here now: the list is always whole. */
export function takePeople(held: Held, people: Presence[]): Step {
  return { held: { ...held, view: { ...held.view, people } }, events: [{ type: 'people', people }] };
}

/** The room with its sources as they are now: the list is always whole. */
export function takeSources(held: Held, sources: Source[]): Step {
  return { held: { ...held, view: { ...held.view, sources } }, events: [{ type: 'sources', sources }] };
}

function lengthened(view: RoomView, fresh: readonly Entry[]): Pick<RoomView, 'entries' | 'more' | 'reloaded'> {
  const all = amended([...view.entries, ...fresh]);
  const entries = all.slice(-longestView);
  const cut = entries.length < all.length;
  return { entries, more: view.more || cut, reloaded: view.reloaded && !cut };
}

/** What to tell of a resumption: the whole room only where the smaller events cannot say it. */
function differences(old: RoomView, view: RoomView, fresh: readonly Entry[]): readonly SessionEvent[] {
  if (frameOf(old) !== frameOf(view)) return [{ type: 'room', room: view }];
  const known = new Set(old.cards.map((card) => JSON.stringify(card)));
  const events: SessionEvent[] = fresh.length > 0 ? [{ type: 'entries', entries: fresh, missed: true }] : [];
  for (const card of view.cards) if (!known.has(JSON.stringify(card))) events.push({ type: 'card', card });
  if (JSON.stringify(old.people) !== JSON.stringify(view.people)) events.push({ type: 'people', people: view.people });
  if (JSON.stringify(old.sources) !== JSON.stringify(view.sources))
    events.push({ type: 'sources', sources: view.sources ?? [] });
  return events;
}

/** What no smaller event tells of. */
const frameOf = ({ name, me, commands }: RoomView): string => JSON.stringify({ name, me, commands });

const isSame = (a: Card, b: Card): boolean => a.key.repository === b.key.repository && a.key.branch === b.key.branch;

import { amended } from '../protocol/model/amended.ts';
import type { CardKey } from '../protocol/model/card.ts';
import type { Entry } from '../protocol/model/entry.ts';
import type { Offset, RunId } from '../protocol/model/ids.ts';
import type { Answer, Connection, FromPanel, Pending, RoomView, ToPanel } from '../protocol/wire/panel.ts';
import { logAnswered, logAsked, type LogView } from './log.ts';
import { type Completing, completed, completing } from './completing.ts';
import { afterEarlier, page, type Paged, type PageTurn, sameCard, trim } from './pages.ts';

/** Something asked from here whose outcome nobody else sees: a private reply, or a refusal. */
export interface Aside {
  readonly ask: string;
  readonly kind: 'say' | 'amend' | 'run';
  /** Which message was to be changed. */
  readonly amends?: Offset | undefined;
  /** What was written, without the slash of a command; empty where a message was to be taken back. */
  readonly text: string;
  readonly about?: CardKey | undefined;
  readonly at: number;
  /** It stands after the entry with this offset. */
  readonly after: Offset;
  readonly outcome: { readonly type: 'waiting' } | Extract<Answer, { type: 'reply' | 'refused' }>;
}

/** All that the panel knows. Nothing here is older than `asOf`, where that is set. */
export interface PanelState extends Paged {
  readonly connection: Connection;
  /** Until when this was known to be true; absent while online. */
  readonly asOf?: number | undefined;
  /** The first entry of a history that could not be resumed: what came before it may be missing. */
  readonly reloadedAt?: Offset | undefined;
  readonly here: CardKey | null;
  /** The branch whose card was asked for last. */
  readonly wanted?: CardKey | undefined;
  readonly pending: readonly Pending[];
  readonly asides: readonly Aside[];
  /** The ask that is out for older entries. */
  readonly reading?: string | undefined;
  /** Why the last such ask was refused. */
  readonly unread?: string | undefined;
  /** How many pages of older entries were asked for, unbidden, for the branch that is shown alone. */
  readonly searched: number;
  readonly log?: LogView | undefined;
  readonly completing: Completing;
  /** What the reader has had before them, as far as it is known. */
  readonly seen?: Offset | undefined;
  /** What came after it stands below a divider, until the reader comes back after they have read it. */
  readonly newAfter?: Offset | undefined;
}

/** So many asides are kept: an older one is forgotten. */
const mostAsides = 50;

/** What the panel did itself, beside what it was told. */
export type Doing =
  | { readonly type: 'asked'; readonly message: FromPanel }
  | { readonly type: 'dismissed'; readonly ask: string }
  | { readonly type: 'paged'; readonly towards: PageTurn }
  | { readonly type: 'log-opened'; readonly run: RunId; readonly job?: string | undefined }
  | { readonly type: 'log-retried' }
  /** Shows what is about one branch alone, or everything. */
  | { readonly type: 'narrowed'; readonly about: CardKey | null }
  /** The reader is back after they looked elsewhere. */
  | { readonly type: 'back' }
  | { readonly type: 'log-closed' };

export const start: PanelState = {
  connection: { state: 'connecting' },
  here: null,
  pending: [],
  asides: [],
  thread: null,
  searched: 0,
  completing: {},
};

/** The state after `action`, which happened at `at` by this machine's clock. */
export function reduce(state: PanelState, action: ToPanel | Doing, at: number): PanelState {
  switch (action.type) {
    case 'connection':
      return connected(state, action.connection, at);
    case 'room':
      return entered(state, action.room);
    case 'entries':
      return trim(withRoom(state, (room) => ({ ...room, entries: appended(room.entries, action.entries) })));
    case 'earlier':
      return afterEarlier(state, action.entries, action.more);
    case 'card':
      return withRoom(state, (room) => ({ ...room, cards: putCard(room.cards, action.card) }));
    case 'people':
      return withRoom(state, (room) => ({ ...room, people: action.people }));
    case 'sources':
      return withRoom(state, (room) => ({ ...room, sources: action.sources }));
    case 'pending':
      return { ...state, pending: action.pending };
    case 'here':
      return { ...state, here: action.here };
    case 'seen':
      return { ...state, seen: action.offset, newAfter: action.offset };
    case 'thread':
      return narrowed({ ...state, log: undefined, wanted: wantedBy(action) ?? state.wanted }, action.about);
    case 'narrowed':
      return narrowed(state, action.about);
    case 'back':
      return { ...state, newAfter: state.seen };
    case 'words':
      return state;
    case 'answer':
      return answered(state, action.ask, action.answer);
    case 'asked':
      return asked(state, action.message, at);
    case 'dismissed':
      return { ...state, asides: state.asides.filter((aside) => aside.ask !== action.ask) };
    case 'paged':
      return page({ ...state, searched: 0 }, action.towards);
    case 'log-opened':
      return { ...state, log: { run: action.run, job: action.job, text: '', next: 0, ended: false, cut: false } };
    case 'log-retried':
      return { ...state, log: state.log && { ...state.log, refused: undefined } };
    case 'log-closed':
      return { ...state, log: undefined };
  }
}

function connected(state: PanelState, connection: Connection, at: number): PanelState {
  if (connection.state === 'online') return { ...state, connection, asOf: undefined };
  const since = connection.state === 'offline' ? connection.since : at;
  const { room } = state;
  const asOf = state.asOf ?? since;
  // What was told to one person is not there for whoever connects next.
  if (connection.state === 'unpaired') return { ...state, connection, asOf, room: undefined, asides: [] };
  return { ...state, connection, asOf, room };
}

function entered(state: PanelState, room: RoomView): PanelState {
  const top = room.entries.at(-1)?.offset ?? 0;
  return trim({
    ...state,
    room,
    end: undefined,
    reading: undefined,
    searched: 0,
    reloadedAt: room.reloaded ? room.entries[0]?.offset : undefined,
    // A history that has begun anew counts from its own beginning.
    seen: atMost(top, state.seen),
    newAfter: atMost(top, state.newAfter),
    // Offsets of an older incarnation of the feed say nothing in this one; what was private stays readable at its end.
    asides: state.asides.map((aside) => ({ ...aside, after: Math.min(aside.after, top) })),
  });
}

const atMost = (top: number, offset: number | undefined): number | undefined =>
  offset === undefined ? undefined : Math.min(offset, top);

/** The card that is to be shown; none where a message is begun. Another object each time, so that it is shown again. */
const wantedBy = ({ about, write }: ToPanel & { type: 'thread' }): CardKey | undefined =>
  about && write === undefined ? { ...about } : undefined;

function narrowed(state: PanelState, thread: CardKey | null): PanelState {
  const same = thread === null || state.thread === null ? thread === state.thread : sameCard(thread, state.thread);
  return same ? state : { ...state, thread, end: undefined, searched: 0, unread: undefined };
}

const withRoom = (state: PanelState, change: (room: RoomView) => RoomView): PanelState =>
  state.room ? { ...state, room: change(state.room) } : state;

/** Each entry once, whatever is told twice, and as it reads now. */
function appended(known: readonly Entry[], more: readonly Entry[]): Entry[] {
  const last = known.at(-1)?.offset ?? -1;
  const fresh = more.filter((entry) => entry.offset > last);
  // What is known reads already as it was amended; only news can change it.
  return fresh.some(({ type }) => type === 'amended') ? [...amended([...known, ...fresh])] : [...known, ...fresh];
}

function putCard(cards: RoomView['cards'], card: RoomView['cards'][number]): RoomView['cards'] {
  const others = cards.filter((each) => !sameCard(each.key, card.key));
  const known = cards.find((each) => sameCard(each.key, card.key));
  return known && known.version > card.version ? cards : [...others, card];
}

function asked(state: PanelState, message: FromPanel, at: number): PanelState {
  switch (message.type) {
    case 'run':
      // Its answer stands in the feed, where the log may be now.
      return withAside({ ...state, log: undefined }, waiting(state, message, at));
    case 'say':
    case 'amend':
      return withAside(state, waiting(state, message, at));
    case 'earlier':
      return { ...state, reading: message.ask, unread: undefined, searched: state.searched + 1 };
    case 'log':
      return { ...state, log: state.log && logAsked(state.log, message.ask) };
    case 'complete':
      return { ...state, completing: completing(state.completing, message) };
    case 'seen':
      return { ...state, seen: message.offset };
    case 'ready':
    case 'forget':
    case 'workflows':
    case 'open-log':
    case 'open-link':
    case 'open-place':
    case 'open-diff':
    case 'open-excerpt':
    case 'connect':
    case 'retry':
      return state;
  }
}

const withAside = (state: PanelState, aside: Aside): PanelState => ({
  ...state,
  asides: [...state.asides.slice(1 - mostAsides), aside],
});

function waiting(state: PanelState, message: FromPanel & { type: Aside['kind'] }, at: number): Aside {
  const { ask, type: kind } = message;
  const after = state.room?.entries.at(-1)?.offset ?? 0;
  const aside = { ask, kind, at, after, outcome: { type: 'waiting' } } as const;
  if (message.type === 'amend') return { ...aside, text: message.text ?? '', amends: message.offset };
  return { ...aside, text: message.type === 'say' ? message.text : message.line, about: message.about };
}

function answered(state: PanelState, ask: string, answer: Answer): PanelState {
  const log = state.log && logAnswered(state.log, ask, answer);
  const asides = state.asides.flatMap((aside) => (aside.ask === ask ? settled(aside, answer) : [aside]));
  return { ...readAnswered(state, ask, answer), log, asides, completing: completed(state.completing, ask, answer) };
}

function readAnswered(state: PanelState, ask: string, answer: Answer): PanelState {
  if (state.reading !== ask) return state;
  return { ...state, reading: undefined, unread: answer.type === 'refused' ? answer.message : undefined };
}

function settled(aside: Aside, answer: Answer): Aside[] {
  return answer.type === 'reply' || answer.type === 'refused' ? [{ ...aside, outcome: answer }] : [];
}

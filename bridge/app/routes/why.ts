import type { Card, CardKey } from '../../../protocol/model/card.ts';
import type { Entry } from '../../../protocol/model/entry.ts';
import type { Offset, PersonId, RoomId } from '../../../protocol/model/ids.ts';
import { cardId } from '../../domain/card.ts';
import { isOthers } from '../../domain/feed.ts';
import type { Delivery, LedgerRow, Store, Trace } from '../../ports/store.ts';
import { done, type Outcome, refuse } from '../outcome.ts';
import { threadId } from '../chat/threads.ts';
import { namedKeys } from './why-names.ts';
import { resultOf } from './why-result.ts';

/** A message in a chat, as a link to it names it. */
export interface ChatLink {
  readonly platform: string;
  readonly message: string;
  /** Absent where the platform's links do not tell. */
  readonly channel?: string;
  readonly thread?: string;
  /** `message` is only how the message's id ends. */
  readonly partial?: boolean;
}

/** What looking up needs, so that it can be done where no bridge runs. */
export interface Ledger {
  readonly store: Pick<Store, 'get' | 'list' | 'feed' | 'trace'>;
  /** The link in what somebody pasted, if it is one. */
  readonly readLink?: ((text: string) => ChatLink | undefined) | undefined;
}

/** One line of an answer: what happened, by which rule it was told or not, and what became of that. */
export interface WhyLine {
  readonly at: number;
  readonly event: string;
  readonly rule: string;
  readonly verdict: LedgerRow['verdict'] | 'kept';
  readonly result: string;
}

/** How one thing was told, oldest first. */
export interface Why {
  readonly about: string;
  readonly lines: readonly WhyLine[];
}

/** So far back a message is looked for whose link says no more than where it stands. */
const entriesSearched = 500;

/**
 * Says how a thing was told to the chats, and why: a branch, an entry of the feed by its number, or a message by its link. What is for
 * somebody else alone is as absent as what is not there.
 */
export async function why(ledger: Ledger, room: RoomId, what: string, reader?: PersonId): Promise<Outcome<Why>> {
  const said = what.trim();
  const link = ledger.readLink?.(said);
  if (link) return ofLink(ledger, room, link, reader);
  if (/^https?:/.test(said))
    return refuse('invalid_params', 'That is no link to a message of a chat that this bridge knows.', 'what');
  const card = await cardNamed(ledger, room, said);
  if (card) return ofCard(ledger, room, card.key);
  const number = /^#?(\d{1,15})$/.exec(said)?.[1];
  if (number !== undefined) return ofEntry(ledger, room, Number(number), reader);
  return refuse(
    'forbidden_or_missing',
    `There is no branch “${said}” that was shared here. Name one as it is in git, an entry as #12, or paste a message’s link.`,
    'what',
  );
}

async function ofCard({ store }: Ledger, room: RoomId, key: CardKey): Promise<Outcome<Why>> {
  const trace = await store.trace({ room, card: key });
  return done({ about: `${key.branch} of ${key.repository}`, lines: linesOf(trace) });
}

async function ofEntry({ store }: Ledger, room: RoomId, offset: Offset, reader?: PersonId): Promise<Outcome<Why>> {
  const entry = (await store.feed(room, { after: offset - 1 }, 1))?.entries.find((each) => each.offset === offset);
  if (!entry || entry.type === 'skip' || (reader !== undefined && isOthers(entry, reader)))
    return refuse('forbidden_or_missing', `There is no entry #${offset} that you may read.`, 'what');
  return done({
    about: `entry #${offset}: ${nameOf(entry)}`,
    lines: linesOf(await store.trace({ room, entry: offset })),
  });
}

/** The card whose message it is; else what we posted into that card's thread; else an entry that came from there, or went there. */
async function ofLink(ledger: Ledger, room: RoomId, link: ChatLink, reader?: PersonId): Promise<Outcome<Why>> {
  const own = await cardAt(ledger, link, link.message);
  if (own) return ofCard(ledger, room, own);
  const thread = link.thread === undefined ? undefined : await cardAt(ledger, link, link.thread);
  if (thread) {
    const { rows, deliveries } = await ledger.store.trace({ room, card: thread });
    const posted = deliveries.find((each) => isAt(each, link));
    if (posted?.entry !== undefined) return ofEntry(ledger, room, posted.entry, reader);
    const about = `a message in the thread of ${thread.branch}`;
    if (posted)
      return done({
        about,
        lines: linesOf({ rows: rows.filter((row) => row.delivery === posted.id), deliveries: [posted] }),
      });
  }
  const entry = await entryAt(ledger, room, link, reader);
  return entry === undefined
    ? refuse('forbidden_or_missing', 'The bridge knows no such message: it neither posted it nor took it in.', 'what')
    : ofEntry(ledger, room, entry, reader);
}

async function cardAt({ store }: Ledger, link: ChatLink, message: string): Promise<CardKey | undefined> {
  const { platform, channel, partial } = link;
  if (channel !== undefined) return (await store.get('thread', threadId(platform, channel, message)))?.value.about;
  if (!partial) return undefined;
  const threads = await store.list('thread');
  return threads.find(({ id }) => id.startsWith(`${platform}/`) && id.endsWith(message))?.value.about;
}

const names = ({ message, partial }: ChatLink, id: string | undefined): boolean =>
  partial ? (id?.endsWith(message) ?? false) : id === message;

const isAt = ({ task, posted }: Delivery, link: ChatLink): boolean =>
  task.platform === link.platform &&
  names(link, posted) &&
  (link.channel === undefined || task.channel === link.channel);

/**
 * The newest entry that stands at a link: as what was said there, or as what was posted there. That somebody else has sent it to their own editor
 * neither hides it nor shows ([B5]).
 */
async function entryAt(
  { store }: Ledger,
  room: RoomId,
  link: ChatLink,
  reader?: PersonId,
): Promise<Offset | undefined> {
  const newest = await store.feed(room, { before: Number.MAX_SAFE_INTEGER }, entriesSearched);
  const entries = (newest?.entries ?? []).toReversed();
  const said = entries.find((entry) => cameFrom(entry, link) && !(reader !== undefined && isOthers(entry, reader)));
  if (said) return said.offset;
  for (const { offset } of entries) {
    const { deliveries } = await store.trace({ room, entry: offset });
    if (deliveries.some((each) => isAt(each, link))) return offset;
  }
  return undefined;
}

function cameFrom(entry: Entry, link: ChatLink): boolean {
  const origin = entry.type === 'said' ? entry.origin : undefined;
  return (
    origin?.platform === link.platform &&
    names(link, origin.message) &&
    (link.channel === undefined || origin.channel === link.channel)
  );
}

/** The card that a name stands for, where there is one. */
async function cardNamed({ store }: Ledger, room: RoomId, name: string): Promise<Card | undefined> {
  const kept = await store.get('room', room);
  for (const key of namedKeys(name, kept?.value.repositories ?? [])) {
    const card = await store.get('card', cardId(key));
    if (card) return card.value;
  }
  return undefined;
}

function nameOf(entry: Exclude<Entry, { type: 'skip' }>): string {
  switch (entry.type) {
    case 'said':
      return `what ${entry.by.type === 'person' ? entry.by.person.name : entry.by.name} said`;
    case 'amended':
      return `a change of entry #${entry.of}`;
    case 'answered':
      return `the answer to “${entry.line}”`;
    case 'turned':
      return `${entry.turn} on ${entry.about.branch}`;
  }
}

/** The ledger's rows, each with what became of it, and deliveries of which no row tells, by time. */
function linesOf({ rows, deliveries }: Trace): WhyLine[] {
  const told = rows.map((row): WhyLine => {
    const delivery = deliveries.find(({ id }) => id === row.delivery);
    const gone = row.delivery === undefined ? '' : 'its delivery is no longer kept';
    return {
      at: row.at,
      event: row.event,
      rule: row.rule,
      verdict: row.verdict,
      result: delivery ? resultOf(delivery) : gone,
    };
  });
  const rest = deliveries
    .filter(({ id }) => !rows.some((row) => row.delivery === id))
    .map((delivery): WhyLine => {
      const { task, queuedAt } = delivery;
      const event =
        task.type === 'mirror' ? 'the card’s own message' : task.type === 'digest' ? 'a digest' : 'a message';
      return { at: queuedAt, event, rule: '', verdict: 'kept', result: resultOf(delivery) };
    });
  return [...told, ...rest].toSorted((a, b) => a.at - b.at);
}

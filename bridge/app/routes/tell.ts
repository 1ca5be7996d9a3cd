import type { Card, CardKey } from '../../../protocol/model/card.ts';
import type { RoomId } from '../../../protocol/model/ids.ts';
import { ciWords } from '../../../protocol/model/health.ts';
import type { Block, Inline, Message } from '../../../protocol/model/message.ts';
import type { CiRun } from '../../../protocol/model/run.ts';
import { cardId } from '../../domain/card.ts';
import { mentioned } from '../../../protocol/model/mentions.ts';
import { bounded, code, message as composed, paragraph, strong } from '../../domain/prose.ts';
import { type Channel, lane } from '../../domain/route.ts';
import type { Change, LedgerRow, NewDelivery, NewEntry, Put } from '../../ports/store.ts';
import { intoDigest } from './digests.ts';
import { usersOf } from '../people/identities.ts';
import { rings, type Ruling, rulingsOf } from './rulings.ts';
import type { World } from '../world.ts';

/** How something reaches the chats: what is to be posted, what is kept for later, and by which rule. */
export interface Telling {
  readonly puts: readonly Put[];
  readonly deliveries: readonly NewDelivery[];
  readonly ledger: readonly LedgerRow[];
}

export const nothingTold: Telling = { puts: [], deliveries: [], ledger: [] };

/** All that these tell, in their order. */
export const together = (all: readonly Telling[]): Telling => ({
  puts: all.flatMap(({ puts }) => puts),
  deliveries: all.flatMap(({ deliveries }) => deliveries),
  ledger: all.flatMap(({ ledger }) => ledger),
});

/** A change that also tells the chats, and says why in the ledger, in at most 500 characters a row. What several of these put into one digest is in what the last of them puts. */
export function telling(change: Change, ...all: readonly Telling[]): Change {
  const { puts, deliveries, ledger } = together(all);
  const last = new Map(puts.map((put) => [`${put.kind}\n${put.id}`, put]));
  return {
    ...change,
    puts: [...(change.puts ?? []), ...last.values()],
    deliveries: [...(change.deliveries ?? []), ...deliveries],
    ledger: [...(change.ledger ?? []), ...ledger.map(inFewWords)],
  };
}

/** A route may lead to many places, and a file have many owners: a row is no longer for that. */
const mostChars = 500;
const shortened = (text: string): string => (text.length > mostChars ? `${text.slice(0, mostChars - 1)}…` : text);
const inFewWords = (row: LedgerRow): LedgerRow => ({
  ...row,
  event: shortened(row.event),
  rule: shortened(row.rule),
});

/**
 * An entry's way into the chats: by the routes of what it is about, as `card` says it is after the change. `index` is its place among the
 * change's entries; `earlier` is what was told of those before it.
 */
export async function tellEntry(
  world: World,
  room: RoomId,
  entry: NewEntry,
  index: number,
  card?: Card,
  earlier: readonly Telling[] = [],
): Promise<Telling> {
  if (entry.type === 'skip' || entry.type === 'amended') return nothingTold;
  const rulings = await rulingsOf(world, room, entry, card ?? (await cardOf(world, entry.about)));
  let told = nothingTold;
  // One after another: several may go into one digest.
  for (const ruling of rulings)
    told = together([told, await follow(world, room, entry, ruling, [...earlier, told], { index })]);
  return told;
}

/** Several entries of one change; `earlier` is what it tells besides. */
export async function tellEntries(
  world: World,
  room: RoomId,
  entries: readonly NewEntry[],
  card: Card,
  earlier: Telling,
): Promise<readonly Telling[]> {
  const all: Telling[] = [];
  // One after another: several may go into one digest.
  for (const [index, entry] of entries.entries())
    all.push(await tellEntry(world, room, entry, index, card, [earlier, ...all]));
  return all;
}

/** Something that nobody was told of, and why: so that whoever asks is answered. */
export const tellNothing = (world: World, room: RoomId, about: CardKey, event: string, why: string): Telling => ({
  ...nothingTold,
  ledger: [{ at: world.clock.now(), room, about, event, rule: why, verdict: 'left' }],
});

const cardOf = async (world: World, about: CardKey | undefined): Promise<Card | undefined> =>
  about && (await world.store.get('card', cardId(about)))?.value;

type Told = Exclude<NewEntry, { type: 'skip' | 'amended' }>;

/**
 * What a ruling on an entry leads to, with its row in the ledger. Of an entry that was kept long ago `id` names the delivery, so that it is asked for once.
 */
export async function follow(
  world: World,
  room: RoomId,
  entry: Told,
  ruling: Ruling,
  earlier: readonly Telling[],
  of: { readonly index: number } | { readonly id: string },
): Promise<Telling> {
  const { to, verdict, dueAt, why, rule } = ruling;
  const at = world.clock.now();
  const index = 'index' in of ? { entry: of.index } : {};
  const words = { event: eventWords(entry), rule: `${rule}${to ? ` to ${to.platform} ${to.channel}` : ''}: ${why}` };
  const row = { at, room, ...(entry.about ? { about: entry.about } : {}), ...index, ...words, verdict };
  if (!to || verdict === 'left') return { ...nothingTold, ledger: [row] };
  if (dueAt !== undefined) {
    const item = { at: entry.at, text: entry.message.text, ...(entry.about ? { about: entry.about } : {}) };
    const put = await intoDigest(world, room, { to, dueAt, item }, earlier);
    const delivery = { ...put.delivery, ...index };
    return { puts: [put.put], deliveries: [delivery], ledger: [{ ...row, delivery: delivery.id }] };
  }
  const id = 'id' in of ? of.id : world.ids.mid();
  const task = await messageTask(world, entry, ruling, to);
  const delivery = { id, room, lane: lane(to, entry.about), task, queuedAt: at, wanted: 1, ...index };
  return { puts: [], deliveries: [delivery], ledger: [{ ...row, delivery: id }] };
}

async function messageTask(world: World, entry: Told, ruling: Ruling, to: Channel): Promise<NewDelivery['task']> {
  const by = entry.type === 'answered' || isOurs(entry) ? undefined : speaker(entry);
  const calls = rings(entry) ? await callsIn(world, entry.message, to.platform) : [];
  const alone = to.channel.startsWith('@');
  return {
    type: 'message',
    platform: to.platform,
    channel: to.channel,
    message: entry.type === 'answered' ? withLine(entry) : entry.message,
    ...(ruling.about && !alone ? { about: ruling.about } : {}),
    ...(ruling.broadcast && !alone ? { broadcast: true } : {}),
    ...(by === undefined ? {} : { by }),
    ...(calls.length > 0 ? { calls } : {}),
  };
}

/** Who of those that are mentioned has an account on a platform. */
async function callsIn(world: World, message: Message, platform: string) {
  const all = await Promise.all(
    mentioned(message).map(async (person) =>
      (await usersOf(world, platform, person)).map((user) => ({ person, user })),
    ),
  );
  return all.flat();
}

/** Ours alone: what another bot said came from somewhere. */
const isOurs = (entry: Told): boolean => entry.type === 'said' && entry.by.type === 'bot' && entry.origin === undefined;

/** The bot's answer, below who asked for what: wherever that was, it is the bot that speaks. */
const withLine = ({ by, line, message: answer }: Extract<Told, { type: 'answered' }>): Message =>
  bounded(composed(...below([strong(by.name), { type: 'text', text: ' › ' }, code(line)], answer.blocks)));

const below = (lead: Inline[], [first, ...rest]: readonly Block[]): Block[] =>
  first?.type === 'paragraph'
    ? [{ ...first, children: [...lead, { type: 'text', text: ': ' }, ...first.children] }, ...rest]
    : [paragraph(lead), ...(first ? [first] : []), ...rest];

/** Whose words they are, where they are not the bot's own. */
function speaker(entry: Told): string | undefined {
  if (entry.type === 'answered') return `${entry.by.name} › ${entry.line}`;
  if (entry.type === 'turned') return undefined;
  return entry.by.type === 'person' ? entry.by.person.name : entry.by.name;
}

/** An entry in a few words. What people said stays in the feed. */
export function eventWords(entry: Told): string {
  if (entry.type === 'said') return `${speaker(entry) ?? ''} said something`;
  const words = entry.type === 'answered' ? (speaker(entry) ?? '') : (entry.message.text.split('\n')[0] ?? '');
  return words.slice(0, 300);
}

/** The end of a run, as people call it. */
export const endWords = ({ workflow, number, run, state }: CiRun): string =>
  `${workflow} ${number === undefined ? run : `#${number}`} ${ciWords[state]}`;

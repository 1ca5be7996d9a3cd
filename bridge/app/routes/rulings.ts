import type { CardKey } from '../../../protocol/model/card.ts';
import type { PersonId, RoomId } from '../../../protocol/model/ids.ts';
import { cardId, type Facts } from '../../domain/card.ts';
import type { EventFacts } from '../../domain/event-facts.ts';
import { mentioned } from '../../../protocol/model/mentions.ts';
import { digestDue, quietUntil } from '../../domain/quiet.ts';
import { type Channel, channelsIn, mirrorId, type Route, tells } from '../../domain/route.ts';
import { type Taken, takes } from '../../domain/route-filter.ts';
import type { NewEntry } from '../../ports/store.ts';
import { knowing } from './event-knowledge.ts';
import { membersOf } from '../people/identities.ts';
import type { World } from '../world.ts';

type Turned = Extract<NewEntry, { type: 'turned' }>;
export type Worded = Extract<NewEntry, { type: 'said' | 'answered' }>;

/** What one route makes of an event: for one place where it leads, or for all. */
export interface Ruling {
  /** The rule, as people read it: a route by its name. */
  readonly rule: string;
  readonly to?: Channel;
  readonly verdict: 'posted' | 'later' | 'left';
  readonly why: string;
  /** The branch in whose thread it is said. */
  readonly about?: CardKey;
  readonly broadcast?: true;
  /** It is told with others then. */
  readonly dueAt?: number;
}

/** What the routes, as they stand now, make of an entry. `card` is that of the branch which it is about. */
export async function rulingsOf(
  world: World,
  room: RoomId,
  entry: NewEntry,
  card: Facts | undefined,
): Promise<readonly Ruling[]> {
  if (room !== world.home || entry.type === 'skip' || entry.type === 'amended') return [];
  if (entry.type === 'said' && entry.to !== undefined) return [];
  return entry.type === 'turned' ? ofTurn(world, entry, card) : ofWords(world, entry, card);
}

/** What one route makes of a card. */
export interface CardRuling {
  readonly route: Route;
  readonly taken: Taken;
}

/** What the routes make of a card itself: where it is shown. */
export async function cardRulings(world: World, card: Facts): Promise<readonly CardRuling[]> {
  const routes = await world.routes.of(card.key.repository);
  const facts = await knowing(world, routes)(card);
  return routes.filter(({ channels }) => channels.length > 0).map((route) => ({ route, taken: takes(route, facts) }));
}

const named = ({ name }: Route): string => `route “${name}”`;

async function ofTurn(world: World, entry: Turned, card: Facts | undefined): Promise<readonly Ruling[]> {
  const routes = await world.routes.of(entry.about.repository);
  const of = card ?? { key: entry.about, work: [], ci: [] };
  const facts = await knowing(world, routes)(of, { state: of.ci.find(({ run }) => run === entry.run)?.state });
  const all: Ruling[] = [];
  // One after another: of two routes that lead to one place the first decides.
  for (const route of routes) all.push(...(await ofRoute(world, route, entry, facts)));
  return onePerPlace(all);
}

async function ofRoute(world: World, route: Route, entry: Turned, facts: EventFacts): Promise<Ruling[]> {
  const rule = named(route);
  const level = `notify: ${route.notify}`;
  if (!tells(route.notify, entry.turn))
    return [{ rule, verdict: 'left', why: `${level} does not tell of “${entry.turn}”` }];
  const { verdict, why } = takes(route, facts);
  if (verdict === 'left') return [{ rule, verdict, why }];
  if (verdict === 'waits') return [{ rule, verdict: 'later', why }];
  const said = why === '' ? level : `${why}, ${level}`;
  const now = world.clock.now();
  const held = heldUntil(world, route, now);
  const posted = held === undefined ? ({ verdict: 'posted', why: said } as const) : later(route, held, said);
  const loud = facts.trunk && entry.turn === 'red';
  const seen = loud || entry.turn === 'approval-asked' ? { broadcast: true as const } : {};
  return [
    ...route.channels.map((to) => ({ rule, to, ...posted, about: entry.about, ...seen })),
    ...(await toPeople(world, route, entry.about, facts)).map((to) => ({ rule, ...posted, ...to })),
  ];
}

const later = (route: Route, dueAt: number, said: string) =>
  ({
    verdict: 'later',
    dueAt,
    why: `${said}, and ${route.digest ? 'told in the digest of' : 'the quiet hours last until'} ${instant(dueAt)}`,
  }) as const;

/** Until when a route keeps what it has to tell; undefined where it tells at once. */
function heldUntil(world: World, { quiet, digest }: Route, now: number): number | undefined {
  const { wall } = world.routing;
  const due = digest && digestDue(digest, now, wall);
  return (quiet && quietUntil(quiet, due ?? now, wall)) ?? due;
}

type Led = Pick<Ruling, 'to'> | (Pick<Ruling, 'to' | 'why'> & { readonly verdict: 'left' });

/** The people of a route, where they can be reached: by direct message, unless they do not want to hear of the branch. */
async function toPeople(world: World, route: Route, about: CardKey, facts: EventFacts): Promise<Led[]> {
  const all: Led[] = [];
  for (const wanted of route.people) {
    const author = facts.author === 'unknown' || facts.author === 'none' ? undefined : facts.author.is;
    const person = wanted === 'author' ? author?.person : wanted;
    if (person === undefined) {
      const who = author?.login === undefined ? 'the author' : `@${author.login}`;
      all.push({ verdict: 'left', why: `nobody here has shown that they are ${who}` });
      continue;
    }
    // Whoever has joined that id with theirs is who mutes, and who is written to.
    const now = (await world.store.get('identity', person))?.value.person ?? person;
    if ((await hasMuted(world, now, about)) || (await hasMuted(world, person, about))) {
      all.push({ verdict: 'left', why: `${person} has muted the branch` });
      continue;
    }
    const places = await placesOf(world, now);
    if (places.length === 0) all.push({ verdict: 'left', why: `${person} has no account in a chat` });
    all.push(...places.map((to) => ({ to })));
  }
  return all;
}

async function hasMuted(world: World, person: PersonId, about: CardKey): Promise<boolean> {
  const kept = await world.store.get('preference', person);
  return kept?.value.mutes.some((each) => cardId(each) === cardId(about)) ?? false;
}

/**
 * Where somebody is written to by themselves: wherever they have paired, and where their id itself is from; but not where they are a guest by now
 * ([T18]).
 */
async function placesOf(world: World, person: PersonId): Promise<Channel[]> {
  const all: Channel[] = [];
  const left = (await world.store.get('identity', person))?.value.member === false;
  for (const { id: platform } of world.chats) {
    const own = person.startsWith(`${platform}:`) && !left ? [person.slice(person.lastIndexOf('/') + 1)] : [];
    const users = new Set([...(await membersOf(world, platform, person)), ...own]);
    all.push(...[...users].map((user) => ({ platform, channel: `@${user}` })));
  }
  return all;
}

const placeOf = ({ platform, channel }: Channel): string => `${platform} ${channel}`;
const weight = { posted: 0, later: 1, left: 2 };

/** Nobody is told twice: of the rulings for one place the most urgent stands, and the others are left. */
function onePerPlace(all: readonly Ruling[]): Ruling[] {
  const first = new Map<string, Ruling>();
  for (const each of all.toSorted((a, b) => weight[a.verdict] - weight[b.verdict]))
    if (each.to && !first.has(placeOf(each.to))) first.set(placeOf(each.to), each);
  return all.map((each) => {
    const by = each.to && first.get(placeOf(each.to));
    if (!by || by === each) return each;
    const { dueAt: _dueAt, ...rest } = each;
    return { ...rest, verdict: 'left', why: `${by.rule} tells it there` };
  });
}

/** Whether it may call people by their names: what a bot of another chat says holds whatever somebody has put into it. */
export const rings = (entry: NewEntry): boolean => entry.type !== 'said' || entry.by.type === 'person';

const wordsRule = 'people’s words';

/**
 * People's own words, and what they were answered: always, whatever the routes say, in the threads of their branch, or else where the room is at home; but
 * not back to where they came from.
 */
async function ofWords(world: World, entry: Worded, card: Facts | undefined): Promise<readonly Ruling[]> {
  const { about } = entry;
  const shown = about && card ? await shownIn(world, card, await cardRulings(world, card)) : [];
  const thread = about && shown.length > 0 ? { about } : {};
  const calls = rings(entry) && mentioned(entry.message).length > 0;
  const called = calls && 'about' in thread ? { broadcast: true as const } : {};
  const origin = entry.type === 'said' ? entry.origin : undefined;
  return (shown.length > 0 ? shown : world.routing.home).map((to) => {
    if (origin && origin.platform === to.platform && origin.channel === to.channel)
      return { rule: wordsRule, to, verdict: 'left', why: 'it was said there' };
    const why = shown.length > 0 ? 'the branch’s card is there' : 'the room is at home there';
    return { rule: wordsRule, to, verdict: 'posted', why, ...thread, ...called };
  });
}

/** The channels in which a branch's card is shown: where a route takes it, and where it was posted once. */
export async function shownIn(world: World, card: Facts, rulings: readonly CardRuling[]): Promise<Channel[]> {
  const taken = channelsIn(rulings.flatMap(({ route, taken: { verdict } }) => (verdict === 'taken' ? [route] : [])));
  const places = new Set(taken.map(placeOf));
  const posted: Channel[] = [];
  for (const to of world.routing.channels)
    if (!places.has(placeOf(to)) && (await isPosted(world, to, card.key))) posted.push(to);
  return [...taken, ...posted];
}

async function isPosted(world: World, to: Channel, key: CardKey): Promise<boolean> {
  const { deliveries } = await world.store.trace({ delivery: mirrorId(to, key) });
  return deliveries.length > 0;
}

/** A time as everybody reads it alike: of whichever zone the reader is. */
const instant = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

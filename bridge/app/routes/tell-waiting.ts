import type { Card } from '../../../protocol/model/card.ts';
import type { RepositoryId } from '../../../protocol/model/ids.ts';
import { lane, mirrorId, type Route } from '../../domain/route.ts';
import type { LedgerRow, NewDelivery } from '../../ports/store.ts';
import { catchUp } from './catch-up.ts';
import { decideOnce } from '../decide.ts';
import { cardRulings } from './rulings.ts';
import { type Telling, telling, together } from './tell.ts';
import type { World } from '../world.ts';

/**
 * Tells what had to wait until somebody knew who owns a repository's files: its cards, where routes take them now, and what has happened to these
 * meanwhile. Each once, however often it is asked for.
 */
export async function tellWaiting(world: World, repository: RepositoryId): Promise<void> {
  for (const { id, value } of await world.store.list('card', world.home)) {
    if (value.key.repository !== repository) continue;
    // One after another: nobody waits for them.
    await decideOnce(world, async () => {
      const kept = await world.store.get('card', id);
      const told = kept && (await tellOf(world, kept.value));
      if (!told) return { answer: undefined };
      const expects = [{ kind: 'card', id, version: kept.version }] as const;
      return { change: telling({ at: world.clock.now(), expects }, told), answer: () => undefined };
    });
  }
}

async function tellOf(world: World, card: Card): Promise<Telling | undefined> {
  const { rows } = await world.store.trace({ room: world.home, card: card.key });
  const waited = ({ name }: Route): boolean =>
    rows.findLast(({ event, rule }) => event === cardEvent && rule.startsWith(`route “${name}” to `))?.verdict ===
    'later';
  const rulings = await cardRulings(world, card);
  const opened = rulings.filter(({ route, taken }) => taken.verdict === 'taken' && waited(route));
  if (opened.length === 0) return undefined;
  const names = opened.map(({ route }) => `route “${route.name}”`);
  const shown = {
    puts: [],
    deliveries: mirrorsOf(world, card, opened),
    ledger: opened.map((each) => rowOf(world, card, each)),
  };
  return together([shown, await catchUp(world, world.home, card, names)]);
}

/** As the ledger calls what a route makes of a card. */
const cardEvent = 'the branch’s card';

type Ruled = Awaited<ReturnType<typeof cardRulings>>[number];

const mirrorsOf = (world: World, { key, version }: Card, opened: readonly Ruled[]): NewDelivery[] =>
  opened
    .flatMap(({ route }) => route.channels)
    .map((to) => ({
      id: mirrorId(to, key),
      room: world.home,
      lane: lane(to, key),
      task: { type: 'mirror', platform: to.platform, channel: to.channel, card: key },
      queuedAt: world.clock.now(),
      wanted: version,
    }));

function rowOf(world: World, { key }: Card, { route, taken }: Ruled): LedgerRow {
  const places = route.channels.map(({ platform, channel }) => `${platform} ${channel}`).join(', ');
  const [to] = route.channels;
  return {
    at: world.clock.now(),
    room: world.home,
    about: key,
    event: cardEvent,
    rule: `route “${route.name}” to ${places}: ${taken.why}`,
    verdict: 'posted',
    ...(to ? { delivery: mirrorId(to, key) } : {}),
  };
}

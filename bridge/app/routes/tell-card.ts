import type { Card } from '../../../protocol/model/card.ts';
import type { RoomId } from '../../../protocol/model/ids.ts';
import type { Facts } from '../../domain/card.ts';
import { isNews, isRoutine } from '../../domain/news.ts';
import { calmMs, isTransition } from '../../domain/progress.ts';
import { lane, mirrorId } from '../../domain/route.ts';
import type { LedgerRow, NewDelivery } from '../../ports/store.ts';
import { catchUp } from './catch-up.ts';
import { type CardRuling, cardRulings, shownIn } from './rulings.ts';
import { nothingTold, type Telling, together } from './tell.ts';
import type { World } from '../world.ts';

/**
 * A card's message in each channel whose route takes it; where it was posted once, it is kept true for good. Progress waits a little. What waited for a
 * fact that the card has now is told.
 */
export async function tellCard(world: World, room: RoomId, before: Facts, card: Card): Promise<Telling> {
  if (room !== world.home) return nothingTold;
  const rulings = await cardRulings(world, card);
  const { rows, opened } = await turnedTo(world, room, before, card, rulings);
  const late = opened.length > 0 ? await catchUp(world, room, card, opened) : nothingTold;
  if (rows.length === 0 && !isNews(before, card)) return late;
  const queuedAt = world.clock.now();
  const deliveries = (await shownIn(world, card, rulings)).map(
    (to): NewDelivery => ({
      id: mirrorId(to, card.key),
      room,
      lane: lane(to, card.key),
      task: { type: 'mirror', platform: to.platform, channel: to.channel, card: card.key },
      queuedAt,
      wanted: card.version,
      ...paceOf(before, card),
    }),
  );
  return together([{ puts: [], deliveries, ledger: rows }, late]);
}

/** What is routine waits longer: it is mostly shown along with what comes next. */
const routineMs = 5 * calmMs;

function paceOf(before: Facts, card: Card): Pick<NewDelivery, 'calmMs'> {
  if (isTransition(before, card)) return {};
  return { calmMs: isRoutine(before, card) ? routineMs : calmMs };
}

/** Where the routes' minds about a card have changed; and those routes that waited until now. */
async function turnedTo(world: World, room: RoomId, before: Facts, card: Card, rulings: readonly CardRuling[]) {
  const rows: LedgerRow[] = [];
  const opened: string[] = [];
  const met = card.version > 1 ? await cardRulings(world, before) : [];
  for (const { route, taken } of rulings) {
    const old = met.find((each) => each.route.name === route.name)?.taken;
    if (old?.verdict === taken.verdict && old.why === taken.why) continue;
    if (old?.verdict === 'waits' && taken.verdict === 'taken') opened.push(`route “${route.name}”`);
    const verdict = ({ taken: 'posted', waits: 'later', left: 'left' } as const)[taken.verdict];
    const places = route.channels.map(({ platform, channel }) => `${platform} ${channel}`).join(', ');
    const because = taken.why === '' ? 'takes every branch' : taken.why;
    const words = { event: 'the branch’s card', rule: `route “${route.name}” to ${places}: ${because}` };
    const [to] = route.channels;
    const led = to && verdict === 'posted' ? { delivery: mirrorId(to, card.key) } : {};
    rows.push({ at: world.clock.now(), room, about: card.key, ...words, verdict, ...led });
  }
  return { rows, opened };
}

import type { Card, CardKey } from '../../protocol/model/card.ts';
import type { Entry } from '../../protocol/model/entry.ts';
import { cardId } from './card.ts';

/** A channel of a chat platform that shows the room. */
export interface Channel {
  readonly platform: string;
  readonly channel: string;
}

/** One message per channel and branch: the same delivery for ever, wanted at a newer version each time. */
export const mirrorId = (to: Channel, key: CardKey): string => `card/${to.platform}/${to.channel}/${cardId(key)}`;

/** What goes into one thread goes out in order; a channel outside its threads is a lane of its own. */
export const lane = (to: Channel, about: CardKey | undefined): string =>
  `${to.platform}/${to.channel}/${about ? cardId(about) : ''}`;

export const mirrors = (card: Card, channels: readonly Channel[]): { to: Channel; id: string; lane: string }[] =>
  channels.map((to) => ({ to, id: mirrorId(to, card.key), lane: lane(to, card.key) }));

/** The channels that an entry has to be posted to: all but the one it came from. A skip goes nowhere. */
export function destinations(
  entry: Pick<Entry, 'type'> & { origin?: { platform: string; channel: string } | undefined },
  channels: readonly Channel[],
): Channel[] {
  if (entry.type === 'skip') return [];
  const { origin } = entry;
  return channels.filter((to) => !origin || origin.platform !== to.platform || origin.channel !== to.channel);
}

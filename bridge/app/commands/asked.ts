import type { Block } from '../../../protocol/model/message.ts';
import type { Card, CardKey } from '../../../protocol/model/card.ts';
import type { Source } from '../../../protocol/model/source.ts';
import { cardId } from '../../domain/card.ts';
import { paragraph } from '../../domain/prose.ts';
import { refreshForge } from '../ci/refresh-forge.ts';
import { upstream } from '../upstream.ts';
import type { World } from '../world.ts';
import type { Context } from './command.ts';

/** A card as far as it is known; one without a forge's word is asked for first, since somebody wants to know. */
export async function cardOf({ world, room }: Context, key: CardKey): Promise<Omit<Card, 'version'> | undefined> {
  const kept = (await world.store.get('card', cardId(key)))?.value;
  if (kept?.forge) return kept;
  const read = await upstream('The forge', () => refreshForge(world, room, key, { onlyIfOpen: true }));
  const now = (await world.store.get('card', cardId(key)))?.value;
  if (now || !read.ok || !read.value?.pullRequest) return now;
  return { key, work: [], ci: [], forge: read.value, updatedAt: world.clock.now() };
}

/** What goes under an answer that may be older than it looks: each source of this kind that is not fresh, since when, and why. */
export const lags = ({ sources, clock }: World, kind: Source['kind']): Block[] =>
  sources
    .list()
    .filter((each) => each.kind === kind && each.state !== 'fresh')
    .map(({ name, asOf, why }) => {
      const since = asOf === undefined ? '' : ` as of ${minutesAgo(clock.now() - asOf)}`;
      return paragraph(`${name}${since}${why === undefined ? '.' : `: ${why}`}`);
    });

function minutesAgo(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return 'less than a minute ago';
  return minutes === 1 ? '1 minute ago' : `${minutes} minutes ago`;
}

import type { CardKey } from '../../../protocol/model/card.ts';
import type { World } from '../world.ts';

/** The id under which it is kept which card a thread hangs on. */
export const threadId = (platform: string, channel: string, message: string): string =>
  `${platform}/${channel}/${message}`;

/** The branch whose card a thread hangs on. */
export async function threadOf(
  world: World,
  platform: string,
  { channel, thread }: { readonly channel: string; readonly thread?: string },
): Promise<CardKey | undefined> {
  if (thread === undefined) return undefined;
  return (await world.store.get('thread', threadId(platform, channel, thread)))?.value.about;
}

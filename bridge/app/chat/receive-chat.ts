import type { ChatEvent, ChatLine, ChatPlatform } from '../../ports/chat-platform.ts';
import { homeOf } from './home.ts';
import { personOf } from '../people/identities.ts';
import { receiveAsked } from './receive-asked.ts';
import { receiveChanged, receiveSaid } from './receive-said.ts';
import type { World } from '../world.ts';

/** Takes in whatever a chat tells. Resolves once it is committed; answers go out by `line`, which may be open only later. */
export async function receiveChat(
  world: World,
  platform: ChatPlatform,
  event: ChatEvent,
  line: () => Promise<ChatLine>,
): Promise<void> {
  switch (event.type) {
    case 'said':
      return receiveSaid(world, platform, event);
    case 'edited':
    case 'removed':
      return receiveChanged(world, platform, event);
    case 'home':
      // Nothing of it is kept: whoever looks again sees it again.
      showHome(world, platform, event, line);
      return undefined;
    case 'member':
      await personOf(world, platform.id, event.by);
      return undefined;
    case 'command':
    case 'pressed':
    case 'passed-on':
      return receiveAsked(world, platform, event, line);
  }
}

function showHome(
  world: World,
  platform: ChatPlatform,
  { by }: ChatEvent & { type: 'home' },
  line: () => Promise<ChatLine>,
): void {
  const shown = async (): Promise<void> => (await line()).showHome(by, await homeOf(world, platform, by));
  shown().catch((error: unknown) =>
    world.log.warn('a page of the chat was not shown', { platform: platform.id, error }),
  );
}

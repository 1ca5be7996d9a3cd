import type { World } from './world.ts';
import { deliver, type Pace } from './deliver.ts';

/** Slack's limit for posting, and a sound pace for any chat: one message a second and channel. */
const spacingMs = 1_000;
/** What waits for its time is looked for this often. */
const glanceMs = 1_000;

/** Keeps the outbox moving until it is closed: at once when something is queued, and every second for what waits. */
export function startOutbox(world: World): { close(): Promise<void> } {
  const pace = createPace(world);
  let closed = false;
  let busy: Promise<void> | undefined;
  let again = false;
  let cancel = (): void => undefined;

  async function work(): Promise<void> {
    try {
      do {
        again = false;
        // A batch is done before the next is asked for, or the lanes' order would be lost.
        const taken = await deliver(world, pace);
        if (taken > 0) again = true;
      } while (again && !closed);
    } catch (error) {
      world.log.error('the outbox stumbled, and goes on in a second', { error });
    }
  }

  function wake(): void {
    again = true;
    if (closed || busy) return;
    cancel();
    busy = work().finally(() => {
      busy = undefined;
      if (!closed) cancel = world.clock.after(glanceMs, wake);
    });
  }

  const deafen = world.bus.listen((news) => {
    if (news.type === 'deliveries') wake();
  });
  wake();
  return {
    async close() {
      closed = true;
      deafen();
      cancel();
      await busy;
    },
  };
}

function createPace(world: World): Pace {
  const nextAt = new Map<string, number>();
  const held = new Map<string, number>();
  const name = (to: { readonly platform: string; readonly channel?: string }): string =>
    `${to.platform}/${to.channel ?? ''}`;
  return {
    heldUntil: (to) => Math.max(held.get(name(to)) ?? 0, held.get(name({ platform: to.platform })) ?? 0),
    hold: (to, until) => void held.set(name(to), until),
    turn(to) {
      const now = world.clock.now();
      const at = Math.max(now, nextAt.get(name(to)) ?? 0);
      nextAt.set(name(to), at + spacingMs);
      if (at <= now) return Promise.resolve();
      return new Promise((resolve) => {
        world.clock.after(at - now, resolve);
      });
    },
  };
}

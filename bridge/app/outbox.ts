import type { World } from './world.ts';
import { deliver, type Pace } from './deliver.ts';

/** Slack's limit for posting, and a sound pace for any chat: one message a second and channel. */
const spacingMs = 1_000;
/** What waits for its time is looked for this often. */
const glanceMs = 1_000;

/** Keeps the outbox moving until it is closed: at once when something is queued, and every second for what waits. */
export function startOutbox(world: World): { close(): Promise<void> } {
  const pace = createPace(world);
  const life = { closed: false };
  let busy: Promise<void> | undefined;
  let again = false;
  let cancel: (() => void) | undefined;

  async function work(): Promise<void> {
    try {
      // A batch is done before the next is asked for, or the lanes' order would be lost.
      for (let taken = 1; (taken > 0 || again) && !life.closed; ) {
        again = false;
        taken = await deliver(world, pace);
      }
    } catch (error) {
      world.log.error('the outbox stumbled, and goes on in a second', { error });
    }
  }

  function wake(): void {
    again = true;
    if (life.closed || busy) return;
    cancel?.();
    busy = work().finally(() => {
      busy = undefined;
      if (!life.closed) cancel = world.clock.after(glanceMs, wake);
    });
  }

  const deafen = world.bus.listen((news) => {
    if (news.type === 'deliveries') wake();
  });
  wake();
  return {
    async close() {
      life.closed = true;
      deafen();
      cancel?.();
      pace.end();
      await busy;
    },
  };
}

/** What is held or paced: a channel, or a platform as a whole. */
const name = (to: { readonly platform: string; readonly channel?: string }): string =>
  `${to.platform}/${to.channel ?? ''}`;

function createPace(world: World): Pace & { end(): void } {
  const waiting = new Set<(goOn: boolean) => void>();
  const nextAt = new Map<string, number>();
  const held = new Map<string, number>();
  return {
    heldUntil: (to) => Math.max(held.get(name(to)) ?? 0, held.get(name({ platform: to.platform })) ?? 0),
    hold: (to, until) => void held.set(name(to), until),
    turn(to) {
      const now = world.clock.now();
      const at = Math.max(now, nextAt.get(name(to)) ?? 0);
      nextAt.set(name(to), at + spacingMs);
      if (at <= now) return Promise.resolve(true);
      return new Promise((resolve) => {
        waiting.add(resolve);
        world.clock.after(at - now, () => {
          waiting.delete(resolve);
          resolve(true);
        });
      });
    },
    end() {
      for (const resolve of waiting) resolve(false);
    },
  };
}

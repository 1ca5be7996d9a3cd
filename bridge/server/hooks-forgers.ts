import type { IncomingMessage } from 'node:http';
import type { World } from '../app/world.ts';
import type { Answer } from './hooks-answer.ts';
import { createBuckets, createSampler, type HookLimits } from './hooks-guard.ts';

/** Those whose signatures are not right. Nothing of them is kept, and little is written down ([W7]). */
export interface Forgers {
  /** The answer to a signature that was refused: `refused`, or that this address tries too often. */
  refuse(hook: string, address: string, refused: Answer): Answer;
}

export function createForgers(world: World, limits: HookLimits): Forgers {
  const sample = createSampler(world.clock, limits.logEveryMs);
  const pace = createBuckets(world.clock, limits.refusalsPerMinute / 60, limits.refusalsAtOnce);
  return {
    refuse(hook, address, refused) {
      const count = sample();
      if (count !== undefined) world.log.warn('deliveries were refused for their signatures', { hook, address, count });
      const retryAfterMs = pace(address);
      return retryAfterMs > 0 ? { status: 429, said: 'too many', retryAfterMs } : refused;
    },
  };
}

/**
 * Who sends. The bridge listens on this machine only, so that others come through a front, which writes their address at the end of
 * `x-forwarded-for`; a program on this machine may lie there, and gains its own share of refusals by that.
 */
export function addressOf(request: IncomingMessage, headers: Readonly<Record<string, string>>): string {
  const forwarded = headers['x-forwarded-for']?.split(',').at(-1)?.trim().slice(0, 60);
  return forwarded || (request.socket.remoteAddress ?? 'unknown');
}

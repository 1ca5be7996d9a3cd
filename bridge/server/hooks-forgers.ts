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

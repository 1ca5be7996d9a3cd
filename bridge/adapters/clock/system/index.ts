import { randomBytes } from 'node:crypto';
import { mintMid } from '../../../../protocol/model/mid.ts';
import type { Clock, Ids } from '../../../ports/clock.ts';

/** The machine's clock. A timer of it keeps the process alive until it has fired or was taken back. */
export function systemClock(): Clock {
  return {
    now: () => Date.now(),
    after(ms, work) {
      const timer = setTimeout(work, ms);
      return () => clearTimeout(timer);
    },
  };
}

/** Ids from the machine's chance. */
export function systemIds(clock: Clock): Ids {
  return {
    hex: (bytes) => randomBytes(bytes).toString('hex'),
    mid: () => mintMid(clock.now(), randomBytes(10)),
  };
}

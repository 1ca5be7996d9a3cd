import { randomBytes } from 'node:crypto';
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
    /** RFC 9562, 5.7: 48 bits of time, then chance, but for the version and variant bits. */
    mid() {
      const time = clock.now().toString(16).padStart(12, '0');
      const chance = randomBytes(10).toString('hex');
      const variant = '89ab'.charAt(Number.parseInt(chance.charAt(3), 16) % 4);
      return `${time.slice(0, 8)}-${time.slice(8)}-7${chance.slice(0, 3)}-${variant}${chance.slice(4, 7)}-${chance.slice(7, 19)}`;
    },
  };
}

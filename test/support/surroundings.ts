import type { Socket, SocketEvents, Surroundings } from '../../client/socket.ts';
import type { Mid } from '../../protocol/model/ids.ts';
import { mintMid } from '../../protocol/model/mid.ts';
import { type ManualClock, manualClock } from './clock.ts';

/** A world for a client whose time passes when the test says so. */
export interface TestSurroundings {
  readonly surroundings: Surroundings;
  readonly clock: ManualClock;
  advance(ms: number): Promise<void>;
  /** The machine sleeps: the clock goes on, the timers do not. A step of the clock looks the same. */
  sleep(ms: number): void;
  /** What `chance` answers from now on. */
  luck: number;
}

export function testSurroundings(open: (events: SocketEvents) => Socket, clock = manualClock()): TestSurroundings {
  let slept = 0;
  const world: TestSurroundings = {
    clock,
    luck: 0.5,
    advance: (ms) => clock.advance(ms),
    sleep(ms) {
      slept += ms;
    },
    surroundings: {
      open,
      now: () => clock.now() + slept,
      after: (ms, work) => clock.after(ms, work),
      chance: () => world.luck,
    },
  };
  return world;
}

/** Mints that count up, so that a test can be repeated. */
export function countingMids(): () => Mid {
  let count = 0;
  return () => {
    count += 1;
    return mintMid(1_000_000, Uint8Array.from([0, 0, 0, 0, 0, 0, 0, 0, count >> 8, count & 0xff]));
  };
}

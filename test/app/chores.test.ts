import { describe, expect, it } from 'vitest';
import { createChores } from '../../bridge/app/ci/chores.ts';
import { PlatformError } from '../../bridge/ports/platform-error.ts';
import { openManualWorld } from '../support/world.ts';

async function ready() {
  const { world, clock } = await openManualWorld();
  const chores = createChores(() => world);
  const done: number[] = [];
  const start = clock.now();
  return { clock, chores, done, work: async () => void done.push(clock.now() - start) };
}

describe('a chore', () => {
  it('is done at the earlier of two wishes, whichever came first', async () => {
    const { clock, chores, done, work } = await ready();
    chores.add('branch', 60_000, work);
    chores.add('branch', 1_000, work);
    chores.add('branch', 30_000, work);
    await clock.advance(90_000);
    expect(done).toEqual([1_000]);
    await chores.close();
  });

  it('[W5] is done again where its source did not answer, and given up where it answered no', async () => {
    const { clock, chores, done, work } = await ready();
    const failures = [new PlatformError('unavailable', 'timeout'), new PlatformError('limited', 'slow', 120_000)];
    chores.add('branch', 0, async () => {
      await work();
      const failure = failures.shift() ?? new PlatformError('gone', 'not found');
      throw failure;
    });
    await clock.advance(10 * 60_000);
    expect(done).toEqual([0, 60_000, 180_000]);
    await chores.close();
  });

  it('is done more and more seldom while its source does not answer, and at once where there is news', async () => {
    const { clock, chores, done, work } = await ready();
    const fail = async () => {
      await work();
      throw new PlatformError('unavailable', 'unreadable_answer');
    };
    chores.add('branch', 0, fail);
    await clock.advance(60 * 60_000);
    const minutes = done.map((at) => at / 60_000);
    expect(minutes).toEqual([0, 1, 3, 7, 15, 25, 35, 45, 55]);
    chores.add('branch', 1_000, fail);
    await clock.advance(2_000);
    expect(done).toHaveLength(10);
    await chores.close();
  });
});

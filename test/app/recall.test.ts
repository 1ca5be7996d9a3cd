import { expect, it } from 'vitest';
import { createRecall } from '../../bridge/app/complete/recall.ts';
import { manualClock } from '../support/clock.ts';

it('an answer is kept for its time and no longer, also where the clock is set back', async () => {
  const { after, now } = manualClock();
  let ahead = 0;
  let asked = 0;
  const recall = createRecall<number>({ now: () => now() + ahead, after }, 1_000);
  const answer = () => recall('key', async () => (asked += 1));
  expect([await answer(), await answer()]).toEqual([1, 1]);
  ahead = -3_600_000;
  expect([await answer(), await answer()]).toEqual([2, 2]);
  ahead = 0;
  expect(await answer()).toBe(3);
});

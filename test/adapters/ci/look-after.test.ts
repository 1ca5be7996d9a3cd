import { describe, expect, it } from 'vitest';
import { lookAfter } from '../../../bridge/adapters/ci/look-after.ts';
import { StoreUnavailable } from '../../../bridge/ports/store.ts';
import { PlatformError } from '../../../bridge/ports/platform-error.ts';
import type { CiReport } from '../../../bridge/ports/ci-provider.ts';
import { manualClock } from '../../support/clock.ts';
import { run } from '../../support/samples.ts';

describe('a run that was under way when the bridge stopped', () => {
  const left = { run: run({ run: 'engine/1', state: 'running' }) };
  const passed: CiReport = { run: left.run.run, attempt: 1, revision: 9, state: 'passed', failures: [], lines: [] };

  it('is reported once its engine answers, and once that can be kept', async () => {
    const clock = manualClock();
    const failures = [new PlatformError('unavailable', 'timeout')];
    const full = [new StoreUnavailable('full')];
    const kept: CiReport[] = [];
    const close = await lookAfter([left], {
      clock,
      async read() {
        const failure = failures.shift();
        if (failure) throw failure;
        return [passed];
      },
      async receive(report) {
        const failure = full.shift();
        if (failure) throw failure;
        kept.push(report);
      },
    });
    await clock.advance(60_000);
    expect(kept).toEqual([passed]);
    await close();
  });

  it('keeps nobody from closing, and leaves nothing behind while it goes on', async () => {
    const clock = manualClock();
    const close = await lookAfter([left], {
      clock,
      read: () => Promise.reject(new TypeError('a bug')),
      receive: async () => undefined,
    });
    await clock.advance(10 * 60_000);
    await expect(close()).resolves.toBeUndefined();
  });
});

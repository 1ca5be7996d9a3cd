import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { after, type Row, resent, type Tried, unknown } from '../../bridge/domain/delivery.ts';

const waiting: Row = { state: 'waiting', attempts: 0, notBefore: 0, sent: 0 };
const fault = (name: (Tried & { type: 'fault' })['fault'], retryAfterMs?: number): Tried => ({
  type: 'fault',
  fault: name,
  word: 'why',
  ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
});

describe('delivery', () => {
  it('[C4] waits as long as a 429 asks, and does not count it as an attempt', () => {
    expect(after(waiting, fault('limited', 7000), 100)).toEqual({ ...waiting, notBefore: 7100 });
  });

  it('[C5] looks twice, five seconds apart, before something unsure is sent again', () => {
    const unsure = after(waiting, fault('unsure'), 0);
    expect(unsure).toEqual({ ...waiting, state: 'unsure', notBefore: 5000 });
    const again = after(unsure, { type: 'absent' }, 5000);
    expect(again).toEqual({ ...waiting, state: 'unsure', attempts: 1, notBefore: 10_000 });
    expect(after(again, { type: 'absent' }, 10_000)).toEqual(waiting);
  });

  it('[C5] counts no look that failed', () => {
    const unsure = after(waiting, fault('unsure'), 0);
    for (const name of ['unavailable', 'unsure'] as const)
      expect(after({ ...unsure, attempts: 1 }, fault(name), 100)).toMatchObject({
        state: 'unsure',
        attempts: 1,
        notBefore: 5100,
      });
  });

  it('[C5] takes over what it finds, and says “resent” only where history cannot be read', () => {
    const unsure = after(waiting, fault('unsure'), 0);
    expect(after(unsure, { type: 'found', posted: '1.2' }, 0)).toMatchObject({ state: 'sent', posted: '1.2', sent: 1 });
    const unreadable = { type: 'unreadable', resend: true } as const;
    const second = after(unsure, unreadable, 0);
    expect(second).toMatchObject({ state: 'waiting', reason: resent });
    expect(after(after(second, fault('unsure'), 0), unreadable, 0)).toMatchObject({ state: 'dead', reason: unknown });
  });

  it('[C5] leaves a command’s answer unsaid where history cannot be read', () => {
    const unsure = after(waiting, fault('unsure'), 0);
    expect(after(unsure, { type: 'unreadable', resend: false }, 0)).toMatchObject({ state: 'dead', reason: unknown });
  });

  it('[C5] makes an edit again where it is unsure, since that shows the same', () => {
    const posted = { ...waiting, posted: '1.2', sent: 1 };
    expect(after(posted, fault('unsure'), 0)).toMatchObject({ state: 'waiting', posted: '1.2' });
  });

  it('[C6] ends what is refused for good', () => {
    expect(after(waiting, fault('refused'), 0)).toMatchObject({ state: 'dead', reason: 'why' });
  });

  it('tries once more where a thread is gone, and then ends', () => {
    const again = after(waiting, fault('gone'), 0);
    expect(again).toEqual({ ...waiting, attempts: 1 });
    expect(after(again, fault('gone'), 0)).toMatchObject({ state: 'dead', reason: 'why' });
  });

  it('ends what was taken back before it was sent', () => {
    const taken = after(waiting, { type: 'superseded', reason: 'taken back' }, 0);
    expect(taken).toEqual({ ...waiting, state: 'superseded', reason: 'taken back' });
  });

  it('posts a deleted card anew', () => {
    expect(after({ ...waiting, posted: '1.2', sent: 3 }, fault('gone'), 0)).toEqual(waiting);
  });

  it('[C6] is left as it is where credentials are refused', () => {
    const row = { ...waiting, attempts: 99 };
    expect(after(row, fault('unauthorised'), 0)).toEqual(row);
  });

  it('[C1] never comes to a state from which nothing follows, but sent and dead', () => {
    const faults = fc.constantFrom('unsure', 'limited', 'unauthorised', 'unavailable') satisfies fc.Arbitrary<string>;
    fc.assert(
      fc.property(fc.array(faults, { maxLength: 30 }), fc.nat(1e9), (all, now) => {
        const row = all.reduce((at, name) => after(at, fault(name), now), waiting);
        expect(['waiting', 'unsure']).toContain(row.state);
        expect(row.notBefore - now).toBeLessThanOrEqual(300_000);
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Circumstances, type Ending, plan } from '../../client/reconnect.ts';
import { closeCodes } from '../../protocol/wire/close.ts';

const calm: Circumstances = { attempt: 0, faults: 0, firstWaitMs: 10_000, chance: 0.5 };
const closed = (code: number): Ending => ({ type: 'closed', code });

/** What a client does, in words, by the table of docs/protocol.md written down a second time. */
function expected(code: number): string {
  if (code === 1000) return 'stopped';
  if ([1002, 1003, 1007, 1008].includes(code)) return 'wait 60000';
  if (code >= 4100 && code <= 4199) return 'wait 10000';
  if (code >= 4200 && code <= 4299) return 'wait 5000 forget';
  if (code >= 4300 && code <= 4399) return 'unpaired';
  if (code >= 4400 && code <= 4499) return 'wait 60000';
  if (code >= 4500 && code <= 4599) return 'stopped';
  return 'wait 5000';
}

function inWords(ending: Ending, by: Circumstances = calm): string {
  const next = plan(ending, by);
  return next.type === 'wait' ? `wait ${next.ms}${next.forget ? ' forget' : ''}` : next.type;
}

describe('the plan after a connection', () => {
  it('[R1] goes by the range of the close code alone, for every code that there can be', () => {
    for (let code = 1000; code <= 4999; code += 1)
      expect([code, inWords(closed(code))]).toEqual([code, expected(code)]);
    for (const code of Object.values(closeCodes)) expect(inWords(closed(code))).toBe(expected(code));
  });

  it('[R2] spreads the first wait over ten seconds, and the next ones from 2 s up to 60 s', () => {
    const waits = [0, 1, 2, 3, 4, 5, 6, 7, 40].map((attempt) => {
      const [soonest, latest] = [0, 0.999_999].map((chance) => plan(closed(1006), { ...calm, attempt, chance }));
      return [soonest, latest].map((next) => (next?.type === 'wait' ? next.ms : -1));
    });
    const tops = [10_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000];
    expect(waits).toEqual(tops.map((top) => [0, top - 1]));
  });

  it('[R2] takes the first wait that the host names, on loopback', () => {
    expect(plan(closed(4000), { ...calm, firstWaitMs: 1_000 })).toMatchObject({ ms: 500 });
  });

  it('[R3] never comes back before the hint, and at 4100–4199 not within 5 s without one', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 4000, max: 4299 }),
        fc.nat(600_000),
        fc.nat(50),
        fc.double({ min: 0, max: 0.999_999, noNaN: true }),
        (code, hintMs, attempt, chance) => {
          const hinted = plan(closed(code), { ...calm, attempt, chance, hintMs });
          const plain = plan(closed(code), { ...calm, attempt, chance });
          expect(hinted.type === 'wait' && hinted.ms >= hintMs && hinted.ms < hintMs + 60_000).toBe(true);
          const least = code >= 4100 && code < 4200 ? 5_000 : 0;
          expect(plain.type === 'wait' && plain.ms >= least).toBe(true);
        },
      ),
    );
    expect(plan(closed(4000), { ...calm, hintMs: Number.MAX_SAFE_INTEGER, chance: 0 })).toMatchObject({ ms: 900_000 });
  });

  it('[R4] tries once more after a protocol fault, and then stops', () => {
    expect(plan(closed(4400), calm)).toEqual({ type: 'wait', ms: 60_000, forget: false, fault: true });
    expect(plan(closed(4400), { ...calm, faults: 1 })).toEqual({ type: 'stopped' });
  });

  it('[R5] is quick where this client alone has a reason', () => {
    for (const type of ['woke', 'behind'] as const) {
      const [soonest, latest] = [0, 0.999_999].map((chance) => plan({ type }, { ...calm, chance }));
      expect([soonest, latest]).toMatchObject([{ ms: 0 }, { ms: 999 }]);
    }
    expect(plan({ type: 'woke' }, { ...calm, attempt: 9 })).toMatchObject({ ms: 500 });
    expect(plan({ type: 'behind' }, { ...calm, attempt: 3 })).toMatchObject({ ms: 4_000 });
  });

  it('goes by the refusal of hello where no close code follows', () => {
    const refused = (slug: string, retryable: boolean): Ending => ({ type: 'refused', slug, message: '', retryable });
    expect(inWords(refused('not_authenticated', false))).toBe('unpaired');
    expect(inWords(refused('store_unavailable', true), { ...calm, hintMs: 30_000 })).toBe('wait 35000');
    expect(inWords(refused('invalid_params', false))).toBe('wait 60000');
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { follow, isBehind, resume } from '../../client/resume.ts';
import type { Entry } from '../../protocol/model/entry.ts';
import { Epoch } from '../../protocol/model/ids.ts';
import type { RoomState } from '../../protocol/wire/methods.ts';
import { room } from '../support/samples.ts';

const [one, two] = ['1', '2'].map((digit) => Epoch.parse(digit.repeat(32))) as [Epoch, Epoch];
const entry = (offset: number): Entry => ({ type: 'skip', offset, at: offset });
const entries = (...offsets: number[]): Entry[] => offsets.map(entry);
const offsets = (list: readonly Entry[]): number[] => list.map(({ offset }) => offset);
const at = (offset: number, epoch = one) => ({ epoch, offset });

function state(part: Partial<RoomState>): RoomState {
  const rest = { room, name: 'Web', cards: [], people: [], commands: [] };
  return { ...rest, epoch: one, top: 0, recovered: false, entries: [], ...part };
}

describe('a feed that is followed', () => {
  it('[B4] takes the next entry, drops what is known, and takes nothing after a hole', () => {
    expect(follow(at(2), one, entries(1, 2, 3, 4))).toEqual({ fresh: entries(3, 4), at: at(4), hole: false });
    expect(follow(at(2), one, entries(4))).toEqual({ fresh: [], at: at(2), hole: true });
    expect(follow(at(2), one, entries(3, 5, 6))).toEqual({ fresh: entries(3), at: at(3), hole: true });
    expect(follow(at(2), two, entries(3))).toEqual({ fresh: [], at: at(2), hole: true });
  });

  it('[B4] holds 1, 2, 3 … whatever comes, and says so where something is missing', () => {
    const batches = fc.array(fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 6 }), { maxLength: 12 });
    fc.assert(
      fc.property(batches, (news) => {
        let known = at(0);
        const taken: number[] = [];
        for (const batch of news) {
          const followed = follow(known, one, entries(...batch));
          taken.push(...offsets(followed.fresh));
          expect(followed.hole || Math.max(0, ...batch) <= followed.at.offset).toBe(true);
          known = followed.at;
        }
        expect(taken).toEqual(Array.from({ length: known.offset }, (_, index) => index + 1));
      }),
    );
  });

  it('is behind where the feed has more, or is another one', () => {
    expect(isBehind(at(3), { epoch: one, top: 3 })).toBe(false);
    expect(isBehind(at(3), { epoch: one, top: 4 })).toBe(true);
    expect(isBehind(at(3), { epoch: two, top: 3 })).toBe(true);
  });
});

describe('a hello that resumes', () => {
  it('[B2] continues with what was missed, and no further than hello brought it', () => {
    const whole = state({ top: 4, recovered: true, entries: entries(3, 4) });
    expect(resume(at(2), whole)).toEqual({ type: 'continued', fresh: entries(3, 4), at: at(4) });
    const part = state({ top: 9, recovered: true, entries: entries(3, 4) });
    expect(resume(at(2), part)).toEqual({ type: 'continued', fresh: entries(3, 4), at: at(4) });
    expect(resume(at(4), state({ top: 4, recovered: true }))).toEqual({ type: 'continued', fresh: [], at: at(4) });
  });

  it('[B2] begins anew where it could not, and where nothing was asked', () => {
    const tail = state({ epoch: two, top: 7, reason: 'epoch', entries: entries(5, 6, 7) });
    expect(resume(at(2), tail)).toEqual({ type: 'anew', entries: entries(5, 6, 7), at: at(7, two) });
    expect(resume(undefined, state({ top: 2, recovered: true, entries: entries(1, 2) }))).toMatchObject({
      type: 'anew',
    });
  });

  it('[B2] does not believe a resumption that has a hole, goes beyond the top, or is of another feed', () => {
    for (const part of [
      { top: 5, entries: entries(4, 5) },
      { top: 3, entries: entries(3, 4) },
      { top: 3, epoch: two, entries: entries(3) },
    ]) {
      expect(resume(at(2), state({ ...part, recovered: true }))).toEqual({ type: 'unsound' });
    }
  });

  it('shows of a tail only what reaches its top without a hole', () => {
    const shown = resume(undefined, state({ top: 9, entries: entries(3, 4, 7, 8, 9) }));
    expect(shown).toMatchObject({ type: 'anew', entries: entries(7, 8, 9), at: at(9) });
    expect(resume(undefined, state({ top: 9, entries: entries(3, 4) }))).toMatchObject({ entries: [], at: at(9) });
  });
});

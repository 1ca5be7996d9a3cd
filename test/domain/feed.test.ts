import { describe, expect, it } from 'vitest';
import { longestResume, resume } from '../../bridge/domain/feed.ts';
import { Epoch } from '../../protocol/model/ids.ts';

const epoch = Epoch.parse('0'.repeat(32));
const other = Epoch.parse('1'.repeat(32));
const feed = { epoch, top: 1000, oldest: 300 };

describe('resume', () => {
  it.each([
    ['at the top', 1000, { recovered: true, after: 1000 }],
    ['a little behind', 990, { recovered: true, after: 990 }],
    ['as far behind as can be', 1000 - longestResume, { recovered: true, after: 1000 - longestResume }],
    ['one further', 999 - longestResume, { recovered: false, reason: 'too_many' }],
    ['before the oldest', 298, { recovered: false, reason: 'expired' }],
    ['ahead', 1001, { recovered: false, reason: 'future' }],
  ])('[B2] of a client %s', (_where, offset, wanted) => {
    expect(resume({ epoch, offset }, feed)).toEqual(wanted);
  });

  it('[B2] of another epoch, or of none, reads the tail', () => {
    expect(resume({ epoch: other, offset: 1000 }, feed)).toEqual({ recovered: false, reason: 'epoch' });
    expect(resume(undefined, feed)).toEqual({ recovered: false });
  });

  it('[B2] goes on right before the oldest entry, where nothing is missing yet', () => {
    expect(resume({ epoch, offset: 299 }, { epoch, top: 400, oldest: 300 })).toEqual({ recovered: true, after: 299 });
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Here, people } from '../../bridge/domain/presence.ts';
import { device, key, person } from '../support/samples.ts';

const here = (name: string, at: string, branch?: string, sharedAt = 1): Here => ({
  person: person(name),
  device: device(at),
  ...(branch === undefined ? {} : { on: { key: key(branch), sharedAt } }),
});

describe('presence', () => {
  it('is one person for many devices, on the branch that was shared last', () => {
    expect(people([here('Ana', 'one', 'main', 5), here('Ana', 'two', 'feat/x', 9), here('Bo', 'three')])).toEqual([
      { person: person('Ana'), devices: 2, on: key('feat/x') },
      { person: person('Bo'), devices: 1 },
    ]);
  });

  it('is of those who are seen, and counts only their devices that are', () => {
    const unseen = { seen: false };
    expect(
      people([{ ...here('Ana', 'one', 'main'), ...unseen }, here('Ana', 'two'), { ...here('Bo', 'x'), ...unseen }]),
    ).toEqual([{ person: person('Ana'), devices: 1 }]);
  });

  it('is idle since the last of all seen devices became so', () => {
    const idle = (at: string, idleSince: number) => ({ ...here('Ana', at), idleSince });
    expect(people([idle('one', 5), idle('two', 9)])).toEqual([{ person: person('Ana'), devices: 2, idleSince: 9 }]);
    expect(people([idle('one', 5), here('Ana', 'two')])).toEqual([{ person: person('Ana'), devices: 2 }]);
    expect(people([idle('one', 5), { ...here('Ana', 'two'), seen: false }])).toMatchObject([{ idleSince: 5 }]);
  });

  it('does not depend on the order in which sessions came', () => {
    const any = fc.record({
      name: fc.constantFrom('Ana', 'Bo', 'Cy'),
      at: fc.constantFrom('one', 'two'),
      sharedAt: fc.nat(5),
    });
    fc.assert(
      fc.property(fc.uniqueArray(any, { maxLength: 8, selector: ({ name, at }) => `${name}${at}` }), (sessions) => {
        const distinct = sessions.map(({ name, at, sharedAt }, index) => here(name, at, 'main', sharedAt * 10 + index));
        expect(people(distinct.toReversed())).toEqual(people(distinct));
      }),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { staysInside } from '../../protocol/model/places.ts';
import { cardOf } from '../../extension/situation.ts';
import { BranchName } from '../../protocol/model/ids.ts';
import { key } from '../support/samples.ts';
import { card, roomView, situation } from './situations.ts';

describe('a file of a failing test', () => {
  it.each(['a.ts', 'test/a b.ts', 'test/..a/b.ts', 'ä/ü.ts'])('is opened below the root: %j', (file) => {
    expect(staysInside(file)).toBe(true);
  });
  it.each(['/etc/passwd', '../x', 'a/../../x', 'C:/x', '\\\\host\\share', 'a\\b', '//host/share', 'a\0b', 'file:x'])(
    'is not opened elsewhere: %j',
    (file) => {
      expect(staysInside(file)).toBe(false);
    },
  );
});

describe('the card of this branch', () => {
  it('is that of this repository and this branch', () => {
    const other = card({ key: { ...key(), branch: BranchName.parse('other') } });
    expect(cardOf(situation({ room: roomView({ cards: [other, card()] }) }))).toEqual(card());
    expect(cardOf(situation({ room: roomView({ cards: [other] }) }))).toBeUndefined();
    expect(cardOf({ checkout: undefined, room: roomView({ cards: [other] }) })).toBeUndefined();
  });
});

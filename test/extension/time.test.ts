import { describe, expect, it } from 'vitest';
import { createTime } from '../../extension/views/time.ts';

describe('an instant for reading', () => {
  const night = new Date(2026, 10, 24, 1, 7).getTime();

  it('is the time alone today, and stands with its date on any other day', () => {
    const today = createTime('de', () => new Date(2026, 10, 24, 23, 59).getTime());
    expect(today(night)).toBe('01:07');
    expect(today(new Date(2026, 10, 25, 8).getTime())).toBe('25.11.2026, 08:00');
  });

  it('is written by the machine’s own custom where VS Code speaks English', () => {
    const own = new Intl.DateTimeFormat([], { timeStyle: 'short' });
    expect(createTime('en', () => night)(night)).toBe(own.format(night));
  });
});

import { describe, expect, it } from 'vitest';
import { desk, sent } from './desk.ts';
import { button, words } from './dom.ts';

describe('changing a message', () => {
  it('says so, and saves by Enter what is written, were it a command elsewhere', async () => {
    const at = await desk({ editing: 7, text: 'helo' });
    expect(words(at.element)).toContain('Changing your message');
    expect(at.field().getAttribute('aria-label')).toBe('What your message is to say');
    await at.type('/ci');
    expect(at.offers()).toEqual([]);
    button(at.element, 'Save message');
    await at.press('Enter');
    expect(sent(at)).toEqual([{ type: 'amend', offset: 7, text: '/ci' }]);
  });

  it('is left by Escape, once the offers are gone, and by its button', async () => {
    const at = await desk({ editing: 7, text: '' });
    await at.type('ask @b');
    await at.press('Escape');
    expect(sent(at)).toEqual([]);
    await at.press('Escape');
    button(at.element, 'Cancel changing your message').click();
    expect(sent(at)).toEqual([{ type: 'end-edit' }, { type: 'end-edit' }]);
  });

  it('saves nothing that is empty: that is what deleting is for', async () => {
    const at = await desk({ editing: 7, text: 'helo' });
    await at.type('  ');
    await at.press('Enter');
    expect(sent(at)).toEqual([]);
  });
});

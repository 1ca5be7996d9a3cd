import { afterEach, describe, expect, it } from 'vitest';
import { announcements } from '../../media/announcements.ts';
import { speak, t } from '../../media/l10n.ts';
import { type PanelState, start } from '../../media/state.ts';
import { createCalendar } from '../../media/time.ts';
import { bench } from './bench.ts';
import { button, words } from './dom.ts';
import { inRoom, online, saidFrom } from './samples.ts';

afterEach(() => speak({}));

describe('the editor’s language', () => {
  it('is what the panel speaks, as far as there are words in it', async () => {
    const at = await bench();
    const german = {
      Connected: 'Verbunden',
      Branches: 'Branches',
      People: 'Leute',
      '{0} here': '{0} da',
      'Message, or / for a command': 'Nachricht, oder / für einen Befehl',
      'Send message': 'Nachricht senden',
      Today: 'Heute',
    };
    await at.tell({ type: 'words', words: german }, online, inRoom({ entries: saidFrom(999, 1000) }));
    for (const word of ['Verbunden', 'Leute', '2 da', 'Heute']) expect(words(at.panel)).toContain(word);
    expect(button(at.panel, 'Nachricht senden')).toBeDefined();
    expect(words(at.panel)).toContain('message 1000');
  });

  it('is what a screen reader hears of what only its reader sees', () => {
    speak({ 'Refused: {0}': 'Abgelehnt: {0}' });
    const run = { ...start, asides: [{ ask: '1', kind: 'run', text: 'x', at: 1, after: 0 }] } as const;
    const asides = (outcome: object) => ({ ...run, asides: run.asides.map((aside) => ({ ...aside, outcome })) });
    const before = asides({ type: 'waiting' }) as PanelState;
    const after = asides({ type: 'refused', slug: 'x', message: 'Nein.' }) as PanelState;
    expect(announcements(before, after, createCalendar())).toEqual(['Abgelehnt: Nein.']);
  });

  it('takes values as they are, whatever stands in them', () => {
    speak({ 'About {0} and {1}': 'Zu {1} und {0}' });
    expect(t('About {0} and {1}', '{1}', '$&')).toBe('Zu $& und {1}');
    expect(t('{0} h ago', 3)).toBe('3 h ago');
    expect(t('constructor')).toBe('constructor');
  });
});

import { describe, expect, it } from 'vitest';
import type { Button } from '../../protocol/model/button.ts';
import type { Card } from '../../protocol/model/card.ts';
import type { Message } from '../../protocol/model/message.ts';
import { key, person } from '../support/samples.ts';
import { bench } from './bench.ts';
import { deeds } from './ci-samples.ts';
import { all, button, nameOf, one, settled, words } from './dom.ts';
import { card, inRoom, now, online, plain, said } from './samples.ts';

const confirm = { title: 'Run it again?', text: 'Two jobs start anew.', ok: 'Rerun' };
const rerun: Button & { type: 'run' } = {
  type: 'run',
  key: 'rerun/r1/1',
  label: 'Rerun Failed',
  line: 'ci rerun r1 --failed',
  style: 'primary',
  confirm,
};
const status: Button = { type: 'run', key: 'look/r1', label: 'Claim', line: 'claim' };
const open: Button = { type: 'open', label: 'Open Run', url: 'https://ci.example.com/1' };
const offering = (...buttons: Button[]): Message => ({ ...plain('tests failed'), buttons });

async function room(message: Message, part: Partial<Card> = {}, commands = deeds) {
  const at = await bench();
  const by = { type: 'bot', name: 'Shiproom' } as const;
  await at.tell(
    online,
    inRoom({ entries: [said(1, { by, message, about: key() })], cards: [card('feat/login', part)], commands }),
  );
  const shown = () =>
    all(at.panel, 'shiproom-entry shiproom-buttons, shiproom-buttons').flatMap((each) => all(each, 'button'));
  return { ...at, shown, names: () => shown().map(words), lines: () => at.asked.filter(({ type }) => type === 'run') };
}

describe('what a message offers to do', () => {
  it('is asked once more, and then run as its reader, about the same branch', async () => {
    const at = await room(offering(rerun, open));
    expect(at.names()).toEqual(['Rerun Failed…', 'Open Run']);
    button(at.panel, 'Rerun Failed…').click();
    await settled();
    expect(at.names()).toEqual(['Rerun', 'Cancel']);
    expect(nameOf(one(at.panel, '.confirm'))).toBe('Run it again?');
    expect(words(one(at.panel, '.confirm'))).toContain('Two jobs start anew.');
    expect(at.lines()).toEqual([]);
    button(at.panel, 'Rerun').click();
    expect(at.lines()).toMatchObject([{ line: 'ci rerun r1 --failed', about: key() }]);
  });

  it('is left by Escape or Cancel, and the focus goes back to where it was', async () => {
    const at = await room(offering(rerun));
    const focused = () => one(at.panel, 'shiproom-buttons').shadowRoot?.activeElement;
    for (const leave of ['Escape', 'Cancel']) {
      button(at.panel, 'Rerun Failed…').click();
      await settled();
      expect(focused()?.className).toContain('ok');
      if (leave === 'Cancel') button(at.panel, 'Cancel').click();
      else one(at.panel, '.confirm').dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
      await settled();
      expect(words(focused() ?? document.body)).toBe('Rerun Failed…');
    }
    expect(at.lines()).toEqual([]);
  });

  it('asks with the focus on the way out where something is destroyed', async () => {
    const at = await room(offering({ ...rerun, style: 'danger' }));
    button(at.panel, 'Rerun Failed…').click();
    await settled();
    expect(one(at.panel, 'shiproom-buttons').shadowRoot?.activeElement?.className).toContain('cancel');
  });

  it('is done at once where nothing needs to be asked', async () => {
    const at = await room(offering(status, open));
    button(at.panel, 'Claim').click();
    button(at.panel, 'Open Run').click();
    expect(at.asked.slice(1).map(({ type }) => type)).toEqual(['run', 'open-link']);
  });

  it('says that it is under way, and goes when it is done by anybody', async () => {
    const at = await room(offering(rerun));
    button(at.panel, 'Rerun Failed…').click();
    await settled();
    button(at.panel, 'Rerun').click();
    await settled();
    expect(at.shown().map((each) => [words(each), each.getAttribute('aria-disabled')])).toEqual([
      ['Rerun Failed… is under way', 'true'],
    ]);
    await at.answer('run', { type: 'refused', slug: 'x', message: 'The engine is down.' });
    expect(at.names()).toEqual(['Rerun Failed…']);
    const deed = { key: rerun.key, by: person('Bo'), did: 'reran it', at: now };
    await at.tell({ type: 'card', card: card('feat/login', { version: 2, deeds: [{ ...deed, ok: false }] }) });
    expect(at.names()).toEqual(['Rerun Failed…']);
    await at.tell({ type: 'card', card: card('feat/login', { version: 3, deeds: [{ ...deed, ok: true }] }) });
    expect(at.names()).toEqual([]);
  });

  it('keeps the focus while it is under way, and leaves it with the message when it is done', async () => {
    const at = await room(offering(rerun));
    button(at.panel, 'Rerun Failed…').click();
    await settled();
    button(at.panel, 'Rerun').click();
    await settled();
    expect(one(at.panel, 'shiproom-buttons').shadowRoot?.activeElement).toBe(at.shown()[0]);
    const deed = { key: rerun.key, by: person('Bo'), did: 'reran it', at: now, ok: true };
    await at.answer('run', { type: 'reply', message: plain('It runs again.') });
    await at.tell({ type: 'card', card: card('feat/login', { version: 2, deeds: [deed] }) });
    expect(at.names()).toEqual([]);
    expect(one(at.panel, 'shiproom-feed').shadowRoot?.activeElement?.localName).toBe('shiproom-entry');
  });

  it('is not offered to whoever may not run it', async () => {
    expect((await room(offering(rerun, open), {}, [])).names()).toEqual(['Open Run']);
    const only = deeds.filter(({ name }) => name === 'claim');
    expect((await room(offering(rerun, status), {}, only)).names()).toEqual(['Claim']);
  });

  it('stands in a private reply too', async () => {
    const at = await room(plain('nothing'));
    await at.wish({ type: 'run', line: 'ci status', about: key('main') });
    await at.answer('run', { type: 'reply', message: offering(status) });
    button(at.panel, 'Claim').click();
    expect(at.lines().at(-1)).toMatchObject({ line: 'claim', about: key('main') });
  });
});

import { describe, expect, it } from 'vitest';
import { key } from '../support/samples.ts';
import { desk, sent, smallBot } from './desk.ts';
import { button, one, settled, words } from './dom.ts';

describe('writing', () => {
  it('sends a message by Enter, and begins a new one', async () => {
    const at = await desk();
    await at.type('  hello\nthere ');
    expect((await at.press('Enter')).defaultPrevented).toBe(true);
    expect(sent(at)).toEqual([{ type: 'say', text: 'hello\nthere', about: undefined }]);
    expect(at.field().value).toBe('');
  });

  it('begins a line by Shift+Enter, and leaves the keys of an input method alone', async () => {
    const at = await desk();
    await at.type('こんに');
    expect((await at.press('Enter', { shiftKey: true })).defaultPrevented).toBe(false);
    expect((await at.press('Enter', { isComposing: true })).defaultPrevented).toBe(false);
    expect(sent(at)).toEqual([]);
  });

  it('runs what begins with a slash, about this branch', async () => {
    const at = await desk({ here: key() });
    await at.type('/ci status');
    await at.press('Enter');
    expect(sent(at)).toEqual([{ type: 'run', line: 'ci status', about: key() }]);
  });

  it('writes about a branch that was chosen, and lets go of it', async () => {
    const at = await desk({ here: key(), about: key('main') });
    expect(words(at.element)).toContain('About main');
    await at.type('hello');
    await at.press('Enter');
    await at.type('/ci run');
    await at.press('Enter');
    button(at.element, 'Write to the room, not about a branch').click();
    expect(sent(at)).toEqual([
      { type: 'say', text: 'hello', about: key('main') },
      { type: 'run', line: 'ci run', about: key('main') },
      { type: 'write-about', key: null },
    ]);
  });

  it('sends nothing that is empty, and says by how much something is too long', async () => {
    const at = await desk();
    for (const text of ['   ', '/', '/  ']) {
      await at.type(text);
      await at.press('Escape');
      await at.press('Enter');
    }
    await at.type('x'.repeat(4001));
    await at.press('Enter');
    expect(words(one(at.element, '[role=status]'))).toContain('Too long by 1 character');
    await at.type(`/${'x'.repeat(2003)}`);
    await at.press('Enter');
    expect(words(one(at.element, '[role=status]'))).toContain('Too long by 3 characters');
    expect(sent(at)).toEqual([]);
  });

  it('keeps its draft with each letter', async () => {
    const at = await desk();
    await at.type('hel');
    expect(at.wished).toEqual([{ type: 'draft', text: 'hel' }]);
    expect((await desk({ text: 'from before' })).field().value).toBe('from before');
  });

  it('brings back the commands that were run before by the arrows, where the field is empty', async () => {
    const at = await desk({}, () => null);
    for (const text of ['/one', 'hello', '/two']) {
      await at.type(text);
      await at.press('Enter');
    }
    const seen: string[] = [];
    for (const name of ['ArrowUp', 'ArrowUp', 'ArrowUp', 'ArrowDown', 'ArrowDown']) {
      await at.press(name);
      seen.push(at.field().value);
    }
    expect(seen).toEqual(['/two', '/one', '/one', '/two', '']);
  });

  it('asks for the last message by the arrow, where a message was written last, and keeps no words of it', async () => {
    const at = await desk();
    await at.type('hello');
    await at.press('Enter');
    expect((await at.press('ArrowUp')).defaultPrevented).toBe(true);
    expect(at.field().value).toBe('');
    expect(sent(at).slice(1)).toEqual([{ type: 'begin-edit' }]);
  });

  it('sends by its button too', async () => {
    const at = await desk();
    expect(button(at.element, 'Send message').hasAttribute('disabled')).toBe(true);
    await at.type('hello');
    button(at.element, 'Send message').click();
    expect(sent(at)).toEqual([{ type: 'say', text: 'hello', about: undefined }]);
  });
});

describe('completion', () => {
  it('is a list that the field names, and of which a screen reader hears', async () => {
    const at = await desk();
    expect(at.field().hasAttribute('aria-controls')).toBe(false);
    await at.type('/ci s');
    const list = one(at.element, '[role=listbox]');
    expect(at.field().getAttribute('aria-autocomplete')).toBe('list');
    expect(at.field().getAttribute('aria-controls')).toBe(list.id);
    expect(at.field().getAttribute('aria-activedescendant')).toBe(one(at.element, '[aria-selected=true]').id);
    expect(words(one(at.element, '[role=status]'))).toBe('1 suggestion: Tab takes it');
  });

  it('takes the meant offer by Enter or Tab, and then sends', async () => {
    const at = await desk();
    await at.type('/ci s');
    await at.press('Enter');
    expect(at.field().value).toBe('/ci status ');
    expect(at.offers()).toEqual([
      ['feat/login', false],
      ['main', false],
    ]);
    await at.press('Enter');
    expect(sent(at)).toEqual([{ type: 'run', line: 'ci status', about: undefined }]);
    await at.type('/he');
    await at.press('Tab');
    expect(at.field().value).toBe('/help');
  });

  it('goes through the offers by the arrows, around both ends', async () => {
    const at = await desk();
    await at.type('/ci run ');
    const picked = () => at.offers().find(([, meant]) => meant)?.[0];
    const seen = [picked()];
    for (const name of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowUp']) {
      await at.press(name);
      seen.push(picked());
    }
    expect(seen).toEqual([undefined, 'feat/login', 'main', 'feat/login', 'main']);
    await at.press('Enter');
    expect(at.field().value).toBe('/ci run main ');
    expect(sent(at)).toEqual([]);
  });

  it('is sent away by Escape until something is typed', async () => {
    const at = await desk();
    await at.type('/c');
    expect((await at.press('Escape')).defaultPrevented).toBe(true);
    expect(at.offers()).toEqual([]);
    await at.type('/ci');
    expect(at.offers()).toHaveLength(3);
  });

  it('takes an offer by a click, and keeps the field in use', async () => {
    const at = await desk();
    await at.type('ask @b');
    const press = new MouseEvent('mousedown', { bubbles: true, cancelable: true });
    one(at.element, '[role=option]').dispatchEvent(press);
    expect(press.defaultPrevented).toBe(true);
    one(at.element, '[role=option]').click();
    await settled();
    expect(at.field().value).toBe('ask @Bo ');
  });

  it('goes with the focus', async () => {
    const at = await desk();
    await at.type('/c');
    at.field().dispatchEvent(new Event('blur'));
    await settled();
    expect(at.offers()).toEqual([]);
  });

  it('asks about what is written, with the branch that is meant, and of nothing else', async () => {
    const at = await desk({ here: key('main') }, () => null);
    for (const text of ['hello', 'mail a@b.example', '/ci', 'ask @b']) await at.type(text);
    const asked = at.wished.filter(({ type }) => type === 'complete');
    expect(asked).toEqual([
      { type: 'complete', text: '/ci', caret: 3, about: key('main') },
      { type: 'complete', text: 'ask @b', caret: 6, about: key('main') },
    ]);
    at.element.editing = 4;
    await at.type('/ci');
    expect(at.wished.filter(({ type }) => type === 'complete')).toHaveLength(2);
  });

  it('never waits: Enter sends what stands there while the answer is on its way', async () => {
    const at = await desk({}, () => undefined);
    await at.type('/ci s');
    await at.press('Enter');
    expect(sent(at)).toEqual([{ type: 'run', line: 'ci s', about: undefined }]);
    await at.answer({
      from: 0,
      to: 5,
      offers: [{ label: '/ci status', detail: '', insert: '/ci status ' }],
      picked: 0,
    });
    expect([at.field().value, at.offers()]).toEqual(['', []]);
  });

  it('stays as it is while somebody types on, without what fits no more, and is taken by Tab alone', async () => {
    const at = await desk({}, ({ text }) =>
      text === '/ci ' ? smallBot({ type: 'complete', text, caret: 4 }) : undefined,
    );
    await at.type('/ci ');
    expect(at.offers()).toHaveLength(3);
    await at.type('/ci s');
    expect(at.offers()).toEqual([['/ci status', true]]);
    await at.press('Tab');
    expect(at.field().value).toBe('/ci status ');
    expect(at.offers()).toEqual([]);
    await at.type('/ci s');
    await at.press('Enter');
    expect(sent(at)).toEqual([{ type: 'run', line: 'ci s', about: undefined }]);
  });

  it('sends by Enter what stands there while only offers for an older line are to be seen', async () => {
    const at = await desk({}, ({ text }) =>
      text === '/c' ? smallBot({ type: 'complete', text, caret: 2 }) : undefined,
    );
    await at.type('/c');
    await at.type('/ci');
    expect(at.offers()).toHaveLength(3);
    await at.press('Enter');
    expect(sent(at)).toEqual([{ type: 'run', line: 'ci', about: undefined }]);
  });

  it('keeps the offer that its writer chose when the answer comes', async () => {
    const at = await desk({}, ({ text }) =>
      text === '/c' ? smallBot({ type: 'complete', text, caret: 2 }) : undefined,
    );
    await at.type('/c');
    await at.type('/ci');
    await at.press('ArrowDown');
    await at.press('ArrowDown');
    expect(at.offers().find(([, meant]) => meant)?.[0]).toBe('/ci cancel');
    await at.answer(smallBot({ type: 'complete', text: '/ci', caret: 3 }));
    expect(at.offers().find(([, meant]) => meant)?.[0]).toBe('/ci cancel');
    await at.press('Enter');
    expect(at.field().value).toBe('/ci cancel ');
  });
});

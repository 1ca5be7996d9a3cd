import { afterEach, describe, expect, it, vi } from 'vitest';
import { searches } from '../../media/search.ts';
import { type PanelState, reduce, start } from '../../media/state.ts';
import { threadsOf } from '../../media/threads.ts';
import { key, person } from '../support/samples.ts';
import { bench } from './bench.ts';
import { all, button, one, settled, words, writing } from './dom.ts';
import { card, inRoom, now, online, plain, roomView, said, saidFrom } from './samples.ts';

const about = (offset: number, branch: string) =>
  said(offset, { about: key(branch), message: plain(`on ${branch} ${offset}`) });
const spoken = [about(1, 'main'), about(2, 'feat/login'), said(3), about(4, 'docs')];
const shown = (root: ParentNode) => all(root, 'shiproom-message').map(words);
const select = (root: ParentNode) => one(root, 'select') as HTMLSelectElement;
const choose = async (root: ParentNode, name: string) => {
  const field = select(root);
  field.selectedIndex = [...field.options].findIndex((each) => words(each) === name);
  field.dispatchEvent(new Event('change'));
  await settled();
};

afterEach(() => void vi.restoreAllMocks());

describe('one branch’s conversation', () => {
  it('can be chosen from those in which something was said, this branch first', async () => {
    const at = await bench();
    await at.tell(online, inRoom({ entries: spoken }), { type: 'here', here: key('feat/login') });
    expect([...select(at.panel).options].map(words)).toEqual(['All conversations', 'feat/login', 'docs', 'main']);
    await choose(at.panel, 'docs');
    expect(shown(at.panel)).toEqual(['on docs 4']);
    expect(at.remembered.at(-1)).toMatchObject({ thread: key('docs') });
    button(at.panel, 'Show all conversations').click();
    await settled();
    expect(shown(at.panel)).toHaveLength(4);
    expect(at.remembered.at(-1)).toMatchObject({ thread: undefined });
  });

  it('is not offered where nothing is about a branch', async () => {
    const at = await bench();
    await at.tell(online, inRoom({ entries: saidFrom(1, 3) }));
    expect(all(at.panel, 'select')).toEqual([]);
  });

  it('tells branches of one name apart', () => {
    const other = { ...key('main'), repository: 'example.com/acme/docs' as never };
    const room = roomView({ entries: [about(1, 'main'), said(2, { about: other })] });
    expect(threadsOf({ room, here: null, thread: null })).toEqual([other, key('main')]);
  });

  it('is chosen by a card too, and what is written then is about the branch', async () => {
    const at = await bench();
    await at.tell(online, inRoom({ entries: spoken, cards: [card('main')] }));
    button(at.panel, 'Show thread of main').click();
    await settled();
    expect(shown(at.panel)).toEqual(['on main 1']);
    const field = writing(at.panel);
    field.value = 'hello';
    field.dispatchEvent(new Event('input', { bubbles: true }));
    await settled();
    button(at.panel, 'Send message').click();
    expect(at.asked.at(-1)).toMatchObject({ type: 'say', text: 'hello', about: key('main') });
    await at.wish({ type: 'write-about', key: key('docs') });
    expect(shown(at.panel)).toHaveLength(4);
    expect(words(one(at.panel, 'shiproom-composer'))).toContain('About docs');
  });

  it('is shown by the host, which may begin a message; what is written already stands behind it', async () => {
    const at = await bench({ memory: { draft: 'half a thought', open: {} } });
    await at.tell(online, inRoom({ entries: spoken }), { type: 'thread', about: key('main'), write: '@Bo ' });
    expect(shown(at.panel)).toEqual(['on main 1']);
    expect(writing(at.panel).value).toBe('@Bo half a thought');
    await at.tell({ type: 'thread', about: null });
    expect(shown(at.panel)).toHaveLength(4);
    expect(writing(at.panel).value).toBe('@Bo half a thought');
  });

  it('comes with the card of its branch, opened among the others, however late that card comes', async () => {
    const at = await bench();
    await at.tell(online, { type: 'here', here: key('docs') }, { type: 'thread', about: key('main') });
    await at.tell(inRoom({ entries: spoken, cards: [card('docs'), card('main')] }));
    const main = all(at.panel, 'shiproom-card .summary').find((each) => words(each).startsWith('main'));
    expect(main?.getAttribute('aria-expanded')).toBe('true');
    expect(at.remembered.at(-1)).toMatchObject({ open: { Branches: true } });
    main?.click();
    await settled();
    await at.tell({ type: 'thread', about: key('main'), write: '@Bo ' });
    expect(main?.getAttribute('aria-expanded')).toBe('false');
  });

  it('brings the head of its card below the heading that stays, and scrolls nothing around the panel for that', async () => {
    const at = await bench();
    await at.tell(online, inRoom({ entries: spoken, cards: [card('docs'), card('main')] }));
    const rects = vi.spyOn(Element.prototype, 'getBoundingClientRect');
    rects.mockImplementation(function (this: Element) {
      return { top: this.matches('aside') ? 100 : 340 } as DOMRect;
    });
    const around = vi.spyOn(Element.prototype, 'scrollIntoView');
    await at.tell({ type: 'thread', about: key('main') });
    expect(one(at.panel, 'aside').scrollTop).toBe(340 - 100 - 28);
    expect(around).not.toHaveBeenCalled();
  });

  it('is there again when the panel is', async () => {
    const at = await bench({ memory: { draft: '', open: {}, thread: key('docs') } });
    await at.tell(online, inRoom({ entries: spoken }));
    expect(shown(at.panel)).toEqual(['on docs 4']);
  });

  it('says where nothing was said, or nothing was found', async () => {
    const at = await bench();
    await at.tell(online, inRoom({ entries: spoken }), { type: 'thread', about: key('quiet') });
    expect(words(one(at.panel, '.empty'))).toContain('Nothing was said about quiet yet.');
    expect(select(at.panel).options).toHaveLength(5);
  });

  it('leaves out what is said to its reader of another branch, and not what is about none', async () => {
    const at = await bench();
    await at.tell(online, inRoom({ entries: spoken }), { type: 'thread', about: key('main') });
    await at.wish({ type: 'run', line: 'ci status', about: key('docs') });
    expect(all(at.panel, 'shiproom-aside')).toEqual([]);
    await at.wish({ type: 'run', line: 'help' });
    expect(all(at.panel, 'shiproom-aside')).toHaveLength(1);
    await at.tell({
      type: 'pending',
      pending: [
        { mid: 'a', text: 'x', about: key('docs') },
        { mid: 'b', text: 'y', about: key('main') },
      ],
    });
    expect(all(at.panel, 'shiproom-pending').map((each) => words(one(each, '.text')))).toEqual(['y']);
  });
});

describe('older entries of a branch', () => {
  it('are asked for by themselves until there is something to show, and at most ten times', async () => {
    const at = await bench();
    await at.tell(online, inRoom({ entries: saidFrom(9001, 9100), more: true }), {
      type: 'thread',
      about: key('main'),
    });
    for (let first = 9001; first > 7000; first -= 100) {
      await at.tell({ type: 'earlier', entries: saidFrom(first - 100, first - 1), more: true });
      await at.answer('earlier', { type: 'done' });
    }
    expect(at.asked.filter(({ type }) => type === 'earlier')).toHaveLength(10);
    expect(words(one(at.panel, '.empty'))).toMatch(/^Nothing was said about main in the newest 2200 messages/);
    button(at.panel, 'Load older messages').click();
    await settled();
    expect(at.asked.filter(({ type }) => type === 'earlier')).toHaveLength(11);
  });

  it('are enough when there are twenty, and are not asked for after a refusal', () => {
    const room = (entries = saidFrom(1, 5)) => inRoom({ entries, more: true });
    const after = (...actions: Parameters<typeof reduce>[1][]): PanelState =>
      actions.reduce((state, action) => reduce(state, action, now), start);
    const thread = { type: 'narrowed', about: key('main') } as const;
    expect(searches(after(online, room(), thread))).toBe(true);
    expect(searches(after(online, room()))).toBe(false);
    expect(searches(after(room(), thread))).toBe(false);
    const twenty = Array.from({ length: 20 }, (_, index) => about(index + 1, 'main'));
    expect(searches(after(online, room(twenty), thread))).toBe(false);
    const refused = { type: 'answer', ask: 'e', answer: { type: 'refused', slug: 'x', message: 'No.' } } as const;
    const asks = { type: 'asked', message: { type: 'earlier', ask: 'e', before: 1 } } as const;
    expect(searches(after(online, room(), thread, asks))).toBe(false);
    expect(searches(after(online, room(), thread, asks, refused))).toBe(false);
  });
});

it('keeps about which branch a draft is', async () => {
  const at = await bench();
  await at.tell(online, inRoom());
  await at.wish({ type: 'write-about', key: key('main') });
  const again = await bench({ memory: at.remembered.at(-1) as never });
  await again.tell(online, inRoom({ me: person('Ana') }));
  expect(words(one(again.panel, 'shiproom-composer'))).toContain('About main');
});

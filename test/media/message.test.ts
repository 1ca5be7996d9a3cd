import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { noReader } from '../../media/reader.ts';
import type { Block, Message } from '../../protocol/model/message.ts';
import { PersonId } from '../../protocol/model/ids.ts';
import { all, button, mount, nameOf, one, settled, wishes, words } from './dom.ts';
import { payloads, plain } from './samples.ts';

const message = (...blocks: Block[]): Message => ({ text: 'plain', blocks });
const shown = (...blocks: Block[]) => mount('shiproom-message', { message: message(...blocks) });
const text = (value: string) => ({ type: 'text' as const, text: value });

describe('blocks', () => {
  it('shows a message without a tree as its plain words', async () => {
    expect(words(await mount('shiproom-message', { message: { text: 'one\ntwo', blocks: [] } }))).toBe('one two');
  });

  it('shows text in its styles, code, and paragraphs', async () => {
    const element = await shown({
      type: 'paragraph',
      children: [
        text('a '),
        { ...text('b'), style: 'strong' },
        { ...text('c'), style: 'emphasis' },
        { ...text('d'), style: 'strike' },
        { type: 'code', text: 'e' },
      ],
    });
    expect(['p', 'strong', 'em', 's', 'code'].map((name) => words(one(element, name)))).toEqual([
      'a b c d e',
      'b',
      'c',
      'd',
      'e',
    ]);
  });

  it('shows quotes and both kinds of lists', async () => {
    const items = [[text('one')], [text('two')]];
    const element = await shown(
      { type: 'quote', children: [text('said')] },
      { type: 'list', ordered: true, items },
      { type: 'list', ordered: false, items },
    );
    expect(words(one(element, 'blockquote'))).toBe('said');
    expect(all(element, 'ol > li').map(words)).toEqual(['one', 'two']);
    expect(all(element, 'ul > li').map(words)).toEqual(['one', 'two']);
  });

  it('shows a table with its header', async () => {
    const element = await shown({ type: 'table', header: ['Run', 'State'], rows: [[[text('1')], [text('passed')]]] });
    expect(all(element, 'th').map((each) => [each.getAttribute('scope'), words(each)])).toEqual([
      ['col', 'Run'],
      ['col', 'State'],
    ]);
    expect(all(element, 'td').map(words)).toEqual(['1', 'passed']);
  });

  it('makes the mention of its reader stand out', async () => {
    const mention = (name: string) => ({ type: 'mention' as const, text: `@${name}`, person: PersonId.parse(name) });
    const element = await mount('shiproom-message', {
      message: message({ type: 'paragraph', children: [mention('ana'), mention('bo')] }),
      reader: { ...noReader, me: PersonId.parse('ana') },
    });
    expect(all(element, '.mention').map((each) => each.className)).toEqual(['mention me', 'mention']);
  });
});

describe('links', () => {
  it('[T3] opens through the host alone, and shows where it leads', async () => {
    const element = await shown({
      type: 'paragraph',
      children: [{ type: 'link', text: 'here', href: 'https://example.com/x' }],
    });
    const wished = wishes(element);
    const heard = vi.fn<() => void>();
    document.body.addEventListener('click', heard);
    const link = one(element, 'a') as HTMLAnchorElement;
    const click = new MouseEvent('click', { bubbles: true, cancelable: true, composed: true });
    link.dispatchEvent(click);
    document.body.removeEventListener('click', heard);
    expect(wished).toEqual([{ type: 'open-link', href: 'https://example.com/x' }]);
    expect(click.defaultPrevented).toBe(true);
    expect(heard).not.toHaveBeenCalled();
    expect(link.title).toBe('https://example.com/x');
    expect(link.rel).toBe('noopener noreferrer');
  });
});

describe('code', () => {
  it('is copied as it is, and says so', async () => {
    const writeText = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
    const element = await shown({ type: 'code', text: 'a\n  b', language: 'ts' });
    button(element, 'Copy').click();
    await vi.waitFor(() => expect(words(one(element, '[role=status]'))).toBe('Copied'));
    expect(writeText).toHaveBeenCalledWith('a\n  b');
    button(element, 'Copied').dispatchEvent(new Event('blur'));
    await settled();
    expect(nameOf(one(element, 'button'))).toBe('Copy');
    expect(one(element, 'pre').textContent).toBe('a\n  b');
  });

  it('says where it could not be copied', async () => {
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('denied'));
    const element = await shown({ type: 'code', text: 'x' });
    button(element, 'Copy').click();
    await vi.waitFor(() => expect(words(one(element, '[role=status]'))).toBe('Could not copy'));
  });
});

describe('hostile text', () => {
  /** The same words in every place that a message has for words. */
  const everywhere = (value: string): Block[] => [
    { type: 'paragraph', children: [text(value), { ...text(value), style: 'strong' }, { type: 'code', text: value }] },
    { type: 'paragraph', children: [{ type: 'link', text: value, href: 'https://example.com/' }] },
    { type: 'paragraph', children: [{ type: 'mention', text: value, person: PersonId.parse('bo') }] },
    { type: 'code', text: value, language: value.slice(0, 40) },
    { type: 'quote', children: [text(value)] },
    { type: 'list', ordered: false, items: [[text(value)]] },
    { type: 'table', header: [value], rows: [[[text(value)]]] },
  ];
  const tags = (root: ParentNode) => all(root, '*').map((each) => each.tagName);

  it.each(payloads)('[T3] shows %s as text', async (payload) => {
    const expected = tags(await shown(...everywhere('harmless')));
    const element = await shown(...everywhere(payload));
    expect(tags(element)).toEqual(expected);
    expect(words(element)).toContain(payload.replaceAll(/\s+/g, ' '));
    expect(globalThis).not.toHaveProperty('hit');
  });

  it('[T3] shows any text as that text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 40 }), async (value) => {
        const element = await mount('shiproom-message', { message: plain(value) });
        expect(one(element, 'p').textContent).toBe(value);
        expect(one(element, 'p').children).toHaveLength(0);
      }),
      { numRuns: 50 },
    );
  });
});

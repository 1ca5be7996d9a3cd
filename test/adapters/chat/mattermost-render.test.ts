import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escape, plain } from '../../../bridge/adapters/chat/mattermost/escape.ts';
import { createOffers } from '../../../bridge/adapters/chat/mattermost/offers.ts';
import { renderCard } from '../../../bridge/adapters/chat/mattermost/render-card.ts';
import { renderMessage } from '../../../bridge/adapters/chat/mattermost/render-message.ts';
import type { Button } from '../../../protocol/model/button.ts';
import { PersonId } from '../../../protocol/model/ids.ts';
import type { Block, Message } from '../../../protocol/model/message.ts';
import { readMattermost, seen } from '../../support/mattermost/markdown.ts';
import { cards, messages, pages, pullUrl } from './arbitrary.ts';
import { card, quickClock, words } from './receiver.ts';

/** What has broken Mattermost's readers, or would. */
const hostile = [
  '@all',
  '@channel',
  '@here ',
  '@ana',
  '@\ufeffall',
  '@\u206aall',
  '\\@all',
  '~town-square',
  '#hashtag',
  '# heading',
  ':rocket:',
  ':-)',
  'https://evil.example/x',
  'www.evil.example',
  'mailto:a@evil.example',
  'mmaction://approve',
  '[click](https://evil.example)',
  '![x](https://evil.example/x.png)',
  'look!',
  'look\\!',
  '<https://evil.example>',
  '<!channel>',
  '<b>',
  '&amp;',
  '&#64;all',
  '> quote',
  '- item',
  '1. item',
  '```',
  '~~~',
  '`@all`',
  '``',
  '|---|---|',
  '===',
  '---',
  '***',
  '**bold** _it_ ~~s~~',
  '\n',
  '\r\n',
  '\n\n    ',
  '\\',
  '\u202egnp.exe',
  '\u0000\u001b[31m',
  '[x]: https://evil.example',
];
const nasty = fc
  .array(fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: 'binary', maxLength: 12 })), { maxLength: 8 })
  .map((parts) => parts.join(''));
const style = fc.constantFrom(undefined, 'strong' as const, 'emphasis' as const, 'strike' as const);
const good = 'https://good.example/a_b?c=(d)&e=*f*#g[h]`i';
const shown = 'https://good.example/a%5Fb?c=%28d%29&e=%2Af%2A#g%5Bh%5D%60i';
const inline = fc.oneof(
  fc.record({ type: fc.constant('text' as const), text: nasty, style }, { requiredKeys: ['type', 'text'] }),
  fc.record({ type: fc.constant('code' as const), text: nasty }),
  fc.record({ type: fc.constant('link' as const), text: nasty, href: fc.constant(good) }),
  fc.record({ type: fc.constant('mention' as const), text: nasty, person: fc.constant(PersonId.parse('p')) }),
);
const paragraphs = fc
  .array(fc.record({ type: fc.constant('paragraph' as const), children: fc.array(inline, { maxLength: 4 }) }), {
    minLength: 1,
    maxLength: 2,
  })
  .map((blocks) => JSON.parse(JSON.stringify({ text: '', blocks })) as Message);

/** What the server takes out, and our own joiner. */
const unkept =
  /[\u0340\u0341\u17a3\u17d3\u2060\u206a-\u206f\ufeff\ufff9-\ufffc\u{1d173}-\u{1d17a}\u{e0000}-\u{e007f}]/gu;
const nothing = { calls: [], images: 0, other: [] };

describe('a message in Mattermost', () => {
  it('[T13] calls nobody, links nowhere and makes nothing of its data, whatever it holds', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(paragraphs, nasty, (message, by) => {
        const markdown = renderMessage(message, { by });
        const read = readMattermost(markdown);
        expect(read).toMatchObject({ ...nothing, blocks: '' });
        expect(read.links.filter((link) => link !== shown)).toEqual([]);
        expect(markdown.length).toBeLessThanOrEqual(16_383);
      }),
      { numRuns: 20_000 },
    );
  });

  it('[T13] keeps to that in quotes, lists, code and tables', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(messages, (message) => {
        const markdown = renderMessage(message, { by: 'Ana', resent: true });
        const read = readMattermost(markdown);
        expect(read).toMatchObject(nothing);
        expect(read.links.filter((link) => !pages.some((page) => page === link))).toEqual([]);
        expect(read.blocks).toMatch(/^[ql]*$/);
        expect(markdown.length).toBeLessThanOrEqual(16_383);
      }),
      { numRuns: 1_000 },
    );
  });

  it('shows the words as they are', { timeout: 60_000 }, () => {
    const text = fc
      .array(fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: 'grapheme', maxLength: 12 })), { maxLength: 8 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (said) => {
        const asSeen = seen(escape(said)).replaceAll(/\n+/g, '\n').trim();
        // What is not to be seen is gone, or stands there as a mark.
        const clean = said
          .replaceAll(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
          .replaceAll(unkept, '')
          .replaceAll(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, (found) =>
            found === '\n' ? found : '\ufffd',
          );
        expect(asSeen).toBe(clean.replaceAll(/\n+/g, '\n').trim());
      }),
      { numRuns: 5_000 },
    );
  });

  it('calls those whom it is told to call, wherever they stand', () => {
    const [ana, bo] = [PersonId.parse('p-ana'), PersonId.parse('p-bo')];
    const mention = (person: PersonId, text: string) => ({ type: 'mention', text, person }) as const;
    const children = [
      { type: 'text', text: 'x' } as const,
      mention(ana, '@Ana'),
      mention(ana, '@Ana'),
      { type: 'text', text: 's and ' } as const,
      mention(bo, '@all'),
    ];
    const message: Message = { text: '', blocks: [{ type: 'paragraph', children }] };
    const markdown = renderMessage(message, { called: new Map([[ana, 'ana.b-c_d']]) });
    expect(readMattermost(markdown).calls).toEqual(['ana.b-c_d']);
    expect(seen(markdown)).toBe('x@ana.b-c_d@ana.b-c_ds and @all');
  });

  it('has its parts: lead, styles, code, quote, lists, table', () => {
    const line = (text: string) => [{ type: 'text', text } as const];
    const blocks: Block[] = [
      { type: 'paragraph', children: [...line('red: '), { type: 'code', text: 'npm t' }, ...line('!')] },
      { type: 'quote', children: line('one\ntwo') },
      { type: 'list', ordered: true, items: [line('a'), line('b')] },
      { type: 'code', text: 'x\n```\ny', language: 'ts' },
      { type: 'code', text: 'E = mc^2', language: 'latex' },
      { type: 'table', header: ['job', 'state'], rows: [[line('build'), line('red')]] },
    ];
    expect(renderMessage({ text: '', blocks }, { by: 'Ana', resent: true }).replaceAll('\u2060', '')).toBe(
      [
        '**Ana** (in Shiproom): red: `npm t`!',
        '> one\n> two',
        '1. a\n2. b',
        '````ts\nx\n```\ny\n````',
        '```text\nE = mc^2\n```',
        '```text\njob    state\nbuild  red\n```',
        '(resent)',
      ].join('\n\n'),
    );
  });

  it('is never empty, and says where it was cut', () => {
    expect(renderMessage(words(''))).toBe('–');
    const long = renderMessage(words('*'.repeat(8000)));
    expect(long.length).toBeLessThanOrEqual(16_383);
    expect(long).toContain('The rest is in Shiproom');
  });
});

const rerun: Button = { type: 'run', key: 'rerun/17', label: 'Rerun `@all` :x:', line: 'ci rerun --failed 17' };
const buttons: Button[] = [rerun, { type: 'open', label: 'Open [run]', url: 'https://ci.example/12' }];
const config = { url: '', token: 't', channels: [], clock: quickClock, log: () => {} };

describe('a card in Mattermost', () => {
  it('[T13] makes nothing of its data, whatever it holds', { timeout: 60_000 }, () => {
    const links = [pullUrl, 'https://ci.example/12'];
    fc.assert(
      fc.property(cards, (each) => {
        const { title, text, fields, fallback, footer } = renderCard(each, buttons, () => undefined, 'shiproom');
        for (const markdown of [
          title,
          text,
          fallback,
          footer,
          ...fields.flatMap((field) => [field.title, field.value]),
        ]) {
          const read = readMattermost(markdown);
          expect(read).toMatchObject({ ...nothing, blocks: '' });
          expect(read.links.filter((link) => !links.includes(link))).toEqual([]);
        }
        expect(fields.length).toBeLessThanOrEqual(10);
        expect(JSON.stringify([title, text, fields]).length).toBeLessThan(100_000);
      }),
      { numRuns: 200 },
    );
  });

  it('has buttons that are signed, where Mattermost can reach us', () => {
    const offers = createOffers({ ...config, callbackUrl: 'https://bridge.example/chat/mattermost' });
    const { actions, text } = renderCard(card('main'), buttons, (each) => offers.action('o1', each), 'shiproom');
    expect(actions).toMatchObject([
      { type: 'button', style: 'default', integration: { url: 'https://bridge.example/chat/mattermost' } },
    ]);
    expect(actions[0]?.id).toMatch(/^[A-Za-z0-9]+$/);
    expect(actions[0]?.name).toBe(plain(rerun.label));
    expect(readMattermost(actions[0]?.name ?? '').calls).toEqual([]);
    expect(seen(text)).toBe('Open [run]');
    expect(readMattermost(text).links).toEqual(['https://ci.example/12']);
  });

  it('says what to type, where it cannot', () => {
    const { actions, text } = renderCard(card('main'), [rerun], () => undefined, 'shiproom');
    expect(actions).toEqual([]);
    expect(seen(text)).toBe('Rerun `@all` :x:: @shiproom ci rerun --failed 17');
    expect(readMattermost(text)).toMatchObject({ calls: [], code: ['@shiproom ci rerun --failed 17'] });
  });

  it('says who did what', () => {
    const by = { id: PersonId.parse('p'), name: 'Ana' };
    const deeds = [
      { key: 'k', by, did: 'reran what failed of CI #12', at: 0, ok: true },
      { key: 'l', by, did: 'cancelled CI #11', at: 0, ok: false },
    ];
    const { text } = renderCard({ ...card('main'), deeds }, [], () => undefined, 'shiproom');
    expect(seen(text).split('\n')).toEqual([
      'Ana reran what failed of CI #12 (1970-01-01 00:00 UTC)',
      'Ana cancelled CI #11, which was refused (1970-01-01 00:00 UTC)',
    ]);
  });
});

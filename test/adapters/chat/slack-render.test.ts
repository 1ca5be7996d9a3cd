import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Rendered } from '../../../bridge/adapters/chat/slack/blocks.ts';
import { render } from '../../../bridge/adapters/chat/slack/render.ts';
import { renderHome } from '../../../bridge/adapters/chat/slack/render-home.ts';
import type { Button } from '../../../protocol/model/button.ts';
import { PersonId } from '../../../protocol/model/ids.ts';
import type { Message } from '../../../protocol/model/message.ts';
import { aliveIn } from '../../support/block-kit/alive.ts';
import { faultsOf } from '../../support/block-kit/limits.ts';
import { buttonLists, cards, homes, line, messages, nasty, pages, pullUrl } from './arbitrary.ts';
import { everywhere } from './arbitrary-everywhere.ts';
import { card, words } from './receiver.ts';

const nothing = { calls: [], pages: [] };
const ours: readonly string[] = [pullUrl, ...pages];
/** Pages that the content did not name as such. */
const foreign = (rendered: { readonly text?: string; readonly blocks: unknown }) => {
  const { calls, pages: found } = aliveIn(rendered);
  return { calls, pages: found.filter((page) => !ours.includes(page)) };
};

function whole({ text, blocks, ...rest }: Rendered): void {
  expect(faultsOf(blocks)).toEqual([]);
  expect(text.trim()).not.toBe('');
  expect(text.length).toBeLessThanOrEqual(4000);
  expect(text).not.toMatch(/[<>]/);
  // JSON writes half of a surrogate pair as an escape, and nothing else so.
  expect(JSON.stringify({ text, blocks, ...rest })).not.toMatch(/\\ud[89a-f]/);
}

const button = (text: string): Button[] => [
  {
    type: 'run',
    key: text.slice(0, 300),
    label: text.slice(0, 75),
    line: text,
    confirm: { title: text.slice(0, 100), text, ok: text.slice(0, 30) },
  },
];

describe('what goes to Slack', () => {
  it('[T13] any card with any buttons stays within Slack’s limits, and calls or links nobody', () => {
    fc.assert(
      fc.property(cards, buttonLists, (value, buttons) => {
        const rendered = render({ oid: 'o1', type: 'card', card: value, buttons });
        whole(rendered);
        expect(rendered.blocks.length).toBeGreaterThan(2);
        expect(foreign(rendered)).toEqual(nothing);
      }),
      { numRuns: 200, endOnFailure: true },
    );
  });

  it('[T13] any message stays within Slack’s limits, and calls or links nobody', () => {
    const by = fc.option(nasty(80), { nil: undefined });
    fc.assert(
      fc.property(messages, by, fc.boolean(), fc.boolean(), (message, author, resent, asAuthors) => {
        const named = author === undefined ? {} : { by: author };
        const rendered = render({ oid: 'o1', type: 'message', message, resent, ...named }, { asAuthors });
        whole(rendered);
        expect(foreign(rendered)).toEqual(nothing);
      }),
      { numRuns: 200, endOnFailure: true },
    );
  });

  it('[T13] any home stays within the limits of App Home, and calls or links nobody', () => {
    fc.assert(
      fc.property(homes, (home) => {
        const { blocks } = renderHome(home);
        expect(faultsOf(blocks, 'home')).toEqual([]);
        expect(foreign({ blocks })).toEqual(nothing);
      }),
      { numRuns: 100, endOnFailure: true },
    );
  });

  it('[T13] any string stays a string, in every place of a card, of its buttons and of a message', () => {
    fc.assert(
      fc.property(line(255), (text) => {
        const { calls, pages: found } = aliveIn(
          render({ oid: 'o1', type: 'card', card: everywhere(text), buttons: button(text) }),
        );
        expect({ calls, pages: found.filter((page) => page !== pullUrl) }).toEqual(nothing);
        expect(aliveIn(render({ oid: 'o1', type: 'message', message: words(text), by: text }))).toEqual(nothing);
      }),
      { numRuns: 20_000, endOnFailure: true },
    );
  }, 60_000);

  it.each(['><http://evil|x', '<http://evil|x>', '<!channel>', '<@U0123456>', '&lt;!channel&gt;', ':rocket:'])(
    '[T13] %s is shown as it is',
    (text) => {
      const shown = render({ oid: 'o1', type: 'card', card: card(text), buttons: button(text) });
      expect(aliveIn(shown)).toEqual(nothing);
      expect(JSON.stringify(shown.blocks)).toContain(`⚪ Not known · ${text}`);
      const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
      expect(shown.text).toContain(`Not known: ${escaped} in`);
    },
  );

  it('never cuts an escape in two where it cuts the text', () => {
    const { text } = render({ oid: 'o1', type: 'message', message: words('&<>'.repeat(2000)) });
    expect(text.length).toBeLessThanOrEqual(4000);
    expect(text).toMatch(/^(?:&amp;|&lt;|&gt;)+…$/);
  });

  it('calls those who are to be called, and names the others', () => {
    const [ana, bo, eve] = ['ana', 'bo', 'eve'].map((id) => PersonId.parse(id));
    if (!ana || !bo || !eve) throw new Error('nobody');
    const children = [ana, bo, eve].map((person) => ({ type: 'mention' as const, person, text: `@${person}` }));
    const message: Message = { text: '@ana @bo @eve', blocks: [{ type: 'paragraph', children }] };
    const calls = [
      { person: ana, user: 'U1' },
      { person: eve, user: '!channel' },
    ];
    const { blocks } = render({ oid: 'o1', type: 'message', message, calls });
    expect(blocks).toMatchObject([
      {
        elements: [
          {
            elements: [
              { type: 'user', user_id: 'U1' },
              { type: 'text', text: '@bo', style: { bold: true } },
              { type: 'text', text: '@eve', style: { bold: true } },
            ],
          },
        ],
      },
    ]);
  });

  it('puts the author before the words, and says where a message was sent again', () => {
    const content = { oid: 'o1', type: 'message', message: words('it is red'), by: 'Ana', resent: true } as const;
    const { text, blocks, username } = render(content);
    expect({ text, username }).toEqual({ text: 'Ana (in Shiproom): it is red (resent)', username: undefined });
    const said = [
      { type: 'text', text: 'Ana (in Shiproom): ', style: { bold: true } },
      { type: 'text', text: 'it is red' },
    ];
    const after = [
      { type: 'text', text: '\n' },
      { type: 'text', text: ' (resent)' },
    ];
    const elements = [said, after].map((parts) => ({ type: 'rich_text_section', elements: parts }));
    expect(blocks).toEqual([{ type: 'rich_text', elements }]);
  });

  it('bears the author’s name instead, where Slack may show it', () => {
    const content = { oid: 'o1', type: 'message', message: words('it is red'), by: 'Ana' } as const;
    expect(render(content, { asAuthors: true })).toMatchObject({ text: 'it is red', username: 'Ana' });
    expect(render({ oid: 'o1', type: 'message', message: words('red') }, { asAuthors: true })).not.toHaveProperty(
      'username',
    );
  });

  it('shows the first table as Slack’s own and the next in columns, and keeps links, lists and code', () => {
    const cell = (text: string) => [{ type: 'text' as const, text }];
    const table = {
      type: 'table' as const,
      header: ['run', 'state'],
      rows: [
        [cell('r10'), cell('failed')],
        [cell('r9'), []],
      ],
    };
    const message: Message = {
      text: 'a table',
      blocks: [
        table,
        table,
        { type: 'list', ordered: true, items: [[{ type: 'link', text: 'log', href: 'https://ci.example/1' }]] },
        { type: 'code', text: 'npm test', language: 'sh' },
      ],
    };
    const { blocks } = render({ oid: 'o1', type: 'message', message });
    const raw = (text: string) => ({ type: 'raw_text', text });
    const link = { type: 'link', url: 'https://ci.example/1', text: 'log' };
    expect(blocks).toMatchObject([
      {
        type: 'table',
        rows: [
          [raw('run'), raw('state')],
          [raw('r10'), raw('failed')],
          [raw('r9'), raw(' ')],
        ],
      },
      {
        elements: [
          { type: 'rich_text_preformatted', elements: [{ text: 'run  state\nr10  failed\nr9' }] },
          { type: 'rich_text_list', style: 'ordered', elements: [{ elements: [link] }] },
          { type: 'rich_text_preformatted', language: 'sh', elements: [{ text: 'npm test' }] },
        ],
      },
    ]);
  });

  it('cuts a message that is far too long, and says so', () => {
    const code = (character: string) => ({ type: 'code' as const, text: character.repeat(8000) });
    for (const blocks of [[code('x')], [code('x'), code('y')], [code('"'), code('\n')]]) {
      const rendered = render({ oid: 'o1', type: 'message', message: { text: 'x'.repeat(8000), blocks } });
      expect(JSON.stringify(rendered.blocks).length).toBeLessThan(12_000);
      expect(JSON.stringify(rendered.blocks).includes('The rest is in Shiproom.')).toBe(blocks.length > 1);
    }
  });
});

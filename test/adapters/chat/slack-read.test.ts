import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressed, commandLine } from '../../../bridge/adapters/chat/slack/command-line.ts';
import { peopleIn, readMessage } from '../../../bridge/adapters/chat/slack/read.ts';
import { createNames } from '../../../bridge/adapters/chat/slack/read-inline.ts';
import { SlackMessage } from '../../../bridge/adapters/chat/slack/schema.ts';
import { Message } from '../../../protocol/model/message.ts';
import { typed } from '../../support/slack/typed.ts';
import { nasty } from './arbitrary.ts';

const names = createNames('T1', new Map([['U1', 'Ana']]));
const read = (fields: object) => readMessage(SlackMessage.parse({ ts: '1.000001', ...fields }), names);
const says = (text: string) => read({ text }).blocks;
const nameOf = (id: string) => (id === 'U1' ? 'Ana' : id);

describe('a message of Slack’s', () => {
  it('is read from rich text: styles, code, links, people, lists, quotes', () => {
    const section = (elements: object[]) => ({ type: 'rich_text_section', elements });
    const elements = [
      section([
        { type: 'text', text: 'bold', style: { bold: true } },
        { type: 'text', text: 'code', style: { code: true } },
        { type: 'link', url: 'https://ci.example/1', text: 'the log' },
        { type: 'user', user_id: 'U1' },
        { type: 'channel', channel_id: 'C1' },
        { type: 'broadcast', range: 'here' },
        { type: 'emoji', name: 'rocket', unicode: '1f680' },
        { type: 'something_new', text: '?' },
      ]),
      { type: 'rich_text_list', style: 'ordered', elements: [section([{ type: 'text', text: 'one' }])] },
      { type: 'rich_text_quote', elements: [{ type: 'text', text: 'said' }] },
      { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'a < b' }] },
    ];
    const message = read({ text: 'ignored', blocks: [{ type: 'rich_text', elements }] });
    expect(message.blocks).toEqual([
      {
        type: 'paragraph',
        children: [
          { type: 'text', text: 'bold', style: 'strong' },
          { type: 'code', text: 'code' },
          { type: 'link', text: 'the log', href: 'https://ci.example/1' },
          { type: 'mention', text: '@Ana', person: 'slack:T1/U1' },
          { type: 'text', text: '#C1' },
          { type: 'text', text: '@here' },
          { type: 'text', text: '🚀' },
        ],
      },
      { type: 'list', ordered: true, items: [[{ type: 'text', text: 'one' }]] },
      { type: 'quote', children: [{ type: 'text', text: 'said' }] },
      { type: 'code', text: 'a < b' },
    ]);
    expect(message.text).toBe('boldcodethe log@Ana#C1@here🚀\n1. one\n> said\na < b');
  });

  it('is read from mrkdwn where it has no blocks', () => {
    expect(says('*bold* _it_ ~no~ `a &lt; b` 2*3*4 snake_case_name')).toEqual([
      {
        type: 'paragraph',
        children: [
          { type: 'text', text: 'bold', style: 'strong' },
          { type: 'text', text: ' ' },
          { type: 'text', text: 'it', style: 'emphasis' },
          { type: 'text', text: ' ' },
          { type: 'text', text: 'no', style: 'strike' },
          { type: 'text', text: ' ' },
          { type: 'code', text: 'a < b' },
          { type: 'text', text: ' 2*3*4 snake_case_name' },
        ],
      },
    ]);
    expect(says('see <https://ci.example/1?a=1&amp;b=2|the log>, <@U1>, <#C1|deploys>, <!here>')).toMatchObject([
      {
        children: [
          { text: 'see ' },
          { type: 'link', text: 'the log', href: 'https://ci.example/1?a=1&b=2' },
          { text: ', ' },
          { type: 'mention', text: '@Ana', person: 'slack:T1/U1' },
          { text: ', ' },
          { type: 'text', text: '#deploys' },
          { text: ', ' },
          { type: 'text', text: '@here' },
        ],
      },
    ]);
    expect(says('before\n&gt; quoted\n&gt; on\nafter\n```npm test\n1 failed```')).toEqual([
      { type: 'paragraph', children: [{ type: 'text', text: 'before' }] },
      { type: 'quote', children: [{ type: 'text', text: 'quoted\non' }] },
      { type: 'paragraph', children: [{ type: 'text', text: 'after' }] },
      { type: 'code', text: 'npm test\n1 failed' },
    ]);
  });

  it('is read from the blocks, attachments and files of other apps', () => {
    const message = read({
      text: 'fallback',
      blocks: [
        { type: 'header', text: { type: 'plain_text', text: 'Build 7' } },
        {
          type: 'section',
          text: { type: 'mrkdwn', text: '*failed*' },
          fields: [{ type: 'plain_text', text: '<3 tests' }],
        },
        { type: 'actions', elements: [] },
        { type: 'context', elements: [{ type: 'image' }, { type: 'mrkdwn', text: 'by <@U1>' }] },
      ],
      attachments: [
        { title: 'api', title_link: 'https://ci.example/7', fields: [{ title: 'Branch', value: '`main`' }] },
        { fallback: 'only this' },
      ],
      files: [{ name: 'log.txt' }],
    });
    expect(message.text.split('\n')).toEqual([
      'Build 7',
      'failed',
      '<3 tests',
      'by @Ana',
      'api',
      'Branch: main',
      'only this',
      '(file: log.txt)',
    ]);
    expect(read({ text: '' }).text).toBe('(a message that only Slack can show)');
  });

  it('never links to anything but the web', () => {
    expect(says('<javascript:alert(1)|click> <mailto:a@b.example|a@b.example>')).toEqual([
      {
        type: 'paragraph',
        children: [
          { type: 'text', text: 'click (javascript:alert(1))' },
          { type: 'text', text: ' ' },
          { type: 'text', text: 'a@b.example (mailto:a@b.example)' },
        ],
      },
    ]);
  });

  it('whatever it holds, is read within the limits of our own messages', () => {
    const anything = fc.anything({ withNullPrototype: false, maxDepth: 4 });
    const type = fc.constantFrom(
      'rich_text',
      'rich_text_section',
      'rich_text_list',
      'section',
      'header',
      'context',
      'text',
      'user',
    );
    const part = fc.record({
      type,
      text: fc.oneof(nasty(50), anything),
      user_id: nasty(9),
      elements: fc.array(anything),
    });
    const json = fc.oneof(
      anything,
      part,
      part.chain((inner) => fc.record({ type, elements: fc.constant([inner]), text: fc.constant(inner) })),
    );
    fc.assert(
      fc.property(nasty(4000), fc.array(json), fc.array(json), (text, blocks, attachments) => {
        expect(Message.safeParse(read({ text, blocks, attachments })).success).toBe(true);
      }),
      { numRuns: 500 },
    );
    const many = Array.from({ length: 300 }, () => ({
      type: 'header',
      text: { type: 'plain_text', text: 'x'.repeat(9000) },
    }));
    expect(Message.safeParse(read({ text: 'x'.repeat(40_000), blocks: many })).success).toBe(true);
    expect(Message.safeParse(read({ text: '*a* '.repeat(10_000) })).success).toBe(true);
  });

  it('typed by a person, is the same from its blocks as from its text', () => {
    const plain = nasty(200).map((text) =>
      text
        .toWellFormed()
        .replaceAll(/[\p{Cc}*_~`<>|]/gu, '')
        .trim(),
    );
    fc.assert(
      fc.property(plain, (text) => {
        fc.pre(text !== '');
        const sent = typed(text);
        expect(read({ text: sent.text }).text).toBe(read({ ...sent }).text);
        expect(read({ ...sent }).text).toBe(text);
      }),
    );
  });

  it('tells whom to look up', () => {
    const blocks = [
      { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'user', user_id: 'U2' }] }] },
    ];
    expect(peopleIn(SlackMessage.parse({ ts: '1.000001', text: 'hi <@U1> and <@U1|ana>', blocks }))).toEqual([
      'U1',
      'U2',
    ]);
  });
});

describe('a command line from Slack', () => {
  it.each([
    ['ci run “main”', 'ci run "main"'],
    ['ci run ‘a b’', "ci run 'a b'"],
    ['ci run <http://feat.io|feat.io>', 'ci run feat.io'],
    ['ci run <https://ci.example/a?b=1&amp;c=2>', 'ci run https://ci.example/a?b=1&c=2'],
    ['who <@U1>', 'who @Ana'],
    ['who <@U2|bo>', 'who @bo'],
    ['status <#C1|deploys>', 'status #deploys'],
    ['status a&amp;b&lt;c', 'status a&b<c'],
    ['status\u00a0main', 'status main'],
  ])('%s is %s', (text, line) => {
    expect(commandLine(text, nameOf)).toBe(line);
  });

  it('unescapes once: what its author typed as an escape stays one', () => {
    expect(commandLine('status &amp;lt;b', nameOf)).toBe('status &lt;b');
  });

  it.each([
    ['<@UBOT> ci run', ' ci run'],
    ['  <@UBOT|shiproom>: ci run', ' ci run'],
    ['<@UBOT>', ''],
    ['<@UBOTX> ci run', undefined],
    ['hey <@UBOT> ci run', undefined],
    ['<@UOTHER> <@UBOT> ci run', undefined],
    ['&lt;@UBOT&gt; ci run', undefined],
    ['', undefined],
  ])('“%s” addresses us with “%s”', (text, rest) => {
    expect(addressed(text, 'UBOT')).toBe(rest);
  });
});

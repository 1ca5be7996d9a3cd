import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMessage } from '../../../bridge/adapters/chat/mattermost/read.ts';
import { namesIn, type Names } from '../../../bridge/adapters/chat/mattermost/read-inline.ts';
import { Post } from '../../../bridge/adapters/chat/mattermost/schema.ts';
import { Message } from '../../../protocol/model/message.ts';

const ana = { team: 't', user: 'u1', name: 'Ana B', bot: false, member: true };
const names: Names = new Map([['ana.b', ana]]);
const id = 'a'.repeat(26);
const postOf = (message: string, more: object = {}) =>
  Post.parse({ id, create_at: 1, user_id: 'u', channel_id: 'c', message, ...more });
const read = (message: string, more: object = {}) => readMessage(postOf(message, more), names);
const text = (said: string, style?: string) => ({ type: 'text', text: said, ...(style && { style }) });
const inline = (message: string) => {
  const [block] = read(message).blocks;
  return block?.type === 'paragraph' ? block.children : [];
};

describe('what people write in Mattermost', () => {
  it.each([
    ['is it **red**?', [text('is it '), text('red', 'strong'), text('?')]],
    [
      '__red__ _or_ *not* ~~green~~',
      [
        text('red', 'strong'),
        text(' '),
        text('or', 'emphasis'),
        text(' '),
        text('not', 'emphasis'),
        text(' '),
        text('green', 'strike'),
      ],
    ],
    ['run `npm t` now', [text('run '), { type: 'code', text: 'npm t' }, text(' now')]],
    ['snake_case_name 2*3*4 a ~ b', [text('snake_case_name 2'), text('3', 'emphasis'), text('4 a ~ b')]],
    [
      'see https://ci.example/1.',
      [text('see '), { type: 'link', text: 'https://ci.example/1', href: 'https://ci.example/1' }, text('.')],
    ],
    ['[run](https://ci.example/1)', [{ type: 'link', text: 'run', href: 'https://ci.example/1' }]],
    ['[run](javascript:alert)', [text('run (javascript:alert)')]],
    [
      '@ana.b. and @nobody, a@ana.b',
      [{ type: 'mention', text: '@Ana B', person: 'mattermost:t/u1' }, text('. and @nobody, a@ana.b')],
    ],
    [String.raw`\*not\* \_that\_`, [text('*not* _that_')]],
    ['`@ana.b`', [{ type: 'code', text: '@ana.b' }]],
  ])('reads %s', (message, children) => {
    expect(inline(message)).toEqual(children);
  });

  it('has paragraphs, quotes, lists, headings and code', () => {
    const message = [
      '# Red again',
      'why',
      'now?',
      '',
      '> who said',
      '> that',
      '- one',
      '- **two**',
      '',
      '1. first',
      '2) second',
      '```ts',
      'const a = `x`;',
      '',
      '- no list',
      '```',
      'end',
      '~~~',
      'not closed',
    ].join('\n');
    expect(read(message).blocks).toEqual([
      { type: 'paragraph', children: [text('Red again', 'strong')] },
      { type: 'paragraph', children: [text('why\nnow?')] },
      { type: 'quote', children: [text('who said\nthat')] },
      { type: 'list', ordered: false, items: [[text('one')], [text('two', 'strong')]] },
      { type: 'list', ordered: true, items: [[text('first')], [text('second')]] },
      { type: 'code', text: 'const a = `x`;\n\n- no list', language: 'ts' },
      { type: 'paragraph', children: [text('end')] },
      { type: 'code', text: 'not closed' },
    ]);
  });

  it('has the words of attachments, in which most CI services speak, and the names of files', () => {
    const attachments = [
      {
        pretext: 'Build',
        title: '#12',
        title_link: 'https://ci.example/12',
        text: 'is **red**',
        fields: [{ title: 'on', value: 'main' }],
      },
      { fallback: 'only that' },
      7,
    ];
    const { text: said, blocks } = read('', { props: { attachments }, metadata: { files: [{ name: 'log.txt' }] } });
    expect(said).toBe('Build\n#12\nis red\non: main\nonly that\n(file: log.txt)');
    expect(blocks[1]).toEqual({
      type: 'paragraph',
      children: [{ type: 'link', text: '#12', href: 'https://ci.example/12' }],
    });
    expect(read('').text).toBe('(a message that only Mattermost can show)');
  });

  it('is read whatever it is, within the tree’s limits', () => {
    const piece = fc.constantFrom(
      '**',
      '_',
      '`',
      '```\n',
      '[',
      '](',
      ')',
      'https://x',
      '@ana.b',
      '> ',
      '- ',
      '\n',
      '~~',
      '\\',
      '\u0000',
      '\ud800',
    );
    const any = fc.array(fc.oneof(piece, fc.string({ unit: 'binary', maxLength: 9 })), { maxLength: 60 });
    fc.assert(
      fc.property(any, (parts) => {
        const message = read(parts.join(''));
        expect(Message.safeParse(message).success).toBe(true);
        expect(message.text).not.toBe('');
      }),
      { numRuns: 2_000 },
    );
  });

  it('takes as long to read as it is', () => {
    const most = 16_383;
    const worst = [
      '`',
      '*',
      '_',
      '~',
      '[',
      '](',
      '[a](',
      '@a',
      '**a',
      '\\',
      'https://',
      '- ',
      '> ',
      '`a',
      '(<',
      '1. ',
      ' ',
    ];
    const slow = worst.filter((piece) => {
      const message = piece.repeat(Math.ceil(most / piece.length));
      const startedAt = performance.now();
      readMessage(postOf(message), names);
      namesIn(message);
      return performance.now() - startedAt > 400;
    });
    expect(slow).toEqual([]);
  });
});

describe('a post', () => {
  it('is read though odd fields are in it, and not without its id or time', () => {
    expect(
      Post.parse({ id, create_at: 1, user_id: 'u', channel_id: 'c', props: 7, edit_at: null, root_id: 9 }),
    ).toMatchObject({
      message: '',
      edit_at: 0,
      root_id: '',
    });
    expect(Post.safeParse({ id: '../x', create_at: 1, user_id: 'u', channel_id: 'c' }).success).toBe(false);
    expect(Post.safeParse({ id, create_at: 'now', user_id: 'u', channel_id: 'c' }).success).toBe(false);
  });
});

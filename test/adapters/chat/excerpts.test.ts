import { describe, expect, it } from 'vitest';
import { renderMessage as inMattermost } from '../../../bridge/adapters/chat/mattermost/render-message.ts';
import { renderMessage as inSlack } from '../../../bridge/adapters/chat/slack/render-message.ts';
import { Message } from '../../../protocol/model/message.ts';

const shown = (path: string) =>
  Message.parse({
    text: `look\n${path}:12–18`,
    blocks: [
      { type: 'paragraph', children: [{ type: 'text', text: 'look' }] },
      {
        type: 'code',
        text: 'const a = 1;',
        language: 'typescript',
        excerpt: {
          repository: 'example.com/web',
          branch: 'feat/login',
          commit: 'a'.repeat(40),
          path,
          line: 12,
          endLine: 18,
          before: [],
          after: [],
        },
      },
    ],
  });

describe('lines of code in a chat', () => {
  it('stand in Slack as preformatted text, under where they are from', () => {
    const [block] = inSlack(shown('src/a.ts')).blocks;
    expect(block).toMatchObject({
      type: 'rich_text',
      elements: [
        { elements: [{ text: 'look' }] },
        {
          elements: [
            { text: '\n' },
            { text: 'src/a.ts:12–18', style: { code: true } },
            { text: ' on ' },
            { text: 'feat/login', style: { code: true } },
          ],
        },
        { type: 'rich_text_preformatted', language: 'typescript', elements: [{ text: 'const a = 1;' }] },
      ],
    });
  });

  it('stand in Mattermost between fences, under where they are from', () => {
    const plain = inMattermost(shown('src/a.ts')).replaceAll('\u2060', '');
    expect(plain).toBe('look\n\n`src/a.ts:12–18` on `feat/login`\n\n```typescript\nconst a = 1;\n```');
  });

  it('leave what a message offers to the card', () => {
    const button = { type: 'run', key: 'claim', label: 'I’m on it', line: 'claim x' } as const;
    const said = shown('src/a.ts');
    expect(inSlack({ ...said, buttons: [button] })).toEqual(inSlack(said));
    expect(inMattermost({ ...said, buttons: [button] })).toBe(inMattermost(said));
  });

  it('[T13] make nothing of a path that would be markup', () => {
    const path = '`@channel` <!here> [x](https://evil.example)/a.ts';
    const slack = JSON.stringify(inSlack(shown(path)).blocks);
    expect(slack).not.toMatch(/"type":"(link|user|broadcast|usergroup)"/);
    expect(inMattermost(shown(path))).not.toContain('@channel');
  });
});

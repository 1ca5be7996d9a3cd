import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { render } from '../../../bridge/adapters/chat/slack/render.ts';
import type { Rendered } from '../../../bridge/adapters/chat/slack/blocks.ts';
import { Card } from '../../../protocol/model/card.ts';
import type { Message } from '../../../protocol/model/message.ts';
import { blockFaults } from '../../support/slack/block-limits.ts';
import { cards, line, messages, nasty, pullUrl } from './arbitrary.ts';
import { card, words } from './receiver.ts';
import { textOf } from './shown.ts';

/** What Slack would make a call, a mention or a link of. A date of a number is none. */
function alive(rendered: Rendered): string[] {
  const found: string[] = [];
  const marked = (text: string) =>
    found.push(...(text.match(/<[^>]*>?/g) ?? []).filter((tag) => !/^<!date\^\d+\^[^<>]*>$/.test(tag)));
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(walk);
    if (typeof value !== 'object' || value === null) return;
    const { type, text, url } = value as Record<string, unknown>;
    if (['user', 'usergroup', 'channel', 'broadcast', 'team', 'emoji', 'actions', 'image'].includes(String(type)))
      found.push(String(type));
    if (type === 'link') found.push(String(url));
    if (type === 'mrkdwn') marked(String(text));
    Object.values(value).forEach(walk);
  };
  marked(rendered.text);
  walk(rendered.blocks);
  return found;
}

function whole(rendered: Rendered): void {
  expect(blockFaults(rendered.blocks)).toEqual([]);
  expect(rendered.text.trim()).not.toBe('');
  expect(rendered.text.length).toBeLessThan(40_000);
  // JSON writes half of a surrogate pair as an escape, and nothing else so.
  expect(JSON.stringify(rendered)).not.toMatch(/\\ud[89a-f]/);
}

describe('what goes to Slack', () => {
  it('[T13] any card stays within Slack’s limits, and calls or links nobody', () => {
    fc.assert(
      fc.property(cards, (value) => {
        const rendered = render({ oid: 'o1', type: 'card', card: value });
        whole(rendered);
        expect(alive(rendered).filter((each) => each !== pullUrl)).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  it('[T13] any message stays within Slack’s limits, and calls or links nobody', () => {
    fc.assert(
      fc.property(messages, fc.option(nasty(80), { nil: undefined }), fc.boolean(), (message, by, resent) => {
        const rendered = render({ oid: 'o1', type: 'message', message, resent, ...(by === undefined ? {} : { by }) });
        whole(rendered);
        expect(alive(rendered)).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  it('[T13] any string stays a string, in every place of a card and of a message', () => {
    fc.assert(
      fc.property(line(255), (text) => {
        expect(alive(render({ oid: 'o1', type: 'card', card: card(text) }))).toEqual([]);
        expect(alive(render({ oid: 'o1', type: 'message', message: words(text), by: text }))).toEqual([]);
      }),
      { numRuns: 5000 },
    );
  });

  it('shows the state of a branch as a reader needs it', () => {
    const commit = 'a'.repeat(40);
    const full = Card.parse({
      key: { repository: 'github.com/acme/api', branch: 'feat/login' },
      version: 3,
      updatedAt: 1_700_000_000_000,
      work: [
        {
          device: 'device-01',
          by: { id: 'ana', name: 'Ana' },
          counter: 1,
          head: commit,
          ahead: 2,
          behind: 0,
          changes: { staged: 1, unstaged: 2, untracked: 0, conflicted: 0 },
          tests: {
            task: 'npm test',
            outcome: 'passed',
            commit,
            dirty: false,
            endedAt: 1,
            counts: { passed: 12, failed: 0, skipped: 1 },
          },
          at: 1,
        },
      ],
      forge: { forge: 'local-git', revision: 1, base: 'main', ahead: 3, behind: 1, conflicts: 'some', merged: false },
      ci: [
        {
          run: 'r1',
          provider: 'local',
          workflow: 'test',
          commit,
          attempt: 1,
          revision: 4,
          state: 'failed',
          requestedBy: { id: 'ana', name: 'Ana' },
          queuedAt: 1000,
          startedAt: 2000,
          endedAt: 43_000,
          counts: { passed: 338, failed: 2, skipped: 0 },
          failures: [{ name: 'logs in', file: 'test/login.test.ts', line: 12 }, { name: 'logs out' }],
          lines: [],
        },
      ],
    });
    const rendered = render({ oid: 'o1', type: 'card', card: full });
    const shown = textOf({ text: rendered.text, blocks: rendered.blocks });
    for (const fact of [
      '✗ Failing · feat/login',
      'Repository\ngithub.com/acme/api',
      'Work\nAna at aaaaaaa, 2 ahead, 1 staged, 2 unstaged',
      'Local tests\npassed, 12 passed, 1 skipped, npm test, at aaaaaaa',
      'Merge\ninto main: 3 ahead, 1 behind, conflicts',
      'Pull request\nNo forge connected',
      'CI\ntest: failed, 2 failed, 338 passed, at aaaaaaa, asked for by Ana, 41 s',
      'Failing tests\n• logs in (test/login.test.ts:12)\n• logs out',
      '<!date^1700000000^{date_short_pretty} at {time}|2023-11-14 22:13 UTC>',
    ])
      expect(shown).toContain(fact);
    expect(rendered.text).toContain('Failing: feat/login in github.com/acme/api');
  });

  it('puts the author before the words, and says where a message was sent again', () => {
    const rendered = render({ oid: 'o1', type: 'message', message: words('it is red'), by: 'Ana', resent: true });
    expect(rendered.text).toBe('Ana (in Shiproom): it is red (resent)');
    expect(rendered.blocks).toEqual([
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_section',
            elements: [
              { type: 'text', text: 'Ana (in Shiproom): ', style: { bold: true } },
              { type: 'text', text: 'it is red' },
            ],
          },
          {
            type: 'rich_text_section',
            elements: [
              { type: 'text', text: '\n' },
              { type: 'text', text: ' (resent)' },
            ],
          },
        ],
      },
    ]);
  });

  it('aligns a table in columns, and keeps links, lists and code', () => {
    const cell = (text: string) => [{ type: 'text' as const, text }];
    const message: Message = {
      text: 'a table',
      blocks: [
        {
          type: 'table',
          header: ['run', 'state'],
          rows: [
            [cell('r10'), cell('failed')],
            [cell('r9'), cell('passed')],
          ],
        },
        { type: 'list', ordered: true, items: [[{ type: 'link', text: 'log', href: 'https://ci.example/1' }]] },
        { type: 'code', text: 'npm test' },
      ],
    };
    const { blocks } = render({ oid: 'o1', type: 'message', message });
    expect(blocks).toMatchObject([
      {
        elements: [
          { type: 'rich_text_preformatted', elements: [{ text: 'run  state\nr10  failed\nr9   passed' }] },
          {
            type: 'rich_text_list',
            style: 'ordered',
            elements: [{ elements: [{ type: 'link', url: 'https://ci.example/1', text: 'log' }] }],
          },
          { type: 'rich_text_preformatted', elements: [{ text: 'npm test' }] },
        ],
      },
    ]);
  });

  it('cuts a message that is far too long, and says so', () => {
    const long: Message = {
      text: 'x'.repeat(8000),
      blocks: [
        { type: 'code', text: 'x'.repeat(8000) },
        { type: 'code', text: 'y'.repeat(8000) },
      ],
    };
    const rendered = render({ oid: 'o1', type: 'message', message: long });
    expect(JSON.stringify(rendered.blocks).length).toBeLessThan(10_000);
    expect(JSON.stringify(rendered.blocks)).toContain('The rest is in Shiproom.');
  });
});

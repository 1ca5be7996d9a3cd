import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { render } from '../../../bridge/adapters/chat/slack/render.ts';
import { renderHome } from '../../../bridge/adapters/chat/slack/render-home.ts';
import { previewChannel, previewHome, previewMessage } from '../../support/block-kit/preview.ts';
import { buttonLists, cards, homes, messages, nasty } from './arbitrary.ts';

const tags =
  /^<\/?(?:html|meta|title|style|body|article|div|span|header|h3|a|b|i|s|p|code|pre|ul|ol|li|blockquote|table|tr|td|th|hr|details|summary)\b[^<>]*>$/;
/** Tags that the preview does not write itself, and whatever would run. */
const strangers = (page: string): string[] => {
  const body = page.slice(page.indexOf('<body>'));
  return (body.match(/<[^>]*>?/g) ?? []).filter((tag) => !tags.test(tag) || /\son\w+=|javascript:/i.test(tag));
};

describe('the preview of Slack', () => {
  it('shows whatever is posted as text, and runs none of it', () => {
    fc.assert(
      fc.property(cards, buttonLists, messages, nasty(80), (card, buttons, message, by) => {
        const at = 1_700_000_000_000;
        const shown = [
          { by, app: true, at, edited: true, replyCount: 3, ...render({ oid: 'o1', type: 'card', card, buttons }) },
          { by, at, broadcast: true, ...render({ oid: 'o1', type: 'message', message, by }) },
        ];
        expect(strangers(previewChannel({ name: by, messages: shown }))).toEqual([]);
      }),
      { numRuns: 60, endOnFailure: true },
    );
    fc.assert(
      fc.property(homes, (home) => {
        expect(strangers(previewHome(renderHome(home), { now: 0 }))).toEqual([]);
      }),
      { numRuns: 30, endOnFailure: true },
    );
  });

  it('shows dates as its reader would, names, replies, and what a button asks', () => {
    const at = Date.UTC(2026, 10, 23, 14, 5);
    const date = (day: number) => ({
      type: 'mrkdwn',
      text: `<!date^${Date.UTC(2026, 10, day, 14, 2) / 1000}^{date_short_pretty} at {time}|x>`,
    });
    const words = (text: string) => ({ type: 'plain_text', text });
    const confirm = {
      title: words('Rerun?'),
      text: words('It runs again.'),
      confirm: words('Rerun'),
      deny: words('Not now'),
    };
    const blocks = [
      { type: 'context', elements: [date(23), date(22), date(20)] },
      {
        type: 'actions',
        elements: [{ type: 'button', text: words('Rerun'), action_id: 'run-0', value: 'x', confirm }],
      },
      { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'user', user_id: 'U1' }] }] },
    ];
    const reply = { by: 'Ana', at, text: 'on it' };
    const page = previewMessage(
      { by: 'Shiproom', app: true, at, text: 'x', blocks, replyCount: 3, replies: [reply] },
      { names: { U1: 'Bo' }, asking: 'run-0' },
    );
    for (const part of [
      'today at 14:02',
      'yesterday at 14:02',
      'Nov 20, 2026 at 14:02',
      '@Bo',
      '3 replies',
      'on it',
      '<details class="confirm" open>',
      'Not now',
    ])
      expect(page).toContain(part);
  });
});

import { describe, expect, it } from 'vitest';
import { longestBlocks } from '../../../bridge/adapters/chat/slack/blocks.ts';
import { render } from '../../../bridge/adapters/chat/slack/render.ts';
import { renderHome } from '../../../bridge/adapters/chat/slack/render-home.ts';
import type { Button } from '../../../protocol/model/button.ts';
import type { Card } from '../../../protocol/model/card.ts';
import { faultsOf } from '../../support/block-kit/limits.ts';
import { tenCards } from '../../support/block-kit/ten-cards.ts';
import { words } from './receiver.ts';
import { textOf } from './shown.ts';

function cardOf(name: string): Card {
  const found = tenCards.find(([each]) => each.startsWith(name));
  if (!found) throw new Error(`no card ${name}`);
  return found[1];
}
const post = (card: Card, buttons: readonly Button[] = []) => render({ oid: 'o1', type: 'card', card, buttons });
/** What is shown of a card below its header, but for dates. */
const shown = (name: string): string[] =>
  textOf(post(cardOf(name)))
    .split('\n')
    .map((each) => each.replace(/ ·(?:updated )?<!date.*>$/, ''))
    .filter((each) => each !== '');

const press = (label: string, more: object = {}): Button => ({
  type: 'run',
  key: `k/${label}`,
  label,
  line: `do ${label}`,
  ...more,
});
const open = (label: string, url: string): Button => ({ type: 'open', label, url });
const actionsOf = (buttons: readonly Button[]) =>
  post(cardOf('04'), buttons).blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []));

const states: readonly (readonly [name: string, lines: readonly string[]])[] = [
  [
    '01',
    [
      '⚪ Not known · fix/tax-rounding',
      'acme/api · Ana Souza',
      'CI  No run yet',
      'Work  Ana Souza · 3 files not committed · not pushed',
    ],
  ],
  [
    '02',
    [
      '🟡 Running · fix/tax-rounding',
      'acme/api · @ana-souza',
      'CI #412 running · 2 of 4 jobs done',
      '◔ unit tests › npm test',
      '○ browser',
      'Pull request  #318 Round tax per line, not per cart · draft',
      'Waits for  unit tests is under way',
      'Local tests  ✓ 212 passed · Ana Souza',
    ],
  ],
  [
    '04',
    [
      '🔴 Failing · fix/tax-rounding',
      'acme/api · @ana-souza',
      'CI #412 failed · 3 tests failed, 1338 passed, 12 skipped · 5 min 40 s',
      '✗ unit tests › npm test',
      'AssertionError: expected 10.07 to be 10.08',
      'cart › tax › adds tax per line · test/cart/tax.test.ts:48 · new',
      'cart › tax › rounds half up · test/cart/tax.test.ts:71 · new',
      'session › survives a restart · test/session.test.ts:12 · flaky, 3 of 20 failed',
      '◔ browser › npm run e2e',
      '✓ 4 jobs passed',
      'Pull request  #318 Round tax per line, not per cart',
      'Waits for  A review by @bo-l · unit tests did not pass',
      'Local tests  ✗ 3 failed, 209 passed · Ana Souza',
    ],
  ],
  [
    '08',
    [
      '🟡 Deploying · main',
      'acme/api',
      'Deploy #96 running · 2 of 3 jobs done',
      '✓ production approved by @bo-l',
      '◔ deploy to production › Roll out',
      'CI #412 passed · 1341 tests passed, 12 skipped · 6 jobs · 5 min 40 s',
      'Deployed  ◔ on its way to production (a1b2c3d), ✓ on staging (a1b2c3d)',
      'Bo Lindqvist approved production for Deploy #96',
      'Ana Souza approved production for Deploy #96 – refused',
    ],
  ],
  [
    '10',
    [
      '⚪ Interrupted · fix/tax-rounding',
      'acme/api · @ana-souza',
      'CI #412 interrupted · 5 min 40 s',
      'No test is to blame: The runner was lost: it ran out of disk space',
      '! unit tests',
      '✓ 1 job passed',
      'Pull request  #318 Round tax per line, not per cart · ✓ @bo-l',
      'Waits for  It conflicts with main · @cy asked for changes · 2 unresolved threads · unit tests did not pass',
      'Work  Ana Souza · 2 in conflict · 4 files not committed',
    ],
  ],
];

describe('a card in Slack', () => {
  it.each(states)('in state %s says what is known, the most wanted first, and nothing else', (name, lines) => {
    expect(shown(name)).toEqual(lines);
  });

  it.each(tenCards)('in state %s is within the limits', (_, card) => {
    expect(faultsOf(post(card).blocks)).toEqual([]);
  });

  it('shows the log below the step that failed where no test is named, and one line beside it', () => {
    const lines = shown('05');
    expect(lines.slice(lines.indexOf('✗ build › npm ci') + 1).slice(0, 2)).toEqual([
      'npm error code ERESOLVE',
      'npm error ERESOLVE could not resolve',
    ]);
    const { ci, ...rest } = cardOf('05');
    const one = { ...rest, ci: ci.map((run) => ({ ...run, lines: ['npm error code ERESOLVE'] })) };
    const { blocks } = post(one);
    expect(JSON.stringify(blocks)).toContain('{"type":"text","text":"npm error code ERESOLVE","style":{"code":true}}');
    expect(JSON.stringify(blocks)).not.toContain('rich_text_preformatted');
  });

  it('says for notifications what it is about, then what failed', () => {
    const { text } = post(cardOf('04'));
    expect(text).toMatch(/^Failing: fix\/tax-rounding in acme\/api\. CI #412 failed · 3 tests failed/);
    expect(text).toContain('unit tests › npm test: AssertionError: expected 10.07 to be 10.08.');
  });

  it('says who is on it once', () => {
    expect(textOf(post(cardOf('06')))).toContain('On it  Bo Lindqvist');
    expect(textOf(post(cardOf('06')))).not.toContain('Bo Lindqvist is on it');
    expect(textOf(post(cardOf('06')))).toContain('Ana Souza reran what failed of CI #412');
  });

  it('names of sixty jobs those that failed', () => {
    const { ci, ...rest } = cardOf('03');
    const jobs = Array.from({ length: 60 }, (_, index) => ({
      id: `j${index}`,
      name: `j${index}`,
      attempt: 1,
      revision: 1,
      state: index === 59 ? ('failed' as const) : ('passed' as const),
      steps: [],
    }));
    const lines = textOf(post({ ...rest, ci: ci.map((run) => ({ ...run, state: 'failed' as const, jobs })) })).split(
      '\n',
    );
    expect(lines).toContain('✗ j59');
    expect(lines).toContain('✓ 59 jobs passed');
  });
});

describe('the buttons of a card', () => {
  it('carry the deed and the line, and ask first', () => {
    const confirm = { title: 'Rerun what failed?', text: 'Runs it again.', ok: 'Rerun' };
    const [first, second] = actionsOf([
      press('Rerun', { style: 'danger', confirm }),
      open('Pull request', 'https://forge.example/1'),
    ]);
    const text = (said: string) => ({ type: 'plain_text', text: said, emoji: false });
    expect(first).toEqual({
      type: 'button',
      text: text('Rerun'),
      action_id: 'run-0',
      value: JSON.stringify({ key: 'k/Rerun', line: 'do Rerun' }),
      style: 'danger',
      confirm: {
        title: text('Rerun what failed?'),
        text: text('Runs it again.'),
        confirm: text('Rerun'),
        deny: text('Not now'),
        style: 'danger',
      },
    });
    expect(second).toEqual({
      type: 'button',
      text: text('Pull request'),
      action_id: 'open-1',
      url: 'https://forge.example/1',
    });
  });

  it('are five deeds and three pages at most, and none whose words would be cut', () => {
    const many = Array.from({ length: 30 }, (_, index) => [
      press(`d${index}`),
      open(`p${index}`, `https://forge.example/${index}`),
    ]).flat();
    expect(actionsOf(many).map(({ text }) => text.text)).toEqual(['d0', 'd1', 'd2', 'd3', 'd4', 'p0', 'p1', 'p2']);
    expect(actionsOf([press('long', { line: '"'.repeat(1000) })])).toEqual([]);
    expect(actionsOf([open('spoofed', 'https://github.com@evil.example/'), open('none', 'https://><x')])).toEqual([]);
  });

  it('stay where the rest of the card has to be shortened for them', () => {
    const long = Array.from({ length: 5 }, (_, index) => press(`d${index}`, { line: `${index}`.repeat(1000) }));
    const { ci, ...rest } = cardOf('04');
    const card = {
      ...rest,
      ci: ci.map((run) => ({
        ...run,
        failures: run.failures.map((each) => ({ ...each, name: 'n'.repeat(500), message: 'm'.repeat(2000) })),
        workflow: 'w'.repeat(200),
      })),
    };
    const { blocks } = post(
      {
        ...card,
        ci: Array.from({ length: 6 }, (_, index) => card.ci.map((run) => ({ ...run, workflow: `${index}` }))).flat(),
      },
      long,
    );
    expect(blocks.filter(({ type }) => type === 'actions')).toHaveLength(1);
    expect(JSON.stringify(blocks).length).toBeLessThanOrEqual(longestBlocks);
  });
});

describe('a person’s home in Slack', () => {
  it('has a header, words and buttons for each section, and tables as text', () => {
    const table = { type: 'table' as const, header: ['branch'], rows: [] };
    const { blocks } = renderHome({
      sections: [
        { title: 'My branches', message: { text: '', blocks: [table] }, buttons: [press('Mute')] },
        { title: 'Devices', message: words('one'), buttons: [press('Sign out')] },
      ],
    });
    expect(blocks.map(({ type }) => type)).toEqual([
      'header',
      'rich_text',
      'actions',
      'divider',
      'header',
      'rich_text',
      'actions',
    ]);
    expect(faultsOf(blocks, 'home')).toEqual([]);
  });

  it('ends with a word that there is more, where it would be too long', () => {
    const section = { title: 'Branch', message: words('one'), buttons: [press('Mute')] };
    const { blocks } = renderHome({ sections: Array.from({ length: 60 }, () => section) });
    expect(blocks.length).toBeLessThanOrEqual(100);
    expect(textOf({ text: '', blocks: blocks.slice(-1) })).toContain('There is more in your editor.');
  });
});

import { describe, expect, it } from 'vitest';
import { cardOrder } from '../../media/cards.ts';
import { stateWords } from '../../media/words.ts';
import type { Card } from '../../protocol/model/card.ts';
import { CiState } from '../../protocol/model/run.ts';
import { forge, key, person, run, sha, work } from '../support/samples.ts';
import { all, button, mount, one, settled, wishes, words } from './dom.ts';
import { card, commands, minute, now } from './samples.ts';

const open = (part: Partial<Card> = {}) =>
  mount('shiproom-card', { card: card('feat/login', part), now, open: true, rights: { commands } });

describe('card', () => {
  it('says the branch’s health in words, beside its icon', async () => {
    const element = await mount('shiproom-card', { card: card(), now, here: true });
    expect(words(one(element, 'h3'))).toContain('feat/login Failing · this branch · acme/web · Ana · 3 min ago');
  });

  it('never shows a stale state as fresh', async () => {
    const element = await mount('shiproom-card', { card: card(), now, asOf: now - 8 * minute });
    expect(words(element)).toContain('as of 8 min ago');
    expect(words(element)).not.toContain('3 min ago');
  });

  it('says of a branch that nothing tested that it is not tested', async () => {
    const element = await mount('shiproom-card', { card: card('x', { ci: [], work: [] }), now, open: true });
    expect(words(element)).toContain('Not tested');
    expect(words(element)).toContain('CI has not run yet');
  });

  it('tells what each source said', async () => {
    const tests = {
      task: 'npm test',
      outcome: 'passed',
      commit: sha('a'),
      dirty: false,
      endedAt: now - minute,
    } as const;
    const element = await open({
      work: [work({ ahead: 2, behind: 0, changes: { staged: 1, unstaged: 0, untracked: 0, conflicted: 0 }, tests })],
      forge: forge({ ahead: 2, behind: 1 }),
      claim: { by: person('Bo'), at: now - 2 * minute },
    });
    expect(words(one(element, '.claim'))).toMatch(/^Bo is on it since \d\d?:\d8/);
    const facts = all(element, '.fact').map(words);
    expect(facts).toEqual([
      'Pull request No forge connected',
      expect.stringContaining('2 ahead, 1 behind main · no conflicts'),
      expect.stringContaining('aaaaaaa · 2 ahead of upstream · 1 staged'),
      expect.stringContaining('npm test passed · 1 min ago'),
    ]);
  });

  it('says whose facts they are where several work on one branch', async () => {
    const element = await open({ work: [work(), work({ by: person('Bo'), head: sha('b') })] });
    const text = all(element, '.fact').map(words).join('\n');
    expect(text).toContain('Ana: aaaaaaa');
    expect(text).toContain('Bo: bbbbbbb');
  });

  it('tells no forge, no pull request and a pull request apart', async () => {
    const row = async (part: Parameters<typeof forge>[0]) => words(await open({ forge: forge(part) }));
    expect(await row({})).toContain('No forge connected');
    expect(await row({ pullRequest: null })).toContain('No pull request');
    const pullRequest = { number: 7, title: 'Login', url: 'https://example.com/7', state: 'open' } as const;
    expect(await row({ pullRequest })).toContain('#7 Login · open');
  });

  it('runs CI of its own branch, where its reader may', async () => {
    const element = await open();
    const wished = wishes(element);
    button(element, 'Run CI').click();
    button(element, 'Write About This Branch').click();
    expect(wished).toEqual([
      { type: 'run', line: 'ci run', about: key() },
      { type: 'write-about', key: key() },
    ]);
    element.rights = { commands: [] };
    await settled();
    expect(words(element)).not.toContain('Run CI');
  });
});

describe('run', () => {
  it.each(CiState.options)('says “%s” in words', async (state) => {
    const element = await mount('shiproom-run', { run: run({ state }), now });
    expect(words(one(element, '.state'))).toBe(stateWords(state));
  });

  it('names the failing tests with their places', async () => {
    const failures = Array.from({ length: 7 }, (_, index) => ({
      name: `test ${index}`,
      file: 'a.test.ts',
      line: index + 1,
    }));
    const counts = { passed: 3, failed: 7, skipped: 0 };
    const element = await mount('shiproom-run', { run: run({ state: 'failed', failures, counts }), now });
    expect(words(element)).toContain('7 failed, 3 passed');
    expect(all(element, 'li').map(words)).toContainEqual(expect.stringContaining('test 0 a.test.ts:1'));
    expect(all(element, 'li')).toHaveLength(5);
    button(element, 'Show 2 more failing tests').click();
    await settled();
    expect(all(element, 'li')).toHaveLength(7);
  });

  it('shows the last lines where no report names the tests', async () => {
    const element = await mount('shiproom-run', {
      run: run({ state: 'setup-failed', lines: ['npm error', 'no lock'] }),
      now,
    });
    expect(one(element, 'pre').textContent).toBe('npm error\nno lock');
  });

  it('says that it ran at another commit than the present head', async () => {
    const element = await mount('shiproom-run', { run: run({ state: 'passed' }), now, head: sha('b') });
    expect(words(element)).toContain('Not the present head, which is bbbbbbb');
  });

  it('opens its log, and is cancelled only while it is under way', async () => {
    const element = await mount('shiproom-run', {
      run: run({ state: 'running' }),
      about: key(),
      now,
      rights: { commands },
    });
    const wished = wishes(element);
    button(element, 'Open log of tests on feat/login').click();
    button(element, 'Cancel tests on feat/login').click();
    expect(wished).toEqual([
      { type: 'open-log', run: 'run-1' },
      { type: 'run', line: 'ci cancel run-1', about: key() },
    ]);
    element.run = run({ state: 'passed' });
    await settled();
    expect(all(element, '[aria-label^="Cancel"]')).toEqual([]);
  });
});

describe('cards', () => {
  const cards = [card('old', { updatedAt: 1 }), card('new', { updatedAt: 3 }), card('mid', { updatedAt: 2 })];
  const branches = (element: ParentNode) => all(element, '.branch').map(words);
  const opened = (element: ParentNode) => all(element, 'shiproom-card[open] .branch').map(words);

  it('puts this branch first, then what changed last', () => {
    expect(cardOrder(cards, key('old')).map((each) => each.key.branch)).toEqual(['old', 'new', 'mid']);
    expect(cardOrder(cards, null).map((each) => each.key.branch)).toEqual(['new', 'mid', 'old']);
  });

  it('opens this branch, and nothing by itself when the order changes', async () => {
    const element = await mount('shiproom-cards', { cards, now, here: key('mid') });
    expect(opened(element)).toEqual(['mid']);
    element.here = null;
    await settled();
    expect(branches(element)).toEqual(['new', 'mid', 'old']);
    element.cards = [...cards, card('newest', { updatedAt: 9 })];
    await settled();
    expect(opened(element)).not.toContain('newest');
  });

  it('opens and closes by a button that says which', async () => {
    const element = await mount('shiproom-cards', { cards: cards.slice(0, 1), now });
    const toggle = () => one(element, '.summary');
    expect(toggle().getAttribute('aria-expanded')).toBe('true');
    toggle().click();
    await settled();
    expect(toggle().getAttribute('aria-expanded')).toBe('false');
    expect(opened(element)).toEqual([]);
  });

  it('shows twenty, and the rest when asked', async () => {
    const many = Array.from({ length: 23 }, (_, index) => card(`b${index}`));
    const element = await mount('shiproom-cards', { cards: many, now });
    expect(branches(element)).toHaveLength(20);
    button(element, 'Show 3 more branches').click();
    await settled();
    expect(branches(element)).toHaveLength(23);
  });
});

import { describe, expect, it } from 'vitest';
import type { Card } from '../../protocol/model/card.ts';
import type { ForgeFact, PullRequest } from '../../protocol/model/pull-request.ts';
import { createCalendar } from '../../media/time.ts';
import { forge, key, person, run, sha } from '../support/samples.ts';
import { engine, failed, rights } from './ci-samples.ts';
import { all, button, mount, one, settled, wishes, words } from './dom.ts';
import { card, minute, now } from './samples.ts';

const calendar = createCalendar('en-GB', 'UTC');
const open = (part: Partial<Card> = {}) =>
  mount('shiproom-card', { card: card('feat/login', part), now, open: true, rights: rights(), calendar });

const pull = (part: Partial<PullRequest> = {}): PullRequest => ({
  number: 7,
  title: 'Log in',
  url: 'https://example.com/7',
  state: 'open',
  author: 'ana',
  decision: 'none',
  unresolvedThreads: 0,
  requiredChecks: [],
  ...part,
});
const withPull = (part: Partial<PullRequest> = {}, fact: Partial<ForgeFact> = {}) =>
  open({ forge: forge({ pullRequest: pull(part), ...fact }), ci: [] });

describe('the pull request of a card', () => {
  it('is named with its author, its reviewers and what each said', async () => {
    const reviews = [
      { by: 'bo', state: 'approved' as const },
      { by: 'cy', state: 'changes-requested' as const },
    ];
    const element = await withPull({ reviews, requested: ['bo', 'acme/web'], state: 'draft' });
    expect(words(element)).toContain('#7 Log in · draft · by @ana');
    expect(all(element, '.chip').map(words)).toEqual(['@bo approved', '@cy asked for changes', '@acme/web was asked']);
    expect(all(element, '.chip').map((each) => each.title)).toContain('@cy: asked for changes');
  });

  it('says what it waits for, and what nobody knows as unknown', async () => {
    const waits = async (part: Partial<PullRequest>) =>
      all(await withPull(part), '.waits li').map((each) => `${each.className} ${words(each)}`.trim());
    expect(await waits({ unresolvedThreads: 2, decision: 'review-required', requested: ['bo'] })).toEqual([
      'A review by @bo',
      '2 unresolved threads',
    ]);
    expect(await waits({ requiredChecks: undefined, unresolvedThreads: undefined })).toEqual([
      'quiet Which checks are required is not known',
      'quiet Whether threads are unresolved is not known',
    ]);
  });

  it('tells a required check that has not reported from one that may have been among jobs nobody told', async () => {
    const waits = async (ci: Card['ci']) => {
      const element = await open({
        forge: forge({ head: sha('a'), pullRequest: pull({ requiredChecks: ['lint'] }) }),
        ci,
      });
      return words(one(element, '.waits'));
    };
    expect(await waits([])).toContain('lint has not reported yet');
    expect(await waits([run({ state: 'running' })])).toContain('lint has not reported yet');
    expect(await waits([run({ state: 'passed' })])).toContain('Whether lint passed is not known');
    expect(await waits([run({ state: 'passed', jobs: [] })])).toContain('lint has not reported yet');
  });

  it('says that it may be merged only where nothing is in its way that we know of or might not know of', async () => {
    expect(words(await withPull())).toContain('Waits for nothing: it may be merged');
    expect(words(await withPull({ unresolvedThreads: undefined }))).not.toContain('may be merged');
    expect(words(await withPull({ state: 'merged' }, { merged: true }))).not.toContain('Waits for');
  });

  it('shows what others said of the commit, open where one failed', async () => {
    const element = await withPull(
      {},
      {
        checks: [
          { name: 'lint', state: 'passed' },
          { name: 'cover', state: 'failed', url: 'https://example.com/c', summary: 'too little' },
        ],
      },
    );
    const checks = one(element, 'shiproom-checks');
    expect(words(one(checks, 'button'))).toBe('Checks by others: 1 failed, 1 passed');
    expect(all(checks, 'li').map(words)).toEqual(['Passed: lint', 'Failed: cover too little']);
  });

  it('shows where its commits were last put', async () => {
    const deployments = [
      { environment: 'staging', state: 'succeeded' as const, commit: sha('b'), at: now - 2 * minute },
    ];
    expect(words(await withPull({}, { deployments }))).toContain('staging has bbbbbbb · 2 min ago');
  });
});

describe('who is on it', () => {
  it('is offered on a red branch, and sends what one would write in chat', async () => {
    const element = await open();
    const wished = wishes(element);
    button(element, 'I’m on it: feat/login').click();
    expect(wished).toEqual([{ type: 'run', line: 'claim feat/login', about: key() }]);
    element.card = card('feat/login', { ci: [run({ state: 'passed' })] });
    await settled();
    expect(words(element)).not.toContain('I’m On It');
  });

  it('is shown with since when, and let go or taken over', async () => {
    const element = await open({ claim: { by: person('Ben'), at: now - 30 * minute } });
    const wished = wishes(element);
    expect(words(one(element, '.claim'))).toContain('Ben is on it since 11:30');
    expect(words(one(element, '.summary'))).toContain('Ben is on it');
    button(element, 'Take Over feat/login').click();
    element.card = card('feat/login', { claim: { by: person('Ana'), at: now - 30 * minute } });
    await settled();
    expect(words(one(element, '.claim'))).toContain('You are on it since 11:30');
    button(element, 'Release feat/login').click();
    expect(wished.map((each) => each.type === 'run' && each.line)).toEqual(['claim feat/login', 'release feat/login']);
  });
});

describe('the runs of a card', () => {
  it('are shown in full by workflow, and older ones in a line', async () => {
    const ci = [
      failed({ run: 'r3', number: 3 }),
      run({ run: 'r2', workflow: 'docs', state: 'passed' }),
      run({ run: 'r1', number: 1, state: 'passed' }),
    ];
    const element = await open({ ci });
    expect(all(element, 'shiproom-run').map((each) => each.hasAttribute('brief'))).toEqual([false, false, true]);
    expect(all(element, 'shiproom-run .what .name').map(words)).toEqual(['tests #3', 'docs', 'tests #1']);
  });

  it('are run again by the same line as in chat', async () => {
    const element = await open({ ci: [failed({ number: 3 })] });
    const wished = wishes(element);
    button(element, 'Rerun Failed of tests #3 on feat/login').click();
    button(element, 'Rerun All of tests #3 on feat/login').click();
    expect(wished.map((each) => each.type === 'run' && each.line)).toEqual([
      `ci rerun run-1 --failed --at ${sha('a')}`,
      `ci rerun run-1 --at ${sha('a')}`,
    ]);
  });

  it('say that no test is to blame where the engine broke', async () => {
    const element = await open({ ci: [run({ state: 'interrupted', infrastructure: 'The disk was full.' })] });
    expect(words(element)).toContain('No test is to blame: The disk was full.');
  });

  it('keep a card’s elements over an update, so that nothing flickers', async () => {
    const element = await open({ ci: [failed({ run: 'r1' })] });
    const before = one(element, 'shiproom-run');
    element.card = card('feat/login', {
      ci: [run({ run: 'r2', workflow: 'docs', state: 'running' }), failed({ run: 'r1', revision: 2 })],
    });
    await settled();
    expect(all(element, 'shiproom-run')[1]).toBe(before);
  });
});

describe('sources', () => {
  const late = engine({ state: 'failing', asOf: now - 88 * minute, why: 'rate limit until 10:45' });

  it('say above the branches how old they are and why', async () => {
    const element = await mount('shiproom-cards', {
      cards: [card()],
      now,
      calendar,
      rights: rights({ sources: [late] }),
    });
    expect(all(element, '.sources li').map(words)).toEqual(['Memory CI as of 10:32: rate limit until 10:45']);
    expect(words(one(element, '.summary'))).toContain('as of 1 h ago');
    element.rights = rights();
    await settled();
    expect(all(element, '.sources')).toEqual([]);
    expect(words(one(element, '.summary'))).toContain('3 min ago');
  });

  it('that cannot be asked never make it seem that CI has not run', async () => {
    const element = await open({ ci: [] });
    expect(words(element)).toContain('CI has not run yet');
    element.rights = rights({ sources: [late] });
    await settled();
    expect(words(element)).toContain('Whether CI ran is not known: Memory CI cannot be asked');
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { authorOf, type EventFacts, factsOf, isTrunk } from '../../bridge/domain/event-facts.ts';
import { type Filter, tells } from '../../bridge/domain/route.ts';
import { takes } from '../../bridge/domain/route-filter.ts';
import { isTransition } from '../../bridge/domain/progress.ts';
import { blank, type Facts } from '../../bridge/domain/card.ts';
import { whyNoTurn } from '../../bridge/domain/no-turn.ts';
import type { PullRequest } from '../../protocol/model/pull-request.ts';
import { BranchName } from '../../protocol/model/ids.ts';
import { forge, key, person, run, sha, work } from '../support/samples.ts';

const pull = (part: Partial<PullRequest> = {}): PullRequest => ({
  number: 7,
  title: 'A change',
  url: 'https://example.com/7',
  state: 'open',
  author: 'ann',
  labels: ['ui'],
  paths: ['web/a.ts', 'docs/b.md'],
  ...part,
});
const card = (part: Partial<Facts> = {}): Facts => ({
  ...blank(key()),
  forge: forge({ pullRequest: pull() }),
  ...part,
});
const known = { trunk: false, groups: { web: ['bo', '@Ann'], ops: ['carla'] } };
const facts = (of: Facts = card(), more: Partial<Parameters<typeof factsOf>[1]> = {}): EventFacts =>
  factsOf(of, { ...known, owners: (path) => (path.startsWith('web/') ? ['@acme/web'] : []), ...more });

const verdict = (route: { include?: Filter; exclude?: Filter }, of: EventFacts = facts()) => takes(route, of).verdict;

describe('a filter', () => {
  const fits: readonly (readonly [Filter, Filter])[] = [
    [{ authors: ['Ann'] }, { authors: ['bo'] }],
    [{ authors: ['@a*'] }, { authors: ['*b'] }],
    [{ bots: false }, { bots: true }],
    [{ teams: ['web'] }, { teams: ['ops'] }],
    [{ owners: ['acme/web'] }, { owners: ['@acme/api'] }],
    [{ paths: ['web/**'] }, { paths: ['api/**', '*.ts'] }],
    [{ bases: ['main', 'release/*'] }, { bases: ['release/*'] }],
    [{ heads: ['feat/*'] }, { heads: ['main'] }],
    [{ labels: ['u?'] }, { labels: ['wip'] }],
    [{ drafts: false }, { drafts: true }],
    [{ conclusions: ['failed'] }, { conclusions: ['passed'] }],
  ];
  it.each(fits)('lets in and keeps out by %j', (right, wrong) => {
    const of = facts(card(), { state: 'failed' });
    expect(verdict({ include: right }, of)).toBe('taken');
    expect(verdict({ include: wrong }, of)).toBe('left');
    expect(verdict({ exclude: right }, of)).toBe('left');
    expect(verdict({ exclude: wrong }, of)).toBe('taken');
  });

  it('wants all of its lines to fit, and exclude has the last word', () => {
    expect(verdict({ include: { authors: ['ann'], labels: ['wip'] } })).toBe('left');
    expect(verdict({ exclude: { authors: ['ann'], labels: ['wip'] } })).toBe('taken');
    expect(verdict({ include: { authors: ['ann'] }, exclude: { authors: ['ann'], labels: ['ui'] } })).toBe('left');
    expect(takes({ exclude: { authors: ['ann'], labels: ['ui'] } }, facts()).why).toBe(
      'exclude.authors (ann) and exclude.labels (ui) fits',
    );
  });

  it('waits for what is not known yet, and neither lets in nor keeps out by a guess', () => {
    const dark = facts(blank(key()));
    for (const [right] of fits.filter(([filter]) => !filter.heads)) {
      expect(verdict({ include: right }, dark)).toBe('waits');
      expect(verdict({ exclude: right }, dark)).toBe('waits');
    }
    // What is known already decides where it can.
    expect(verdict({ include: { heads: ['main'], labels: ['ui'] } }, dark)).toBe('left');
    expect(verdict({ exclude: { heads: ['main'], labels: ['ui'] } }, dark)).toBe('taken');
  });

  it('knows of a branch without a pull request that it is no draft and has no labels, and waits for its files', () => {
    const alone = facts(card({ forge: forge({ pullRequest: null }), work: [work()] }));
    expect(verdict({ include: { drafts: false } }, alone)).toBe('taken');
    expect(verdict({ include: { labels: ['ui'] } }, alone)).toBe('left');
    expect(verdict({ include: { paths: ['web/**'] } }, alone)).toBe('waits');
  });

  it('that only a pull request could answer keeps neither the default branch nor a forge without any out', () => {
    const trunk = facts(card({ forge: forge({ pullRequest: null }) }), { trunk: true });
    const plain = facts(card({ forge: forge() }));
    for (const filter of [{ paths: ['x'] }, { owners: ['x'] }, { labels: ['x'] }, { drafts: true }]) {
      for (const of of [trunk, plain]) {
        expect(verdict({ include: filter }, of)).toBe('taken');
        expect(verdict({ exclude: filter }, of)).toBe('taken');
      }
    }
    expect(verdict({ include: { bases: ['release/*'] } }, trunk)).toBe('taken');
  });

  it('is the same for a branch that is called as we call what is not known', () => {
    const odd = facts(card({ forge: forge({ base: BranchName.parse('unknown'), pullRequest: pull() }) }));
    expect(verdict({ include: { bases: ['unknown'] } }, odd)).toBe('taken');
    expect(verdict({ include: { bases: ['none'] } }, odd)).toBe('left');
  });

  it('that lets in and keeps out the same never lets anything in', () => {
    const filter = fc.constantFrom(...fits.flat());
    const some = fc.constantFrom(facts(), facts(blank(key())), facts(card(), { state: 'failed' }));
    fc.assert(
      fc.property(filter, some, (both, of) => {
        expect(verdict({ include: both, exclude: both }, of)).not.toBe('taken');
      }),
    );
  });
});

describe('whose a branch is', () => {
  const ci = [run({ actor: 'dependabot[bot]' })];
  it('the pull request says first, then its newest run, then whoever worked on it', () => {
    expect(authorOf(card({ ci, work: [work()] }))).toEqual({ login: 'ann', bot: false });
    expect(authorOf(card({ forge: forge(), ci, work: [work()] }))).toEqual({ login: 'dependabot[bot]', bot: true });
    expect(authorOf(card({ forge: forge(), ci: [run({ requestedBy: person('Bo') })] }))).toMatchObject({
      person: 'bo',
    });
    expect(authorOf(card({ forge: forge(), work: [work()] }))).toMatchObject({ person: 'ana' });
    expect(authorOf(blank(key()))).toBeUndefined();
  });

  it('is the same bot however its forge spells it', () => {
    const bot = facts(card({ forge: forge({ pullRequest: pull({ author: 'dependabot', bot: true }) }) }));
    expect(verdict({ exclude: { bots: true } }, bot)).toBe('left');
    expect(verdict({ include: { authors: ['dependabot[bot]'] } }, bot)).toBe('taken');
    expect(verdict({ include: { authors: ['dependabot'] } }, facts(card({ forge: forge(), ci })))).toBe('taken');
  });
});

describe('the default branch', () => {
  const main = key('main');
  const to = (base: string, more = {}) => forge({ base: BranchName.parse(base), ...more });
  it('is the one that the forge names, whatever it is to be merged into', () => {
    expect(isTrunk({ key: main, forge: to('main') }, [])).toBe(true);
    expect(isTrunk({ key: main, forge: to('production', { defaultBranch: BranchName.parse('main') }) }, [])).toBe(true);
    expect(isTrunk({ key: main, forge: to('develop') }, [])).toBe(false);
  });
  it('is the one that other branches are merged into, and only then the one that is called so', () => {
    expect(isTrunk({ key: main }, [])).toBe(true);
    expect(isTrunk({ key: main }, [{ forge: to('develop') }])).toBe(false);
    expect(isTrunk({ key: key('develop') }, [{ forge: to('develop') }])).toBe(true);
    expect(isTrunk({ key: key() }, [])).toBe(false);
  });
});

describe('a level', () => {
  it('holds what those before it hold', () => {
    expect(tells('never', 'red')).toBe(false);
    expect(tells('failure', 'red')).toBe(true);
    expect(tells('failure', 'fixed')).toBe(false);
    expect(tells('change', 'fixed')).toBe(true);
    expect(tells('change', 'ended')).toBe(false);
    expect(tells('all', 'ended')).toBe(true);
  });
});

describe('a card’s change', () => {
  const before = card({ ci: [run({ state: 'running' })], work: [work()] });
  const gate = { environment: 'production', approvers: [] };
  const passing = { task: 'test', outcome: 'passed', commit: sha(), dirty: false, endedAt: 1 } as const;
  it.each<[string, Partial<Facts>]>([
    ['a failure', { ci: [run({ state: 'failed', revisions: { evidence: 1 } })] }],
    ['a pull request that is merged', { forge: forge({ pullRequest: pull({ state: 'merged' }) }) }],
    ['a decision', { forge: forge({ pullRequest: pull({ decision: 'approved' }) }) }],
    ['conflicts', { forge: forge({ conflicts: 'some', pullRequest: pull() }) }],
    ['a merge', { forge: forge({ merged: true, pullRequest: pull() }) }],
    ['a gate', { ci: [run({ state: 'waiting', gates: [gate] })] }],
    ['a claim', { claim: { by: person('Bo'), at: 1 } }],
    ['local tests', { work: [work({ tests: passing })] }],
    ['a deed', { deeds: [{ key: 'k', by: person('Bo'), did: 'reran it', at: 1, ok: true }] }],
  ])('is wanted at once where it is %s', (_, part) => {
    expect(isTransition(before, { ...before, ...part })).toBe(true);
    expect(isTransition({ ...before, ...part }, before)).toBe(true);
  });

  it.each<[string, Partial<Facts>]>([
    ['a job that goes on', { ci: [run({ state: 'running', revision: 5, jobs: [] })] }],
    ['a new run that is queued', { ci: [run({ run: 'run-2', commit: sha('b') }), ...before.ci] }],
    ['a commit', { work: [work({ counter: 2, head: sha('c') })] }],
    ['a base that moved', { forge: forge({ behind: 9, revision: 3, pullRequest: pull() }) }],
    ['a conflict that is not known', { forge: forge({ conflicts: 'unknown', pullRequest: pull() }) }],
  ])('waits a little where it is only %s', (_, part) => {
    expect(isTransition(before, { ...before, ...part })).toBe(false);
  });

  it('is wanted at once where it is the first', () => {
    expect(isTransition(blank(key()), before)).toBe(true);
  });
});

describe('a run whose end is no news', () => {
  const failed = run({ state: 'failed', revisions: { evidence: 1 } });
  const flaky = { ...failed, failures: [{ name: 'a', triage: 'flaky' as const }] };
  const passed = run({ state: 'passed' });
  const going = run({ run: 'run-2', workflow: 'lint', state: 'running' });
  it.each([
    [[passed], passed, undefined, 'it was not red before'],
    [[passed], passed, 'passing' as const, 'people know already that the branch is passing'],
    [[failed], failed, 'failing' as const, 'people know already that the branch is failing'],
    [[passed, going], passed, 'failing' as const, 'other runs of the commit are still under way'],
    [[flaky], flaky, undefined, 'each failure was there before'],
    [[run({ state: 'failed' })], run({ state: 'failed' }), undefined, 'what failed is asked for first'],
    [[run({ state: 'cancelled' })], run({ state: 'cancelled' }), undefined, 'it has no result'],
    [[run({ run: 'run-3', commit: sha('b') }), passed], passed, 'failing' as const, 'moved on'],
  ])('says why: %#', (after, ended, told, why) => {
    expect(whyNoTurn(after, ended, told)).toContain(why);
  });
});

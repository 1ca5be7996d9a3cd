import { describe, expect, it, vi } from 'vitest';
import type { Checkout } from '../../extension/sources/checkout.ts';
import { sharedOf, type TestRun } from '../../extension/sources/tests/test-run.ts';
import { nowRows } from '../../extension/views/now-model.ts';
import { spoken } from '../../extension/views/rows/row.ts';
import { BranchName } from '../../protocol/model/ids.ts';
import { key, person, run, sha, work } from '../support/samples.ts';
import { flat } from './drawn-rows.ts';
import { card, checkout, localTests, roomView, situation } from './situations.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

const time = (at: number) => `t${at}`;
type Part = Parameters<typeof situation>[0];
const all = (part: Part = {}) => flat(nowRows(situation(part), time));
const row = (id: string, part: Part = {}) => all(part).find((each) => each.id === id);

const clean = { staged: 0, unstaged: 0, untracked: 0, conflicted: 0 };
const branch = (at: object = {}, part: Partial<Checkout> = {}): Part => ({
  checkout: checkout({
    at: { state: 'branch', branch: key().branch, head: sha('a'), ...at },
    changes: clean,
    remote: true,
    ...part,
  }),
});
const upstream = 'origin/feat/login';

describe('the branch', () => {
  it.each<[string, object, Partial<Checkout>, string, string]>([
    ['not published', {}, {}, 'not published', 'git publish'],
    ['without anywhere to publish it', {}, { remote: false }, 'not published', 'git'],
    ['even', { upstream, ahead: 0, behind: 0 }, {}, 'even with origin', 'git'],
    ['ahead', { upstream, ahead: 2, behind: 0 }, {}, '2 ahead of origin', 'git push'],
    ['behind', { upstream, ahead: 0, behind: 1 }, {}, '1 behind origin', 'git pull'],
    ['both', { upstream, ahead: 2, behind: 1 }, {}, '2 ahead, 1 behind origin', 'git sync'],
    ['of another name', { upstream: 'up/main', ahead: 1 }, {}, '1 ahead of up/main', 'git push'],
    ['in a rebase', { upstream, ahead: 1 }, { rebase: sha('b') }, '1 ahead of origin', 'git'],
  ])('says how it stands to its upstream, and offers git’s own command for it: %s', (_, at, part, words, context) => {
    expect(row('branch', branch(at, part))).toMatchObject({ description: `no changes · ${words}`, context });
    expect(row('branch upstream', branch(at, part))?.context).toBe(context.replace('git', 'upstream'));
  });

  it('shows its newest commit, and what is changed by kind', () => {
    const part = branch({}, { subject: 'Log in', changes: { staged: 1, unstaged: 0, untracked: 3, conflicted: 0 } });
    expect(row('branch head', part)).toMatchObject({ label: 'aaaaaaa Log in', icon: 'git-commit' });
    expect(row('branch changes', part)).toMatchObject({
      description: '1 staged, 3 untracked',
      opens: { command: 'workbench.view.scm' },
    });
    expect(row('branch', part)?.description).toBe('4 files changed · not published');
    expect(row('branch changes', branch())).toBeUndefined();
  });

  it('shows each file in conflict, which a click opens, and a rebase', () => {
    const changes = { ...clean, conflicted: 3 };
    const part = branch({}, { changes, conflicts: ['src/a.ts', 'b.ts'], rebase: sha('b') });
    expect(row('conflicts', part)).toMatchObject({ description: '3 files', tint: 'failed', open: true });
    expect(
      row('conflicts', part)?.children?.map(({ label, description, opens }) => [label, description, opens]),
    ).toEqual([
      ['a.ts', 'src', { file: 'src/a.ts' }],
      ['b.ts', undefined, { file: 'b.ts' }],
      ['1 more', undefined, { command: 'workbench.view.scm' }],
    ]);
    expect(row('rebase', part)).toMatchObject({ label: 'Rebase in progress', description: 'at bbbbbbb' });
    expect([row('conflicts', branch()), row('rebase', branch())]).toEqual([undefined, undefined]);
  });
});

describe('the last local tests', () => {
  const own = (part: Partial<TestRun> = {}, told: Partial<TestRun['told']> = {}): TestRun => ({
    told: { ...localTests(), commit: sha('a'), dirty: false, counts: { passed: 3, failed: 2, skipped: 0 }, ...told },
    failures: [],
    unread: [],
    stale: false,
    ...part,
  });
  const counted = '2 failed, 3 passed';

  it('are not green where a report could not be read, and say which, why, and what to do', () => {
    const unread = (['large', 'broken', 'unreadable', 'outside', 'many', 'large'] as const).map((why) => ({
      file: `${why}.xml`,
      why,
    }));
    const told = { outcome: 'incomplete', counts: { passed: 40, failed: 0, skipped: 0 } } as const;
    const shown = row('local-tests', { tests: own({ unread }, told) });
    expect(shown).toMatchObject({ icon: 'warning', tint: 'warned' });
    expect(shown?.tooltip).toContain('large.xml was not read: it is too large');
    expect(shown?.tooltip).toContain('broken.xml ends too early, or says nothing. Run the tests once more.');
    expect(shown?.tooltip).toContain('unreadable.xml could not be opened');
    expect(shown?.tooltip).toContain('and 1 more');
    expect(shown?.tooltip).toMatch(/nobody knows whether all has passed, and nothing of this run is shared\.$/);
  });

  it.each<[string, Part, string]>([
    ['not run', {}, 'not run yet'],
    ['that nobody listens to', { unheard: true }, 'no source chosen'],
    ['fresh', { tests: own() }, `${counted} · t31000`],
    [
      'failed by its exit code alone',
      { tests: own({}, { counts: { passed: 3, failed: 0, skipped: 0 } }) },
      'failed · 3 passed · t31000',
    ],
    [
      'not all read, with nothing that failed in the rest',
      {
        tests: own(
          { unread: [{ file: 'out/big.xml', why: 'large' }] },
          { outcome: 'incomplete', counts: { passed: 40, failed: 0, skipped: 0 } },
        ),
      },
      'not all reports read · 40 passed · t31000',
    ],
    [
      'not all read, and something failed',
      { tests: own({ unread: [{ file: 'out/big.xml', why: 'large' }] }) },
      `not all reports read · ${counted} · t31000`,
    ],
    [
      'of one test alone',
      { tests: own({}, { outcome: 'incomplete', counts: { passed: 1, failed: 0, skipped: 0 } }) },
      '1 test alone · 1 passed · t31000',
    ],
    ['stale', { tests: own({ stale: true }) }, `${counted} · files changed since · t31000`],
    [
      'of an older commit',
      { tests: own({ stale: true }, { commit: sha('c') }) },
      `${counted} · older ccccccc · t31000`,
    ],
    [
      'a team-mate’s',
      {
        room: roomView({ cards: [card({ work: [work(), work({ by: person('Bo'), tests: sharedOf(own().told) })] })] }),
      },
      `failed by Bo · ${counted} · t31000`,
    ],
  ])('say their outcome, their counts, whether files have changed, and when: %s', (_, part, description) => {
    expect(row('local-tests', part)).toMatchObject({ description, context: 'tests' });
  });

  it('are this window’s own before a team-mate’s', () => {
    const theirs = roomView({
      cards: [card({ work: [work({ by: person('Bo'), tests: localTests({ endedAt: 9 }) })] })],
    });
    expect(row('local-tests', { room: theirs, tests: own() })?.description).toBe(`${counted} · t31000`);
  });

  it('show what failed, which opens at its line as it is and may be run again', () => {
    const failures = [
      { name: 'logs in', file: 'test/a.test.ts', line: 3, message: 'expected 1' },
      { name: 'outside', file: '../x.ts' },
      { name: 'nowhere' },
    ];
    const part = { tests: own({ failures }) };
    const found = row('local-tests', part);
    expect(found).toMatchObject({ open: true, tint: 'failed' });
    const [one, two, three] = found?.children ?? [];
    expect(one).toMatchObject({
      opens: { file: 'test/a.test.ts', line: 3 },
      context: 'failure runnable',
      test: 'logs in',
      file: 'test/a.test.ts',
      tooltip: 'logs in\ntest/a.test.ts:3\nexpected 1',
    });
    expect(one).not.toHaveProperty('run');
    expect(one && spoken(one)).toBe('failed, logs in, test/a.test.ts:3');
    expect(two).not.toHaveProperty('opens');
    expect(three?.context).toBe('failure');
  });
});

describe('what people did lately', () => {
  const deed = (by: string, did: string, part: object = {}) => ({
    key: did,
    by: person(by),
    did,
    at: 2_000,
    ok: true,
    ...part,
  });

  it('is shown with who it was, and whether it was refused', () => {
    const deeds = [deed('Ana', 'reran CI #12'), deed('Bo', 'cancelled CI #12', { ok: false })];
    const part = { room: roomView({ cards: [card({ deeds, ci: [run()] })] }) };
    expect(row('deeds', part)).toMatchObject({ label: 'Done lately', description: 'You reran CI #12', open: false });
    expect(row('deeds', part)?.children?.map(({ label, description }) => [label, description])).toEqual([
      ['You reran CI #12', 't2000'],
      ['Bo cancelled CI #12', 'refused · t2000'],
    ]);
  });

  it('is nothing where it was done for commits of which CI speaks no more', () => {
    const part = { room: roomView({ cards: [card({ deeds: [deed('Bo', 'x', { at: 1 })], ci: [run()] })] }) };
    expect(row('deeds', part)).toBeUndefined();
  });
});

describe('each row of the view Now', () => {
  it('has an id of its own, a context for menus, a tooltip and words', () => {
    const failures = [{ name: 'x', file: 'a.ts' }];
    const fact = card({
      ci: [run({ state: 'failed', failures, lines: ['x'], infrastructure: 'lost', gates: [] })],
      deeds: [{ key: 'k', by: person('Bo'), did: 'reran', at: 9_000, ok: true }],
      claim: { by: person('Bo'), at: 1 },
    });
    const git = checkout({ conflicts: ['a.ts', 'b/a.ts'], rebase: sha('b'), remote: true });
    const rows = all({
      checkout: git,
      room: roomView({ cards: [fact] }),
      tests: { told: localTests(), failures, unread: [], stale: true },
    });
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    expect(rows.filter(({ context, tooltip, label }) => !context || !tooltip || !label).map(({ id }) => id)).toEqual(
      [],
    );
  });

  it('fits a narrow view: what matters most stands first', () => {
    const long = BranchName.parse(`feat/${'x'.repeat(80)}`);
    const found = row('branch', branch({ branch: long, upstream: `origin/${long}`, ahead: 1 }));
    expect(found?.description).toBe('no changes · 1 ahead of origin');
  });
});

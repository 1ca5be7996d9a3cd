import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { CiState } from '../../protocol/model/run.ts';
import type { BranchName } from '../../protocol/model/ids.ts';
import { type Situation, stateOf } from '../../extension/situation.ts';
import { nowRows, nowView } from '../../extension/views/now-model.ts';
import { type Row, spoken } from '../../extension/views/rows/row.ts';
import { forge, key, person, run, sha, work } from '../support/samples.ts';
import { card, checkout, localTests, roomView, situation } from './situations.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

const time = (at: number) => `t${at}`;
const rows = (part: Partial<Situation> = {}) => nowRows(situation(part), time);
const row = (id: string, part: Partial<Situation> = {}) => all(rows(part)).find((each) => each.id === id);
const all = (some: readonly Row[]): Row[] => some.flatMap((each) => [each, ...all(each.children ?? [])]);
const withCard = (part: Parameters<typeof card>[0]) => ({ room: roomView({ cards: [card(part)] }) });

describe('the view Now', () => {
  it.each<[string, Partial<Situation>, string]>([
    ['untrusted', { trusted: false }, 'untrusted'],
    ['without a folder', { folder: false, git: 'no-repository' }, 'no-folder'],
    ['while git starts', { git: 'starting' }, 'starting'],
    ['without git', { git: 'off' }, 'no-git'],
    ['without a repository', { git: 'no-repository' }, 'no-repository'],
    ['unpaired', { connection: { state: 'unpaired' } }, 'unpaired'],
    ['before the first hello', { connection: { state: 'connecting' }, room: undefined }, 'connecting'],
    ['offline from the start', { connection: { state: 'offline', since: 1, reason: 'x' }, room: undefined }, 'offline'],
    ['stopped', { connection: { state: 'stopped', reason: 'x' } }, 'stopped'],
    ['with nothing shared and nothing known', { decision: { withhold: 'not-agreed' } }, 'online'],
  ])('leaves the place to the welcome: %s', (_, part, state) => {
    expect(rows(part)).toEqual([]);
    expect(stateOf(situation(part))).toBe(state);
  });

  it('shows the branch, in this order', () => {
    expect(rows(withCard({ forge: forge() })).map(({ id, label, description }) => [id, label, description])).toEqual([
      ['branch', 'feat/login', '50 files changed · 21 ahead, 22 behind origin'],
      ['conflicts', 'Conflicts', '14 files'],
      ['sharing', 'Sharing', 'on'],
      ['local-tests', 'Local tests', 'not run yet'],
      ['pull-request', 'Pull request', 'no forge connected'],
      ['base', 'Base', '1 ahead of main · no conflicts'],
      ['ci', 'CI', 'no run yet'],
    ]);
  });

  it('shows a card that others have made, though nothing is shared from here', () => {
    const found = rows({ ...withCard({ ci: [run()] }), decision: { withhold: 'not-agreed' } });
    expect(found.map(({ id }) => id)).toContain('ci');
    expect(found.find(({ id }) => id === 'sharing')).toMatchObject({ description: 'not yet', context: 'sharing none' });
  });

  it.each<[Partial<Situation>, string, string]>([
    [{ paused: true }, 'paused', 'sharing paused'],
    [{ paused: true, pausedUntil: 7 }, 'paused until t7', 'sharing paused'],
    [{ decision: { withhold: 'private' } }, 'private branch', 'sharing private'],
    [
      { decision: { withhold: 'secret', found: { where: 'branch', kind: 'token' } } },
      'kept back: looks like a secret',
      'sharing secret',
    ],
    [{ mode: 'presence' }, 'branch name only', 'sharing mode presence'],
    [{ mode: 'off' }, 'off', 'sharing mode off'],
  ])('says that sharing is %j', (part, description, context) => {
    expect(row('sharing', part)).toMatchObject({ description });
    expect(row('sharing', part)?.context).toBe(context);
  });

  it('shows no card where HEAD is detached or unborn', () => {
    const changes = { staged: 0, unstaged: 0, untracked: 0, conflicted: 0 };
    const detached = rows({
      checkout: checkout({ at: { state: 'detached', head: sha('d') }, changes, subject: 'Begin' }),
    });
    expect(detached.map(({ label, description }) => [label, description])).toEqual([
      ['Detached HEAD', 'ddddddd Begin'],
    ]);
    expect(rows({ checkout: checkout({ at: { state: 'unborn' } }) }).map(({ label }) => label)).toEqual([
      'No commit yet',
    ]);
  });

  it.each([
    [{ ahead: 0, behind: 0 }, 'even with origin/x'],
    [{ ahead: 2, behind: 0 }, '2 ahead of origin/x'],
    [{ ahead: 0, behind: 1 }, '1 behind origin/x'],
    [{}, 'even with origin/x'],
  ])('words the upstream: %j', (counts, expected) => {
    const at = { state: 'branch', branch: key().branch, head: sha('a'), upstream: 'origin/x', ...counts } as const;
    const clean = { staged: 0, unstaged: 0, untracked: 0, conflicted: 0 };
    expect(row('branch', { checkout: checkout({ at, changes: clean }) })?.description).toBe(`no changes · ${expected}`);
  });

  it('shows the pull request, and opens it', () => {
    const pull = { number: 7, title: 'Log in', url: 'https://forge.example/7', state: 'open' } as const;
    expect(row('pull-request', withCard({ forge: forge({ pullRequest: pull }) }))).toMatchObject({
      description: '#7 open · Log in',
      href: 'https://forge.example/7',
      context: 'pullRequest page',
    });
    expect(row('pull-request', withCard({ forge: forge({ pullRequest: null }) }))?.description).toBe('none');
    const script = forge({ pullRequest: { ...pull, url: 'command:workbench.action.terminal.new' } });
    expect(row('pull-request', withCard({ forge: script }))).not.toHaveProperty('href');
  });

  it.each([
    [forge({ conflicts: 'some', ahead: 3, behind: 2 }), '3 ahead, 2 behind main · conflicts'],
    [forge({ conflicts: 'unknown' }), '1 ahead of main · conflicts not known'],
    [forge({ merged: true }), 'merged into main'],
  ])('shows how it stands to its base', (fact, description) => {
    expect(row('base', withCard({ forge: fact }))?.description).toBe(description);
  });

  it('shows each run, with the tests that failed in it', () => {
    const failures = [
      { name: 'logs in', file: 'test/login.test.ts', line: 12, message: 'expected 1\nto be 2' },
      { name: 'logs out', file: '../../etc/passwd' },
    ];
    const failed = run({ run: 'r2', state: 'failed', counts: { passed: 3, failed: 2, skipped: 0 }, failures });
    const part = withCard({ ci: [failed, run({ state: 'passed', endedAt: 9 })] });
    expect(row('ci', part)).toMatchObject({ description: 'failed: 2 failed, 3 passed', context: 'ci', open: true });
    expect(row('run r2', part)).toMatchObject({
      label: 'tests',
      description: 'failed: 2 failed, 3 passed · aaaaaaa · t1000',
      context: 'run ended',
      run: 'r2',
      tint: 'failed',
      open: true,
    });
    expect(row('run run-1', part)).toMatchObject({ description: 'passed · aaaaaaa · t9', open: false });
    expect(row('run r2 test test/login.test.ts logs in', part)).toMatchObject({
      label: 'logs in',
      description: 'test/login.test.ts:12',
      opens: { file: 'test/login.test.ts', line: 12, commit: sha('a') },
      context: 'failure runnable',
      tooltip: 'logs in\ntest/login.test.ts:12\nexpected 1\nto be 2',
    });
    expect(row('run r2 test ../../etc/passwd logs out', part)).not.toHaveProperty('opens');
  });

  it('shows the last lines where no test is named', () => {
    const part = withCard({ ci: [run({ state: 'setup-failed', lines: ['##[error] npm error', 'no lock file'] })] });
    expect(row('ci', part)?.description).toBe('set-up failed');
    expect(row('run run-1', part)?.children?.map(({ label }) => label)).toEqual(['Error: npm error', 'no lock file']);
  });

  it.each(CiState.options)('lets a run that is %s be cancelled only while it goes on', (state) => {
    const active = ['queued', 'waiting', 'setting-up', 'running'].includes(state);
    const found = row('run run-1', withCard({ ci: [run({ state })] }));
    expect(found?.context).toBe(active ? 'run active cancel' : 'run ended');
    expect(found?.icon).toMatch(/^[a-z-]+(~spin)?$/);
  });

  it('says since when it is offline, and keeps what it knew', () => {
    const part = { connection: { state: 'offline', since: 5, reason: 'No answer.' } } as const;
    expect(row('sharing', part)?.description).toBe('waits for the bridge');
    expect(nowView(situation(part), time)).toMatchObject({
      message: 'Offline since t5: No answer. The room is shown as it was then.',
      description: '',
    });
    expect(nowView(situation(), time)).toMatchObject({ message: '', description: '' });
  });

  it('leaves the welcome its place while it is offline from the start, with a word that a narrow view has room for', () => {
    const connection = { state: 'offline', since: 5, reason: 'No answer.' } as const;
    const seen = nowView(situation({ connection, room: undefined }), time);
    expect(seen).toEqual({ rows: [], message: '', description: 'offline since t5' });
  });

  it.each([
    [{ state: 'unpaired', reason: 'You were signed out.' } as const, ['connect', 'doctor']],
    [{ state: 'stopped', reason: 'You were signed out.' } as const, ['retry', 'doctor', 'connect']],
  ])('says whole why it was ended, with what to do: %j', (connection, steps) => {
    const seen = nowView(situation({ connection, room: undefined }), time);
    expect(seen).toMatchObject({ message: 'You were signed out.', description: '' });
    expect(seen.rows.map(({ opens }) => opens)).toEqual(steps.map((step) => ({ command: `shiproom.${step}` })));
  });

  it('gives each row its own id, and words for whoever cannot see its icon', () => {
    const part = withCard({
      forge: forge(),
      ci: [run({ run: 'a', lines: ['x', 'x'] }), run({ run: 'b', lines: ['x'] })],
    });
    const found = all(rows(part));
    expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
    expect(found.map(spoken).filter((words) => words.trim() === '')).toEqual([]);
  });

  it('[T2] lets no text from outside break a line or turn its direction', () => {
    const hostile = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 40 })
      .map((text) => `a${text}\u202e\r\n\u2028\u0085<b>[x](command:y)`);
    fc.assert(
      fc.property(hostile, (text) => {
        const job = { id: '1', name: text, attempt: 1, revision: 0, state: 'failed' } as const;
        const steps = [{ number: 1, name: text, state: 'failed' } as const];
        const told: Parameters<typeof run>[0] = {
          workflow: text,
          requestedBy: { ...person('Eve'), name: text },
          event: text,
          infrastructure: text,
          jobs: [{ ...job, steps }],
          gates: [{ environment: text, approvers: [text] }],
          decisions: [{ environment: text, verdict: 'approved', by: text, comment: text }],
          failures: [
            { name: text, file: text, message: text },
            { name: text, job: text, triage: 'on-base' },
          ],
          lines: [text, `##[error] ${text}`],
        };
        const fact = forge({
          base: text as BranchName,
          pullRequest: {
            number: 1,
            title: text,
            url: 'https://x',
            state: 'open',
            author: text,
            reviews: [{ by: text, state: 'approved' }],
            requested: [text],
            requiredChecks: [text],
          },
          checks: [{ name: text, state: 'failed', summary: text }],
          deployments: [{ environment: text, state: 'failed', commit: sha('a'), at: 1 }],
        });
        const shown = card({
          ci: [run({ state: 'failed', ...told }), run({ run: 'r2', state: 'waiting', ...told })],
          forge: fact,
          claim: { by: { ...person('Eve'), name: text }, at: 1 },
          work: [work({ by: { ...person('Eve'), name: text }, tests: localTests({ task: text }) })],
          deeds: [{ key: 'k', by: { ...person('Eve'), name: text }, did: text, at: 9_000, ok: true }],
        });
        const git = checkout({ subject: text, conflicts: [`${text}/${text}`] });
        const sources = [{ id: 'x', kind: 'ci', name: text, state: 'failing', why: text } as const];
        const found = all(rows({ checkout: git, room: roomView({ cards: [shown], sources }) }));
        const texts = found.flatMap(({ label, description = '', says = '', tooltip }) => [
          label,
          description,
          says,
          ...tooltip.split('\n'),
        ]);
        expect(texts.filter((each) => /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(each))).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });
});

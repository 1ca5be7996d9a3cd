import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { BranchName, RepositoryId } from '../../protocol/model/ids.ts';
import { Status } from '../../protocol/model/status.ts';
import { LocalTests } from '../../protocol/model/work.ts';
import type { Checkout } from '../../extension/sources/checkout.ts';
import { preview, previewPresence } from '../../extension/sources/preview.ts';
import { decide, matches, statusOf, type Wishes } from '../../extension/sources/share.ts';
import { suspectWords } from '../../extension/sources/suspect-words.ts';
import { checkout, localTests } from './situations.ts';
import { key, repository, sha } from '../support/samples.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

const yes: Wishes = { trusted: true, agreed: true, paused: false, mode: 'status', privateBranches: [] };

describe('the gate out', () => {
  it.each<[string, Partial<Wishes>, Partial<Checkout>, string]>([
    ['the workspace is not trusted', { trusted: false }, {}, 'untrusted'],
    ['the first message was not agreed to', { agreed: false }, {}, 'not-agreed'],
    ['sharing is paused', { paused: true }, {}, 'paused'],
    ['the branch is private', { privateBranches: ['feat/*'] }, {}, 'private'],
    ['all branches are private', { privateBranches: ['*'] }, {}, 'private'],
    ['HEAD is detached', {}, { at: { state: 'detached', head: sha('a') } }, 'no-branch'],
    ['there is no commit', {}, { at: { state: 'unborn' } }, 'no-branch'],
    ['sharing is off', { mode: 'off' }, {}, 'off'],
    ['sharing is off and nothing was agreed to', { mode: 'off', agreed: false, paused: true }, {}, 'off'],
    ['presence was not agreed to', { mode: 'presence', agreed: false }, {}, 'not-agreed'],
    ['presence is paused', { mode: 'presence', paused: true }, {}, 'paused'],
    ['a private branch has presence only', { mode: 'presence', privateBranches: ['*'] }, {}, 'private'],
    ['nothing was agreed to in an untrusted workspace', { trusted: false, agreed: false }, {}, 'untrusted'],
    ['a private branch is paused too', { paused: true, privateBranches: ['*'] }, {}, 'private'],
  ])('is shut while %s', (_, wishes, part, reason) => {
    expect(decide(checkout(part), localTests(), { ...yes, ...wishes })).toEqual({ withhold: reason });
  });

  it('is shut while nothing is checked out', () => {
    expect(decide(undefined, undefined, yes)).toEqual({ withhold: 'no-branch' });
  });

  it('lets out where somebody is, and nothing else of it, in the mode presence', () => {
    expect(decide(checkout(), localTests(), { ...yes, mode: 'presence' })).toEqual({
      withhold: 'presence',
      on: { repository, branch: key().branch },
    });
  });

  const token = `ghp_${'a1B2'.repeat(9)}`;
  const named = (branch: string) =>
    checkout({ at: { state: 'branch', branch: BranchName.parse(branch), head: sha('a') } });
  it.each([
    ['branch', named(`fix/${token}`), localTests(), 'status', 'a GitHub token'],
    ['branch', named(`fix/${token}`), undefined, 'presence', 'a GitHub token'],
    [
      'repository',
      checkout({ repository: RepositoryId.parse(`example.com/${token}/web`) }),
      undefined,
      'status',
      'a GitHub token',
    ],
    ['task', checkout(), localTests({ task: `curl -u ${token}` }), 'status', 'a GitHub token'],
    ['task', checkout(), localTests({ task: 'psql postgres://ana:s3cret@db/x' }), 'status', 'a password in an address'],
  ] as const)(
    'keeps back what looks like a secret, and says which value it was: %s',
    (where, here, tests, mode, kind) => {
      const decision = decide(here, tests, { ...yes, mode });
      expect(decision).toEqual({ withhold: 'secret', found: { where, kind } });
      expect(suspectWords({ where, kind })).toContain(kind);
    },
  );

  it('minds no name that it would not send', () => {
    const decision = decide(checkout(), localTests({ task: token }), { ...yes, mode: 'presence' });
    expect(decision).toMatchObject({ withhold: 'presence' });
  });

  it('lets out what the protocol knows, and nothing else', () => {
    const more = { ...checkout(), secret: 'of the checkout' };
    const decision = decide(more, localTests(), yes);
    expect(decision).toEqual({ share: Status.parse('share' in decision ? decision.share : undefined) });
    expect(JSON.stringify(decision)).not.toMatch(/secret|work\/place/);
  });

  it('lets nothing out unless all say yes', () => {
    const wishes = fc.record({
      trusted: fc.boolean(),
      agreed: fc.boolean(),
      paused: fc.boolean(),
      mode: fc.constantFrom('off', 'presence', 'status'),
      privateBranches: fc.array(fc.constantFrom('main', 'feat/*', '*', 'feat/login', 'f?at/login', 'other'), {
        maxLength: 2,
      }),
    });
    const branches = fc.constantFrom('main', 'feat/login', 'release');
    fc.assert(
      fc.property(wishes, branches, fc.constantFrom('branch', 'detached', 'unborn'), (said, branch, head) => {
        const at = {
          branch: { state: 'branch', branch: BranchName.parse(branch), head: sha('a') },
          detached: { state: 'detached', head: sha('a') },
          unborn: { state: 'unborn' },
        } as const;
        const isPrivate = said.privateBranches.some((pattern) => matches(pattern, branch));
        const all = said.trusted && said.agreed && !said.paused && !isPrivate && head === 'branch';
        const decision = decide(checkout({ at: at[head] }), undefined, said);
        expect('share' in decision).toBe(all && said.mode === 'status');
        expect('on' in decision).toBe(all && said.mode === 'presence');
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a private branch', () => {
  it.each([
    ['main', 'main', true],
    ['main', 'maintenance', false],
    ['feat/*', 'feat/a/b', true],
    ['*secret*', 'my/secret-plan', true],
    ['*-wip', 'a-wip-wip', true],
    ['*-wip', 'a-wip-', false],
    ['v?', 'v1', true],
    ['v?', 'v', false],
    ['**', '', true],
    ['', 'main', false],
    ['a.b', 'aXb', false],
    ['[ab]', 'a', false],
  ])('%j covers %j: %j', (pattern, branch, expected) => {
    expect(matches(pattern, branch)).toBe(expected);
  });

  it('is found by the same rule as a regular expression would say, in bounded time', () => {
    const text = fc.stringMatching(/^[ab*?]{0,8}$/);
    fc.assert(
      fc.property(text, fc.stringMatching(/^[ab]{0,10}$/), (pattern, branch) => {
        const regex = new RegExp(`^${pattern.replaceAll('*', '[^]*').replaceAll('?', '[^]')}$`);
        expect(matches(pattern, branch)).toBe(regex.test(branch));
      }),
      { numRuns: 3_000 },
    );
    expect(matches(`${'*a'.repeat(120)}b`, 'a'.repeat(255))).toBe(false);
  });
});

describe('the preview', () => {
  it('shows each value that would be sent', () => {
    const shown = statusOf(checkout(), localTests());
    const text = preview(shown as Status, (at) => `<${at}>`, ['a.ts', 'docs/b.md']);
    expect(text).toContain('Names of changed files: a.ts, docs/b.md');
    const values = leaves(shown).map((value) =>
      typeof value === 'boolean' ? /with(out)? uncommitted changes/ : String(value),
    );
    for (const value of values) expect(text).toMatch(value);
  });

  it('knows each value that there is', () => {
    const tests = localTests({ stale: true });
    const shown = statusOf(checkout(), tests);
    expect(new Set(Object.keys(tests))).toEqual(new Set(Object.keys(LocalTests.shape)));
    expect(new Set(Object.keys(shown ?? {}))).toEqual(new Set(Object.keys(Status.shape)));
    expect(preview(shown as Status, String)).toContain('Files have changed since the tests');
  });

  it('shows as many numbers as there are, and no more lines than it needs', () => {
    const bare = statusOf(
      checkout({ at: { state: 'branch', branch: BranchName.parse('main'), head: sha('b') } }),
      undefined,
    );
    expect(preview(bare as Status, String)).toBe(
      [
        'Repository: example.com/acme/web',
        'Branch: main',
        `Commit: ${'b'.repeat(40)}`,
        'Changed files: 11 staged, 12 unstaged, 13 untracked, 14 conflicted',
        'You: here, or away for five minutes and more',
      ].join('\n'),
    );
  });
});

describe('the preview of presence', () => {
  it('shows where somebody is, and nothing else of it', () => {
    expect(previewPresence(key()).split('\n')).toEqual([
      'Repository: example.com/acme/web',
      'Branch: feat/login',
      'You: here, or away for five minutes and more',
    ]);
  });

  it('counts the names for which there is no room', () => {
    const files = Array.from({ length: 42 }, (_, at) => `f${at}.ts`);
    expect(preview(statusOf(checkout(), undefined) as Status, String, files)).toMatch(/f29\.ts and 12 more/);
    expect(preview(statusOf(checkout(), undefined) as Status, String, [])).toContain(
      'Names of changed files: none now',
    );
  });
});

function leaves(value: unknown): unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [value];
}

import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Situation } from '../../extension/situation.ts';
import { createRowKeeper } from '../../extension/views/rows/row-keeper.ts';
import { type Row, spoken } from '../../extension/views/rows/row.ts';
import { teamView } from '../../extension/views/team-model.ts';
import { type BranchName, RepositoryId } from '../../protocol/model/ids.ts';
import type { Overlap, Presence } from '../../protocol/model/presence.ts';
import { forge, key, person, run, work } from '../support/samples.ts';
import { flat } from './drawn-rows.ts';
import { card, localTests, roomView, situation } from './situations.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

const time = (at: number) => `t${at}`;
const at = (name: string, part: Partial<Presence> = {}): Presence => ({ person: person(name), devices: 1, ...part });
const overlap = (name: string, branch: string, ...files: string[]): Overlap => ({
  person: person(name),
  on: key(branch),
  files,
});

const seen = (people: readonly Presence[], part: Partial<Situation> = {}, cards: Parameters<typeof card>[0][] = []) =>
  teamView(situation({ room: roomView({ people: [...people], cards: cards.map(card) }), ...part }), time);
const said = ({ rows }: { rows: readonly Row[] }) => rows.map(({ label, description }) => [label, description]);

describe('the view Team', () => {
  it('shows its reader first, then everybody by name, with their branch, how that stands, and whether they are idle', () => {
    const people = [at('Cy', { idleSince: 7 }), at('Aba'), at('Bo', { on: key('feat/x') }), at('Ana', { on: key() })];
    const red = { key: key('feat/x'), ci: [run({ state: 'failed' })] };
    const view = seen(people, {}, [red, { ci: [run({ run: 'r2', state: 'passed' })] }]);
    expect(said(view)).toEqual([
      ['Ana (you)', 'feat/login · passing · here'],
      ['Aba', 'shares no branch · here'],
      ['Bo', 'feat/x · failing · here'],
      ['Cy', 'shares no branch · idle since t7'],
    ]);
    expect(view.rows.map(({ tint }) => tint)).toEqual(['passed', undefined, 'failed', undefined]);
    expect(view.description).toBe('3 here, 1 idle');
    expect(seen([at('Bo')]).description).toBe('1 here');
    const untold = seen([at('Bo', { on: key('feat/x') })], {}, [{ key: key('feat/x') }]);
    expect(said(untold)).toEqual([['Bo', 'feat/x · here']]);
  });

  it.each<[string, readonly Presence[], Partial<Situation>]>([
    ['nobody else is here', [at('Ana')], {}],
    ['nobody is seen', [], {}],
    ['the bridge is away', [at('Bo')], { connection: { state: 'offline', since: 1, reason: 'x' } }],
    ['the connection has ended', [at('Bo')], { connection: { state: 'stopped', reason: 'x' } }],
    ['there is no room yet', [], { room: undefined, connection: { state: 'connecting' } }],
  ])('leaves its place to the welcome where %s', (_, people, part) => {
    expect(seen(people, part)).toEqual({ rows: [], description: '' });
  });

  it('shows what is known of a branch in a few rows, whose pages a click opens', () => {
    const pullRequest = { number: 7, title: 'Log in', url: 'https://forge.example/7', state: 'open' } as const;
    const theirs = {
      key: key('feat/x'),
      work: [
        work({ by: person('Cy'), tests: localTests({ outcome: 'failed' }) }),
        work({ by: person('Bo'), tests: localTests({ outcome: 'passed' }) }),
      ],
      forge: forge({ pullRequest }),
      ci: [run({ state: 'failed', url: 'https://ci.example/1', failures: [{ name: 'x', file: 'a.ts' }] })],
    };
    const { rows } = seen([at('Bo', { on: key('feat/x') })], {}, [theirs]);
    const below = flat(rows[0]?.children ?? []);
    expect(below.map(({ id, opens }) => [id, opens])).toEqual([
      ['person bo local-tests', undefined],
      ['person bo pull-request', { href: 'https://forge.example/7' }],
      ['person bo ci', undefined],
      ['person bo run run-1', { href: 'https://ci.example/1' }],
    ]);
    expect(below[0]?.description).toMatch(/^passed by Bo/);
    expect(new Set(below.map(({ context }) => context))).toEqual(new Set(['fact']));
  });

  it('shows the files that both have changed, each of which opens one’s own copy', () => {
    const overlaps = [overlap('Bo', 'feat/x', 'src/a.ts', 'b.ts'), overlap('Cy', 'other', 'c.ts')];
    const { rows } = seen([at('Bo', { on: key('feat/x') }), at('Cy')], { overlaps });
    expect(said({ rows })).toEqual([
      ['Bo', 'feat/x · 2 files in common · here'],
      ['Cy', 'shares no branch · 1 file in common · here'],
    ]);
    const [head, ...files] = flat(rows[0]?.children ?? []);
    expect(head).toMatchObject({ label: 'Files you both changed', description: '2 files', open: true });
    expect(files).toMatchObject([
      { label: 'a.ts', description: 'src', opens: { file: 'src/a.ts' }, context: 'overlap compare', file: 'src/a.ts' },
      { label: 'b.ts', opens: { file: 'b.ts' }, about: key('feat/x') },
    ]);
  });

  it('opens no file of another repository, and none outside of this one', () => {
    const elsewhere = { ...overlap('Bo', 'x', 'a.ts'), on: { ...key(), repository: RepositoryId.parse('x/y/z') } };
    const outside = overlap('Bo', 'feat/x', '../../etc/passwd', '/etc/passwd', 'C:\\x');
    const { rows } = seen([at('Bo')], { overlaps: [elsewhere, outside] });
    const files = flat(rows).filter(({ file }) => file !== undefined);
    expect(files).toHaveLength(4);
    expect(files.filter(({ opens, context }) => opens ?? context !== 'overlap')).toEqual([]);
  });

  it.each<[string, Presence, string]>([
    ['another branch with a card', at('Bo', { on: key('feat/x') }), 'person other branch compare'],
    ['another branch without a card', at('Bo', { on: key('y') }), 'person other compare'],
    ['the same branch', at('Bo', { on: key() }), 'person other'],
    ['no branch', at('Bo'), 'person other'],
    [
      'a branch of another repository',
      at('Bo', { on: { ...key('x'), repository: RepositoryId.parse('a/b/c') } }),
      'person other',
    ],
  ])('says what can be done with somebody on %s', (_, who, context) => {
    const view = seen([at('Ana', { on: key() }), who], {}, [{ key: key('feat/x') }]);
    expect(view.rows.map((each) => each.context)).toEqual(['person you', context]);
  });

  it('[T2] has plain words and an id of its own for each row, whoever is here and whatever they are called', () => {
    const hostile = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 30 })
      .map((text) => `a${text}\u202e\r\n\u2028[x](command:y)`);
    const branch = hostile as fc.Arbitrary<BranchName>;
    const presence = fc.record({ name: hostile, branch, files: fc.array(hostile, { maxLength: 3 }) });
    fc.assert(
      fc.property(fc.array(presence, { minLength: 1, maxLength: 4 }), (some) => {
        const people = some.map(({ name, branch: on }, index) => ({
          ...at(`p${index}`, { on: { ...key(), branch: on } }),
          person: { ...person(`p${index}`), name },
        }));
        const overlaps = some.map(({ name, branch: on, files }, index) => ({
          person: { ...person(`p${index}`), name },
          on: { ...key(), branch: on },
          files: [...files, ...files],
        }));
        const rows = flat(seen(people, { overlaps }).rows);
        const texts = rows.flatMap((row) => [row.label, spoken(row), ...row.tooltip.split('\n')]);
        expect(texts.filter((each) => /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(each))).toEqual([]);
        expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps each person’s row, whoever comes and goes', () => {
    const names = fc.uniqueArray(fc.constantFrom('Ana', 'Bo', 'Cy', 'Di', 'Eve'), { minLength: 1 });
    fc.assert(
      fc.property(fc.array(names, { minLength: 2, maxLength: 5 }), (steps) => {
        const keeper = createRowKeeper();
        const kept = new Map<string, Row>();
        for (const step of steps) {
          keeper.take(seen(step.map((name) => at(name, { on: key(name) }))).rows, 'web');
          const now = keeper.below();
          const ids = new Set(now.map(({ id }) => id));
          expect(now.filter(({ id }) => kept.has(id)).every((row) => kept.get(row.id) === row)).toBe(true);
          for (const row of now) kept.set(row.id, row);
          for (const id of kept.keys()) if (!ids.has(id)) kept.delete(id);
        }
      }),
    );
  });
});

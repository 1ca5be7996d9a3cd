import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { createRowKeeper } from '../../extension/views/rows/row-keeper.ts';
import { nowRows } from '../../extension/views/now-model.ts';
import type { Row } from '../../extension/views/rows/row.ts';
import type { CiRun, CiState, FailingTest, Job, Step } from '../../protocol/model/run.ts';
import { forge, key, run } from '../support/samples.ts';
import { card, roomView, situation } from './situations.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

const row = (id: string, part: Partial<Row> = {}): Row => ({ id, label: id, icon: 'blank', tooltip: id, ...part });
const flat = (rows: readonly Row[]): Row[] => rows.flatMap((each) => [each, ...flat(each.children ?? [])]);
const ids = (rows: readonly Row[]) => rows.map(({ id }) => id);

describe('the rows that are kept', () => {
  it('are the same objects after a change, and only the one that changed is drawn anew', () => {
    const keeper = createRowKeeper();
    const rows = (said: string) => [row('a'), row('b', { children: [row('b1'), row('b2', { description: said })] })];
    expect(keeper.take(rows('x'), 'here')).toBe('all');
    const before = flat(keeper.below());
    expect(keeper.take(rows('x'), 'here')).toEqual([]);
    expect(ids(keeper.take(rows('y'), 'here') as Row[])).toEqual(['b2']);
    expect(flat(keeper.below())).toEqual(before);
    expect(before[3]?.description).toBe('y');
    expect(before[3] && keeper.above(before[3])).toBe(before[1]);
  });

  it('are drawn anew from the parent of one that came or went, and as a whole where an outermost one did', () => {
    const keeper = createRowKeeper();
    keeper.take([row('a', { children: [row('a1')] }), row('b')], 'here');
    expect(ids(keeper.take([row('a', { children: [row('a1'), row('a2')] }), row('b')], 'here') as Row[])).toEqual([
      'a',
    ]);
    expect(keeper.take([row('a')], 'here')).toBe('all');
    expect(keeper.below()[0]).not.toHaveProperty('children');
  });

  it('are drawn anew with their siblings when one of them can be unfolded from now on', () => {
    const keeper = createRowKeeper();
    const rows = (...below: Row[]) => [row('a', { children: below }), row('b')];
    keeper.take(rows(), 'here');
    expect(keeper.take(rows(row('a1')), 'here')).toBe('all');
    expect(ids(keeper.take(rows(row('a1', { children: [row('x')] })), 'here') as Row[])).toEqual(['a']);
  });

  it('become another row once, when they are to open by themselves, and never again for the same branch', () => {
    const keeper = createRowKeeper();
    const open = (is: boolean) => [row('a', { children: [row('a1')], open: is })];
    const seen = [false, true, false, true].map((is) => {
      keeper.take(open(is), 'here');
      return keeper.below()[0]?.id;
    });
    expect(seen).toEqual(['a', 'a +', 'a +', 'a +']);
    const [first] = keeper.below();
    expect(first && keeper.now({ ...first, id: 'a' })).toBe(first);
    keeper.take(open(false), 'another branch');
    expect(keeper.below()[0]?.id).toBe('a');
  });
});

const states = ['queued', 'running', 'passed', 'failed', 'cancelled'] as const satisfies readonly CiState[];
const jobOf = (name: string): fc.Arbitrary<Job> =>
  fc.record({
    // An engine gives a job another id with each attempt.
    id: fc.integer({ min: 1, max: 9_999 }).map(String),
    name: fc.constant(name),
    attempt: fc.integer({ min: 1, max: 3 }),
    revision: fc.nat(5),
    state: fc.constantFrom(...states),
    steps: fc.boolean().map((has): Step[] => (has ? [{ number: 1, name: 'Set up', state: 'passed' }] : [])),
  });
const runOf = (id: string): fc.Arbitrary<CiRun> =>
  fc
    .record({
      state: fc.constantFrom(...states),
      attempt: fc.integer({ min: 1, max: 3 }),
      jobs: fc.tuple(jobOf('build'), jobOf('test'), jobOf('test')),
      failures: fc.constantFrom<FailingTest[][]>(
        [],
        [{ name: 'logs in', job: 'test' }],
        [{ name: 'logs in', file: 'a.ts', line: 3 }],
      ),
      lines: fc.constantFrom<string[][]>([], ['npm error']),
    })
    .map((part) => run({ run: id, workflow: `w${id}`, ...part }));
const update = fc
  .tuple(runOf('1'), runOf('2'), fc.boolean())
  .map(([one, two, both]) =>
    nowRows(
      situation({ room: roomView({ cards: [card({ key: key(), ci: both ? [one, two] : [one], forge: forge() })] }) }),
      String,
    ),
  );

describe('the rows of a branch', () => {
  it('keep their ids and their objects over all updates and attempts, but for the once that one opens', () => {
    fc.assert(
      fc.property(fc.array(update, { minLength: 2, maxLength: 8 }), (updates) => {
        const keeper = createRowKeeper();
        const objects = new Map<string, Row>();
        const names = new Map<string, Set<string>>();
        for (const rows of updates) {
          keeper.take(rows, 'here');
          const now = flat(keeper.below());
          expect(new Set(ids(now)).size).toBe(now.length);
          const present = new Set(ids(now));
          for (const each of now) {
            expect(objects.get(each.id) ?? each).toBe(each);
            objects.set(each.id, each);
            const base = each.id.replace(/ \+$/, '');
            names.set(base, (names.get(base) ?? new Set()).add(each.id));
            // Once it has opened, it has its closed name no more.
            expect(each.id === base && names.get(base)?.has(`${base} +`)).toBe(false);
          }
          // What has gone is forgotten, and comes back as a new object.
          for (const id of objects.keys()) if (!present.has(id)) objects.delete(id);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('draws nothing anew where only another branch’s card has changed', () => {
    const keeper = createRowKeeper();
    const rows = () => nowRows(situation({ room: roomView({ cards: [card({ ci: [run()] })] }) }), String);
    keeper.take(rows(), 'here');
    expect(keeper.take(rows(), 'here')).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { blank, withFact } from '../../bridge/domain/card.ts';
import { type Told, turn } from '../../bridge/domain/turn.ts';
import type { CiRun, CiState } from '../../protocol/model/run.ts';
import { key, run, sha } from '../support/samples.ts';

const clear = { revisions: { evidence: 0 } };
const runsOf = (...runs: readonly CiRun[]) =>
  runs.reduce((facts, fact) => withFact(facts, { source: 'ci', fact }), blank(key())).ci;
const ended = (name: string, state: CiState, queuedAt: number, more: object = {}) =>
  run({ run: name, state, queuedAt, commit: sha(name.slice(-1)), ...clear, ...more });

/** What is told after each of these reports, one after another. */
function heard(...reports: readonly CiRun[]) {
  let told: Told | undefined;
  const turns: (string | undefined)[] = [];
  for (const [index, report] of reports.entries()) {
    const now = turn(runsOf(...reports.slice(0, index)), runsOf(...reports.slice(0, index + 1)), report, told);
    turns.push(now.turn);
    told = now.told ?? told;
  }
  return turns;
}

describe('turn', () => {
  it('is told when a branch goes red, and not again while it stays red', () => {
    expect(heard(ended('a', 'failed', 1), ended('b', 'timed-out', 2))).toEqual(['red', undefined]);
  });

  it('is told when a red branch is mended, and not when a green one stays green', () => {
    expect(heard(ended('a', 'failed', 1), ended('b', 'passed', 2))).toEqual(['red', 'fixed']);
    expect(heard(ended('a', 'passed', 1), ended('b', 'passed', 2))).toEqual([undefined, undefined]);
  });

  it('is told when a second attempt of the same run mends the branch', () => {
    const again = { attempt: 2, revision: 9 };
    expect(heard(ended('a', 'failed', 1), ended('a', 'running', 1, again), ended('a', 'passed', 1, again))).toEqual([
      'red',
      undefined,
      'fixed',
    ]);
  });

  it('waits for every workflow of the commit before it calls it mended', () => {
    const lint = { workflow: 'lint', commit: sha('b') };
    const tests = { commit: sha('b') };
    expect(
      heard(
        ended('a', 'failed', 1),
        ended('c', 'running', 2, lint),
        ended('b', 'passed', 3, tests),
        ended('c', 'failed', 2, { ...lint, revision: 5 }),
        ended('c', 'passed', 2, { ...lint, attempt: 2 }),
      ),
    ).toEqual(['red', undefined, undefined, undefined, 'fixed']);
  });

  it('is not told of a run under way, nor of an old run that ends after a newer one', () => {
    expect(heard(ended('a', 'running', 1))).toEqual([undefined]);
    expect(heard(ended('a', 'running', 1), ended('b', 'passed', 2), ended('a', 'failed', 1, { revision: 7 }))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('waits until it is known what failed', () => {
    const dark = ended('a', 'failed', 1, { revisions: undefined });
    const bare = { ...dark, failures: [], lines: [] };
    expect(turn([], [bare], bare, undefined)).toEqual({});
    expect(turn([bare], [{ ...bare, ...clear }], { ...bare, ...clear }, undefined)).toEqual({
      turn: 'red',
      told: 'failing',
    });
  });

  it('calls nobody for what is on the base, flaky, or the engine’s own', () => {
    const failing = (triage: 'new' | 'on-base' | 'flaky') => ({ failures: [{ name: 'adds', triage }] });
    expect(heard(ended('a', 'failed', 1, failing('on-base')))).toEqual([undefined]);
    expect(heard(ended('a', 'failed', 1, failing('flaky')))).toEqual([undefined]);
    expect(heard(ended('a', 'failed', 1, { infrastructure: 'The runner was lost' }))).toEqual([undefined]);
    expect(heard(ended('a', 'failed', 1, failing('new')))).toEqual(['red']);
    expect(heard(ended('a', 'failed', 1, failing('flaky')), ended('b', 'passed', 2))).toEqual([undefined, undefined]);
  });

  it('tells of a run that the bridge lost', () => {
    expect(heard(ended('a', 'running', 1), ended('a', 'interrupted', 1, { revision: 9 }))).toEqual([
      undefined,
      'interrupted',
    ]);
  });
});

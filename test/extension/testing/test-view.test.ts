import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { failuresOf } from '../../../extension/testing/failures.ts';
import type { Placed } from '../../../extension/testing/placed.ts';
import { createProblems } from '../../../extension/testing/problems.ts';
import { createTestView, type TestView } from '../../../extension/testing/test-view.ts';
import { run } from '../../support/samples.ts';
import { reset, stub } from '../vscode-stub.ts';
import { drawn, problemsOf, results } from './shown.ts';

vi.mock('vscode', async () => (await import('../vscode-stub.ts')).stub);

let view: TestView;
beforeEach(() => {
  reset();
  view = createTestView();
});
afterEach(() => view.dispose());

/** A failing test at today's line. */
const placed = (line: number, name = 'adds', job = 'unit', url = 'https://ci.example/1'): readonly Placed[] => {
  const uri = stub.Uri.file('/work/a.test.ts') as never;
  const ci = [run({ state: 'failed', url, failures: [{ name, job, file: 'a.test.ts', line: 3 }] })];
  return failuresOf({ ci }).map((failure) => ({
    failure,
    today: { state: 'same', uri, file: 'a.test.ts', line },
    base: undefined,
  }));
};

describe('a failing test in the Testing view', () => {
  it('is back at its line once what was typed is undone', () => {
    view.show(placed(3), true);
    view.show(placed(4), false);
    expect(drawn().at(-1)).toContain('a.test.ts:4');
    const said = results().length;
    view.show(placed(3), true);
    expect(drawn().at(-1)).toContain('a.test.ts:3');
    expect(results()).toHaveLength(said);
  });

  it('is there though its name, or its job’s, has half a character in it', () => {
    view.show(placed(3, 'a \ud83d', '\udc00'), true);
    expect(drawn()).toHaveLength(4);
  });

  it('is a problem too though its run’s page has no host', () => {
    const problems = createProblems();
    problems.show(placed(3, 'adds', 'unit', 'https:////x'));
    expect(problemsOf('/work')).toEqual(['a.test.ts:3 0 adds']);
    problems.dispose();
  });
});

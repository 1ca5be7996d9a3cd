import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createTestResults, type EndedRun, type TestPart } from '../../extension/sources/tests/test-results.ts';
import { sharedOf, type Tested } from '../../extension/sources/tests/test-run.ts';
import type { FailingTest } from '../../protocol/model/run.ts';
import { key, sha } from '../support/samples.ts';
import { watch as watchReports } from './reports-scene.ts';
import { localTests } from './situations.ts';
import { editor } from './vscode-editor.ts';
import { reset } from './vscode-stub.ts';
import { on, settled, watch } from './watched-tests.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);
beforeEach(reset);

const failing = (name: string, file = 'a.ts'): FailingTest => ({ name, file });
const one = (name: string, file = 'a.ts', whole = false): TestPart => ({ name, file, whole });

/** Results of a branch, of which runs end one after another. */
function results(digit = 'a') {
  const here = on('main', digit);
  const all = createTestResults();
  let at = 0;
  const keep = (told: Partial<Tested>, part: Partial<EndedRun> = {}) =>
    all.keep({
      source: 'tasks',
      repository: here.repository,
      branch: key('main').branch,
      told: { ...localTests({ commit: sha('a'), dirty: false }), endedAt: (at += 1), ...told },
      failures: [],
      unread: [],
      seen: on('main'),
      ...part,
    });
  return {
    run: () => all.of(here),
    all,
    whole: (...failures: FailingTest[]) =>
      keep(
        {
          task: 'all',
          outcome: failures.length > 0 ? 'failed' : 'passed',
          counts: { passed: 10, failed: failures.length, skipped: 1 },
        },
        { failures },
      ),
    keep,
    ran(part: TestPart, outcome: 'passed' | 'failed', commit = sha('a'), failures: readonly FailingTest[] = []) {
      const { counts: _, ...told } = localTests({ task: part.name, commit, outcome });
      const counts = { passed: 1, failed: failures.length, skipped: 0 };
      all.keep({
        source: 'tasks',
        repository: here.repository,
        branch: key('main').branch,
        told: { ...told, endedAt: (at += 1), ...(failures.length > 0 && { counts }) },
        failures,
        unread: [],
        seen: on('main'),
        part,
      });
    },
  };
}

describe('one test that ran alone', () => {
  it('clears what it ran again, and none of the other failures of the run of all', () => {
    const { run, whole, ran } = results();
    whole(failing('x'), failing('y'), failing('x', 'b.ts'));
    ran(one('x'), 'passed');
    expect(run()).toMatchObject({
      told: { task: 'all', outcome: 'failed', counts: { passed: 11, failed: 2, skipped: 1 } },
      failures: [failing('y'), failing('x', 'b.ts')],
    });
    ran(one('y'), 'failed');
    expect(run()?.failures).toHaveLength(2);
    ran(one('y'), 'passed');
    ran(one('', 'b.ts', true), 'passed');
    expect(run()).toMatchObject({ told: { outcome: 'passed', counts: { passed: 13, failed: 0 } }, failures: [] });
  });

  it('fails a branch whose other tests have passed, until it passes', () => {
    const { run, whole, ran } = results();
    whole();
    ran(one('x'), 'failed');
    expect(run()).toMatchObject({ told: { task: 'all', outcome: 'failed', counts: { passed: 9, failed: 1 } } });
    ran(one('x'), 'passed');
    expect(run()).toMatchObject({ told: { outcome: 'passed', counts: { passed: 10, failed: 0 } }, failures: [] });
  });

  it('fails by the tests that its report names, whatever its file was known for', () => {
    const { run, whole, ran } = results();
    whole(failing('x'), failing('x', 'b.ts'));
    ran(one('', 'a.ts', true), 'failed', sha('a'), [failing('y'), failing('z')]);
    expect(run()).toMatchObject({
      told: { task: 'all', outcome: 'failed', counts: { passed: 9, failed: 3 } },
      failures: [failing('x', 'b.ts'), failing('y'), failing('z')],
    });
    ran(one('', 'a.ts', true), 'failed');
    expect(run()?.failures).toHaveLength(3);
    ran(one('y'), 'failed', sha('a'), [{ name: 'y', file: 'a.ts' }]);
    expect(run()).toMatchObject({ told: { counts: { passed: 9, failed: 3 } } });
  });

  it('fails by its report too where nothing else is known, also where that comes later', () => {
    const { run, ran } = results();
    ran(one('', 'a.ts', true), 'failed');
    expect(run()).toMatchObject({ told: { outcome: 'failed' }, failures: [{ name: 'a.ts' }] });
    ran(one('', 'a.ts', true), 'failed', sha('a'), [failing('x'), failing('y')]);
    expect(run()).toMatchObject({
      told: { outcome: 'failed', counts: { passed: 1, failed: 2 } },
      failures: [failing('x'), failing('y')],
    });
  });

  it('is not taken for all, and not shared, where nothing else is known', () => {
    const { run, ran } = results();
    ran(one('x'), 'passed');
    expect(run()?.told).toMatchObject({ task: 'x', outcome: 'incomplete', counts: { passed: 1, failed: 0 } });
    const told = run()?.told;
    expect(told && sharedOf(told)).toBeUndefined();
    ran(one('y'), 'failed');
    ran(one('x'), 'passed');
    expect(run()).toMatchObject({ told: { outcome: 'failed' }, failures: [failing('y')] });
    ran(one('y'), 'passed');
    expect(run()?.told).toMatchObject({ outcome: 'incomplete' });
  });

  it.each([
    ['of another name', one('z'), sha('a')],
    ['of another commit', one('x'), sha('b')],
  ])('clears nothing where it is %s', (_, part, commit) => {
    const { run, whole, ran } = results();
    whole(failing('x'), failing('y'));
    ran(part, 'passed', commit);
    expect(run()).toMatchObject({
      told: { outcome: 'failed', counts: { failed: 2 } },
      failures: [{ name: 'x' }, { name: 'y' }],
    });
  });

  it('clears no failure that no report has named', () => {
    const { run, keep, ran } = results();
    keep({ outcome: 'failed' }, { failures: [] });
    ran(one('x'), 'passed');
    expect(run()?.told.outcome).toBe('failed');
    keep({ outcome: 'failed', counts: { passed: 1, failed: 60, skipped: 0 } }, { failures: [failing('x')] });
    ran(one('x'), 'passed');
    expect(run()?.told).toMatchObject({ outcome: 'failed', counts: { passed: 2, failed: 59 } });
  });

  it('leaves what is out of date, and what was not read, as it is', () => {
    const { run, all, whole, keep, ran } = results();
    whole(failing('x'));
    all.written('/work/place/a.ts');
    ran(one('x'), 'passed');
    expect(run()).toMatchObject({ stale: true, told: { outcome: 'passed', stale: true } });
    keep(
      { outcome: 'failed', counts: { passed: 1, failed: 1, skipped: 0 } },
      { failures: [failing('x')], unread: [{ file: 'b.xml', why: 'large' }] },
    );
    ran(one('x'), 'passed');
    expect(run()?.told.outcome).toBe('incomplete');
  });

  it('is known by the task that was begun for it', async () => {
    const watched = watch(['tasks']);
    const end = async (exitCode: number, definition: object) => {
      const task = { name: 'vitest: x', group: { id: 'test' }, scope: 2, definition };
      editor.fires.task.fire({ exitCode, execution: { task } });
      await settled();
    };
    await end(0, { type: 'shiproom', test: one('x') });
    expect(watched.results.of(on('main'))?.told.outcome).toBe('incomplete');
    await end(0, { type: 'npm', test: one('x') });
    expect(watched.results.of(on('main'))?.told.outcome).toBe('passed');
  });

  it.each([[['tasks', 'reports'] as const], [['reports'] as const]])(
    'names what its report names, from %j',
    async (sources) => {
      const { run, write, after } = watchReports(sources);
      const definition = { type: 'shiproom', test: one('', 'a.ts', true) };
      const execution = { task: { name: 'node:test: a.ts', group: { id: 'test' }, scope: 2, definition } };
      editor.fires.taskBegun.fire({ execution });
      await settled();
      await write(
        'out/a.xml',
        '<testsuite><testcase name="no" file="a.ts"><failure message="bad"/></testcase></testsuite>',
      );
      editor.fires.task.fire({ execution, exitCode: 1 });
      await settled();
      await after(1_000, () => run()?.failures.length === 1);
      expect(run()).toMatchObject({
        told: { outcome: 'failed', counts: { passed: 0, failed: 1 } },
        failures: [{ name: 'no', file: 'a.ts' }],
      });
    },
  );
});

import { beforeEach, describe, expect, it, vi } from 'vitest';
import { BranchName } from '../../protocol/model/ids.ts';
import type { Checkout } from '../../extension/sources/checkout.ts';
import { watchTests } from '../../extension/sources/tests.ts';
import { sha } from '../support/samples.ts';
import { checkout } from './situations.ts';
import { editor } from './vscode-editor.ts';
import { reset, stub } from './vscode-stub.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

beforeEach(reset);

const on = (branch: string, digit = 'a'): Checkout =>
  checkout({ at: { state: 'branch', branch: BranchName.parse(branch), head: sha(digit) } });

function watch() {
  let here = on('main');
  const asked: unknown[] = [];
  const failures: unknown[] = [];
  let changes = 0;
  const results = watchTests({
    fresh: async (folder) => {
      asked.push(folder);
      return here;
    },
    now: () => 77,
    changed: () => (changes += 1),
    failed: (error) => failures.push(error),
  });
  const end = async (exitCode: number | undefined, task: object = {}): Promise<void> => {
    const test = { name: 'npm: test', group: { id: 'test', isDefault: true }, scope: 2 };
    editor.fires.task.fire({ exitCode, execution: { task: { ...test, ...task } } });
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { results, asked, failures, changes: () => changes, end, check: (next: Checkout) => (here = next) };
}

describe('local tests', () => {
  it('are the last task of the group Test, by its exit code, at the commit that is checked out', async () => {
    const { results, end, changes } = watch();
    expect(results.of(on('main'))).toBeUndefined();
    await end(0);
    const passed = { task: 'npm: test', outcome: 'passed', commit: sha('a'), dirty: true, endedAt: 77 };
    expect(results.of(on('main', 'b'))).toEqual(passed);
    await end(2, { name: 'x'.repeat(300) });
    expect(results.of(on('main'))).toMatchObject({ outcome: 'failed', task: 'x'.repeat(200) });
    expect(changes()).toBe(2);
  });

  it.each([
    ['a build', 0, { group: { id: 'build' } }],
    ['a task without a group', 0, { group: undefined }],
    ['one that was ended from outside', undefined, {}],
  ])('are not %s', async (_, exitCode, task) => {
    const { results, end, changes } = watch();
    await end(exitCode, task);
    expect([results.of(on('main')), changes()]).toEqual([undefined, 0]);
  });

  it('belong to the branch on which they ran, and to no other', async () => {
    const { results, end, check } = watch();
    check(on('secret'));
    await end(1);
    expect(results.of(on('main'))).toBeUndefined();
    expect(results.of(on('secret'))).toMatchObject({ outcome: 'failed' });
    check(checkout({ at: { state: 'detached', head: sha('a') } }));
    await end(1);
    expect(results.of(checkout({ at: { state: 'detached', head: sha('a') } }))).toBeUndefined();
  });

  it('are of the repository of the task’s own folder', async () => {
    const { asked, end } = watch();
    const uri = stub.Uri.file('/work/api');
    await end(0, { scope: { uri, name: 'api', index: 1 } });
    await end(0);
    expect(asked).toEqual([uri, undefined]);
  });

  it('end with the window', () => {
    const { results } = watch();
    results.dispose();
    expect([...editor.live]).toEqual([]);
  });
});

import { beforeEach, describe, expect, it, vi } from 'vitest';
import { sha } from '../support/samples.ts';
import { checkout } from './situations.ts';
import { editor } from './vscode-editor.ts';
import { reset, stub } from './vscode-stub.ts';
import { on, settled, watch as watchFrom } from './watched-tests.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

beforeEach(reset);

function watch() {
  const watched = watchFrom(['tasks']);
  const test = { name: 'npm: test', group: { id: 'test', isDefault: true }, scope: 2 };
  const end = async (exitCode: number | undefined, task: object = {}): Promise<void> => {
    editor.fires.task.fire({ exitCode, execution: { task: { ...test, ...task } } });
    await settled();
  };
  const begin = async () => {
    const execution = { task: test };
    editor.fires.taskBegun.fire({ execution, processId: 1 });
    await settled();
    return async (exitCode: number) => {
      editor.fires.task.fire({ exitCode, execution });
      await settled();
    };
  };
  return { ...watched, end, begin };
}

describe('tests that ran as a task', () => {
  it('are the last task of the group Test, by its exit code, at the commit that is checked out', async () => {
    const { results, end, changes } = watch();
    expect(results.of(on('main'))).toBeUndefined();
    await end(0);
    const told = { task: 'task npm: test', outcome: 'passed', commit: sha('a'), dirty: true, endedAt: 77 };
    expect(results.of(on('main'))).toEqual({ told, failures: [], unread: [], stale: false });
    await end(2, { name: 'x'.repeat(300) });
    expect(results.of(on('main'))?.told).toMatchObject({ outcome: 'failed', task: `task ${'x'.repeat(195)}` });
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
    expect(results.of(on('secret'))?.told).toMatchObject({ outcome: 'failed' });
    check(checkout({ at: { state: 'detached', head: sha('a') } }));
    await end(1);
    expect(results.of(checkout({ at: { state: 'detached', head: sha('a') } }))).toBeUndefined();
  });

  it('are of the repository of the task’s own folder, and of none where that is in none', async () => {
    const { results, asked, end } = watch();
    const uri = stub.Uri.file('/work/api');
    await end(0, { scope: { uri, name: 'api', index: 1 } });
    expect(results.of(on('main'))).toBeUndefined();
    await end(0, { scope: { uri: stub.Uri.file('/work/place/api'), name: 'api', index: 1 } });
    expect(results.of(on('main'))).toBeDefined();
    await end(0);
    expect(new Set(asked)).toContainEqual(uri);
    expect(new Set(asked)).toContainEqual(undefined);
  });

  it('are about no commit where HEAD moved while they ran', async () => {
    const { results, begin, check } = watch();
    const end = await begin();
    check(on('main', 'b'));
    await end(0);
    expect(results.of(on('main', 'b'))).toBeUndefined();
    const again = await begin();
    check(on('other', 'b'));
    await again(0);
    expect([results.of(on('main', 'b')), results.of(on('other', 'b'))]).toEqual([undefined, undefined]);
    await (await begin())(0);
    expect(results.of(on('other', 'b'))).toBeDefined();
  });

  it('are told without what may be a token', async () => {
    const { results, end } = watch();
    await end(0, { name: `test --token ghp_${'a1'.repeat(18)}\u001b[31m\n` });
    expect(results.of(on('main'))?.told.task).toBe('task test --token ***');
  });

  it('end with the window, and are followed only where that is wanted', async () => {
    const { results, end, choose } = watch();
    await end(0);
    choose();
    expect(results.of(on('main'))).toBeUndefined();
    await end(0);
    expect(results.of(on('main'))).toBeUndefined();
    choose('tasks');
    await end(0);
    expect(results.of(on('main'))).toBeDefined();
    results.dispose();
    expect([...editor.live]).toEqual([]);
  });
});

describe('a result', () => {
  it('is out of date once files of its repository are saved, or git sees another state', async () => {
    const { results, end, changes } = watch();
    await end(0);
    const stale = (...parts: Parameters<typeof on>) => results.of(on(...parts))?.stale;
    editor.fires.saved.fire({ uri: stub.Uri.file('/work/other/a.ts') });
    editor.fires.saved.fire({ uri: stub.Uri.from({ scheme: 'git', path: '/work/place/a.ts' }) });
    expect([stale('main'), changes()]).toEqual([false, 1]);
    editor.fires.saved.fire({ uri: stub.Uri.file('/work/place/a.ts') });
    expect([stale('main'), changes()]).toEqual([true, 2]);
    editor.fires.saved.fire({ uri: stub.Uri.file('/work/place/a.ts') });
    expect(changes()).toBe(2);

    await end(0);
    expect(stale('main')).toBe(false);
    const changed = { staged: 11, unstaged: 13, untracked: 13, conflicted: 14 };
    expect(stale('main', 'a', { changes: changed })).toBe(true);
    expect(results.of(on('main'))?.told.stale).toBe(true);
    expect(stale('main')).toBe(true);

    await end(0);
    expect(stale('main', 'b')).toBe(true);
  });
});

import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Feature } from '../../../extension/feature.ts';
import { watchTasks } from '../../../extension/sources/tests/tasks.ts';
import { createCiTests } from '../../../extension/testing/ci-tests.ts';
import { runTest } from '../../../extension/commands/run-test.ts';
import type { CiRun, FailingTest } from '../../../protocol/model/run.ts';
import type { Situation } from '../../../extension/situation.ts';
import { run } from '../../support/samples.ts';
import { makeRepository, type Repository } from '../../support/repository.ts';
import { gitExtension, openRepository } from '../git-double.ts';
import { card, checkout, roomView, situation } from '../situations.ts';
import { editor } from '../vscode-editor.ts';
import { reset, stub } from '../vscode-stub.ts';
import type { Task } from '../vscode-tasks.ts';
import { type Item, testing, TestRunRequest } from '../vscode-testing.ts';

vi.mock('vscode', async () => (await import('../vscode-stub.ts')).stub);

const body = `describe('sum', () => {\n  it('adds', () => {});\n  it('takes', () => {});\n});\n`;

let repository: Repository;
let feature: Feature;
let shown: Situation;
let tasks: Task[];
let sources: Set<string>;
let wrong: unknown[];
beforeEach(async () => {
  reset();
  tasks = [];
  const own: unknown[] = (wrong = []);
  sources = new Set(['tasks']);
  repository = await makeRepository({
    'web/package.json': '{"devDependencies":{"vitest":"*"}}',
    'web/node_modules/vitest/vitest.mjs': '',
    'web/src/sum.test.ts': body,
    'src/plain.test.ts': body,
  });
  editor.folders = [{ uri: stub.Uri.file(repository.folder) }];
  gitExtension(await openRepository(repository));
  editor.runTask = async (task) => {
    tasks.push(task as Task);
    return 0;
  };
  feature = createCiTests({
    world: { now: () => 0, after: () => () => undefined },
    settings: { showsFailures: () => true, testSources: () => sources },
    workspace: { checkout: () => checkout({ root: repository.folder }), environment: process.env },
    situation: () => shown,
    failed: (error: unknown) => own.push(error),
  } as never);
});
afterEach(async () => {
  feature.dispose();
  await repository.remove();
  if (wrong.length > 0) throw new AggregateError(wrong);
});

const failure = (part: Partial<FailingTest> = {}): FailingTest => ({
  name: 'sum › adds',
  file: '/home/runner/work/x/x/web/src/sum.test.ts',
  line: 2,
  message: 'expected 4 to be 3',
  ...part,
});

/** Shows the branch with a run in which these failed. */
async function show(...failures: FailingTest[]): Promise<CiRun> {
  const red = run({ state: 'failed', commit: await repository.commitOf('HEAD'), failures });
  const room = roomView({ cards: [card({ ci: [red] })] });
  shown = situation({ checkout: checkout({ root: repository.folder }), room });
  feature.show?.(shown);
  await expect.poll(() => testing.controllers[0]?.items.size).toBe(1);
  return red;
}

const idle = new stub.CancellationTokenSource();

/** Presses the run button of these items; of all where none are given. */
const press = async (include?: readonly Item[], exclude?: readonly Item[], source = idle): Promise<void> =>
  testing.controllers[0]?.profiles[0]?.handler(new TestRunRequest(include, exclude), source.token as never);

const leaves = (items: Iterable<[string, Item]> = testing.controllers[0]?.items ?? []): Item[] =>
  [...items].flatMap(([, item]) => (item.children.size > 0 ? leaves(item.children) : [item]));

/** What was said since CI's own results. */
const results = () => testing.controllers[0]?.results.slice(testing.controllers[0].results.indexOf('end') + 1);
const words = () => editor.shown.map(({ text }) => text);

describe('running a failing test of CI on this machine', () => {
  it('is a task of the group Test, with no shell, where its package is, and passes or fails by its exit code', async () => {
    await show(failure(), failure({ name: 'sum › takes' }));
    editor.runTask = async (task) => tasks.push(task as Task) - 1;
    await press();
    expect(results()).toEqual([
      'begin On this machine',
      'started: sum › adds',
      'passed: sum › adds',
      'started: sum › takes',
      `failed: sum › takes: Fails on this machine too: sum › takes\nWhat it printed is in the terminal. at ${join(repository.folder, 'web/src/sum.test.ts')}:2`,
      'end',
    ]);
    const [first] = tasks;
    expect(first?.group).toEqual({ id: 'test' });
    expect(first?.execution.process).toBe('node');
    expect(first?.execution.args.slice(1)).toEqual([
      'run',
      'src/sum.test.ts',
      '--testNamePattern=sum(?: | > | › )adds$',
    ]);
    expect(first?.execution.options?.cwd).toBe(join(repository.folder, 'web'));
    expect(first).toBeInstanceOf(stub.Task);
  });

  it('is heard by whoever follows test tasks, by the name that tells what was run', async () => {
    const heard: unknown[] = [];
    const watch = watchTasks((source, folder) => ({
      end: (name, code) => void heard.push([source, folder?.fsPath, name, code]),
      leave: () => void heard.push('left'),
    }));
    await show(failure());
    await press();
    watch.dispose();
    expect(heard).toEqual([['tasks', repository.folder, 'task vitest: sum › adds', 0]]);
    expect(words()).toEqual([]);
  });

  it('says once that the result stays here, where tasks are no source', async () => {
    sources = new Set();
    editor.answer = ({ choices }) => choices[0];
    await show(failure());
    await press();
    await press();
    expect(words()).toEqual([expect.stringContaining('stays in this editor')]);
    await expect.poll(() => editor.executed.map(([id]) => id)).toEqual(['shiproom.chooseTestSources']);
  });

  it('says that it was the whole file, where the test has no name of its own there', async () => {
    await show(failure({ name: 'sum › adds 1 and 2' }));
    await press();
    expect(tasks.map(({ name }) => name)).toEqual(['vitest: web/src/sum.test.ts']);
    expect(results()).toContain('output: The whole file passes on this machine: web/src/sum.test.ts');
  });

  it('runs those that are wanted alone, and none after it was cancelled', async () => {
    await show(failure(), failure({ name: 'sum › takes' }));
    const [adds, takes] = leaves();
    await press([takes as Item]);
    await press(undefined, [takes as Item]);
    expect(tasks.map(({ name }) => name)).toEqual(['vitest: sum › takes', 'vitest: sum › adds']);
    const source = new stub.CancellationTokenSource();
    let begun: (() => void) | undefined;
    const begins = new Promise<void>((resolve) => (begun = resolve));
    editor.runTask = async () => {
      begun?.();
      return new Promise(() => undefined);
    };
    const pressed = press(undefined, undefined, source);
    await begins;
    source.cancel();
    await pressed;
    expect(results()?.slice(-3)).toEqual(['started: sum › adds', `skipped: sum › adds`, 'end']);
    expect(adds?.label).toBe('sum › adds');
  });

  it('does not run what it would have to guess, says why, and offers the test task', async () => {
    editor.answer = ({ choices }) => choices[0];
    await show(
      failure({ file: 'src/plain.test.ts' }),
      failure({ name: 'b', file: 'nowhere.ts' }),
      failure({ name: 'c', file: undefined }),
    );
    await press();
    expect(tasks).toEqual([]);
    expect(results()?.filter((line) => line.startsWith('errored'))).toEqual([
      expect.stringContaining('framework of this test is not known'),
      expect.stringContaining('no file of this working tree'),
      expect.stringContaining('no file of this working tree'),
    ]);
    expect(words()).toEqual([expect.stringContaining('framework of this test is not known')]);
    await expect.poll(() => editor.executed.map(([id]) => id)).toEqual(['workbench.action.tasks.test']);
  });

  it('begins at a row of the view Now too, and says how it went', async () => {
    const { run: id } = await show(failure());
    await runTest(undefined as never, { run: id, test: 'sum › adds', file: failure().file });
    expect(results()).toContain('passed: sum › adds');
    expect(words()).toEqual(['Passes on this machine: sum › adds']);
    // One of this machine’s own is in no view.
    await runTest(undefined as never, { test: 'sum › takes', file: 'web/src/sum.test.ts' });
    expect(tasks.map(({ name }) => name)).toEqual(['vitest: sum › adds', 'vitest: sum › takes']);
    await runTest(undefined as never, { test: 'sum › takes', file: 'web/../web/src/sum.test.ts' });
    await runTest(undefined as never, undefined);
    expect(tasks).toHaveLength(2);
    expect(words().at(-1)).toContain('Not runnable');
  });

  it('[T12] runs nothing before the workspace is trusted', async () => {
    await show(failure());
    editor.trusted = false;
    await press();
    expect(tasks).toEqual([]);
    expect(results()?.at(-2)).toContain('before it is trusted');
  });
});

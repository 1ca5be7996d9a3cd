import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Feature } from '../../../extension/feature.ts';
import { createCiTests } from '../../../extension/testing/ci-tests.ts';
import type { CiRun, FailingTest } from '../../../protocol/model/run.ts';
import type { Sha } from '../../../protocol/model/ids.ts';
import { forge, run, sha } from '../../support/samples.ts';
import { makeRepository, type Repository } from '../../support/repository.ts';
import { gitExtension, openRepository } from '../git-double.ts';
import { card, checkout, roomView, situation } from '../situations.ts';
import { editor } from '../vscode-editor.ts';
import { reset, stub } from '../vscode-stub.ts';
import { testing } from '../vscode-testing.ts';
import { idle } from './idle.ts';
import { controller, drawn, problemsOf, results } from './shown.ts';

vi.mock('vscode', async () => (await import('../vscode-stub.ts')).stub);

const body = ['import x;', 'test("a", () => {', '  expect(sum(1, 2)).toBe(3);', '});', ''].join('\n');

let repository: Repository;
let commit: Sha;
let feature: Feature;
let shows: boolean;
let timers: (() => void)[];
let failed: unknown[];
beforeEach(async () => {
  reset();
  shows = true;
  timers = [];
  const own: unknown[] = (failed = []);
  repository = await makeRepository({ 'src/a.test.ts': body, 'src/b.test.ts': body });
  commit = await repository.commitOf('HEAD');
  gitExtension(await openRepository(repository));
  const world = {
    now: () => 0,
    after(_: number, work: () => void) {
      timers.push(work);
      return () => void (timers = timers.filter((each) => each !== work));
    },
  };
  feature = createCiTests({
    world,
    settings: { showsFailures: () => shows },
    workspace: { checkout: () => checkout({ root: repository.folder }), environment: process.env },
    failed: (error: unknown) => own.push(error),
  } as never);
});
afterEach(async () => {
  feature.dispose();
  // Nothing went wrong, and nothing stays behind.
  const left = [...failed, ...editor.live];
  if (left.length > 0) throw new Error(left.join('\n'));
  await repository.remove();
});

const failure = (part: Partial<FailingTest> = {}): FailingTest => ({
  name: 'sum › adds',
  file: 'src/a.test.ts',
  line: 3,
  message: 'expected 4\nto be 3',
  job: 'unit',
  ...part,
});
const red = (part: Parameters<typeof run>[0] = {}): CiRun =>
  run({
    state: 'failed',
    number: 12,
    commit,
    url: 'https://ci.example.com/12',
    ...part,
    failures: part?.failures ?? [failure()],
  });

const patient = { timeout: 10_000, interval: 10 };

/** Shows the branch with these runs. */
async function show(runs: readonly CiRun[], part: Parameters<typeof situation>[0] = {}): Promise<void> {
  const room = roomView({ cards: [card({ ci: [...runs], forge: forge() })] });
  feature.show?.(situation({ checkout: checkout({ root: repository.folder }), room, ...part }));
  await idle();
}

const problems = () => problemsOf(repository.folder);

/** Lets the pause after what was typed end. */
const pause = async (): Promise<void> => {
  for (const work of timers.splice(0)) work();
  await idle();
};

describe('what failed in CI', () => {
  it('is in the Testing view and in Problems, at the line where it is today', async () => {
    await repository.write({ 'src/a.test.ts': `// new\n${body}` });
    await show([
      red({ failures: [failure({ triage: 'new' }), failure({ name: 'lint', line: undefined, job: 'style' })] }),
    ]);
    await expect
      .poll(() => drawn(), patient)
      .toEqual([
        `tests (#12 · ${commit.slice(0, 7)})`,
        '  unit',
        '    src/a.test.ts',
        '      sum › adds (new) a.test.ts:4',
        '  style',
        '    src/a.test.ts',
        '      lint',
      ]);
    await expect
      .poll(() => results(), patient)
      .toEqual([
        'begin tests #12 (not kept)',
        `failed: sum › adds (new): expected 4\nto be 3 at ${join(repository.folder, 'src/a.test.ts')}:4`,
        'failed: lint: expected 4\nto be 3',
        'end',
      ]);
    await expect
      .poll(() => problems(), patient)
      .toEqual(['src/a.test.ts:4 0 sum › adds\nexpected 4\nto be 3', 'src/a.test.ts:1 0 lint\nexpected 4\nto be 3']);
    const [diagnostic] = [...testing.diagnostics.values()].flat();
    expect(diagnostic).toMatchObject({ source: 'Shiproom', code: { value: 'tests #12', target: { path: '/12' } } });
    expect(controller()?.requests[0]?.preserveFocus).toBe(true);
  });

  it('is one problem where several jobs say the same', async () => {
    await show([red({ failures: [failure(), failure({ job: 'unit on Windows' }), failure({ line: 2 })] })]);
    await expect
      .poll(() => problems().map((line) => line.split(' ')[0]), patient)
      .toEqual(['src/a.test.ts:3', 'src/a.test.ts:2']);
    await expect.poll(() => drawn().filter((line) => line.includes('sum › adds')), patient).toHaveLength(3);
  });

  it('is a warning where it is nobody’s fault here, and says why', async () => {
    const flaky = { triage: 'flaky', flaky: { failed: 3, of: 20 } } as const;
    const job = {
      id: '1',
      name: 'canary',
      attempt: 1,
      revision: 1,
      state: 'failed',
      mayFail: true,
      steps: [],
    } as const;
    const failures = [failure(flaky), failure({ name: 'b', triage: 'on-base' }), failure({ name: 'c', job: 'canary' })];
    await show([red({ failures, jobs: [{ ...job, steps: [] }] })]);
    await expect.poll(() => problems().map((line) => line.split(' ')[1]), patient).toEqual(['1', '1', '1']);
    expect(drawn().filter((line) => line.includes(' ('))).toEqual([
      expect.stringContaining('tests'),
      expect.stringMatching(/sum › adds \(flaky.*3.*20\)/),
      expect.stringContaining('b (also red on main)'),
    ]);
  });

  it('says that its line is no more, that its file is, and that its commit is not here', async () => {
    await repository.write({ 'src/a.test.ts': 'import x;\n', 'src/b.test.ts': undefined });
    await show([red({ failures: [failure(), failure({ name: 'b', file: 'src/b.test.ts' })] })]);
    await expect
      .poll(() => drawn().filter((line) => line.includes('no longer')), patient)
      .toEqual([
        expect.stringContaining('sum › adds (this line no longer exists)'),
        expect.stringContaining('b (this file no longer exists)'),
      ]);
    await expect
      .poll(() => problems(), patient)
      .toEqual(['src/a.test.ts:1 0 sum › adds (this line no longer exists)\nexpected 4\nto be 3']);
    await show([red({ commit: sha('e'), failures: [failure({ line: 1 })] })]);
    await expect
      .poll(() => problems(), patient)
      .toEqual([expect.stringContaining('(line of the run, whose commit is not here)')]);
  });

  it('follows what is typed after a pause, and says its results anew only once that is saved', async () => {
    await show([red()]);
    await expect.poll(() => results().length, patient).toBeGreaterThan(0);
    const before = results().length;
    const uri = stub.Uri.file(join(repository.folder, 'src/a.test.ts'));
    const document = { uri, version: 2, isClosed: false, isDirty: true, getText: () => `//\n//\n${body}` };
    editor.texts = [document];
    editor.fires.changed.fire({ document });
    editor.fires.changed.fire({ document });
    expect(timers).toHaveLength(1);
    await pause();
    await expect.poll(() => drawn().at(-1), patient).toContain('a.test.ts:5');
    await expect.poll(() => problems()[0], patient).toContain('src/a.test.ts:5');
    await expect.poll(() => results(), patient).toHaveLength(before);
    document.isDirty = false;
    await show([red()]);
    await pause();
    await expect.poll(() => results().length, patient).toBeGreaterThan(before);
    await expect.poll(() => results().at(-2), patient).toContain(':5');
  });

  it('touches nothing while nothing has changed, and keeps its items over runs', async () => {
    await show([red()]);
    await expect.poll(() => results().length, patient).toBeGreaterThan(0);
    const items = () => [...(controller()?.items ?? [])].map(([, item]) => item);
    const [item] = items();
    const touched = () => [testing.changes, controller()?.items.changes, item?.children.changes, results().length];
    const before = touched();
    await show([red()]);
    await pause();
    expect(touched()).toEqual(before);
    await show([red({ run: 'run-2', number: 13 }), red()]);
    await expect.poll(() => item?.label, patient).toContain('#13');
    expect(items()).toEqual([item]);
    expect(item?.children.changes).toBe(before[2]);
  });

  it('stays while a newer run has nothing to tell yet, and goes when one has passed', async () => {
    const newer = (state: CiRun['state'], failures: FailingTest[] = []) =>
      run({ run: 'run-2', state, commit: sha('b'), failures });
    await show([red()]);
    await expect.poll(problems, patient).toHaveLength(1);
    for (const state of ['queued', 'running', 'cancelled', 'skipped'] as const) {
      await show([newer(state), red()]);
      await expect.poll(() => problems(), patient).toHaveLength(1);
    }
    // What was allowed to fail is no reason to be red.
    await show([newer('passed', [failure()]), red()]);
    await expect.poll(() => [drawn(), problems()], patient).toEqual([[], []]);
  });

  it.each([
    ['the setting is off, nor any place for it', () => ((shows = false), {}), false],
    ['the workspace is not trusted, nor any place for it', () => ({ trusted: false }), false],
    ['no branch is checked out', () => ({ checkout: checkout({ at: { state: 'unborn' } }) }), true],
    ['nobody is signed in, nor any place for it', () => ({ room: undefined }), false],
    ['the bridge ended it, nor any place for it', () => ({ connection: { state: 'unpaired' } }), false],
  ])('is not shown where %s', async (_, part, place) => {
    await show([red()]);
    await expect.poll(() => problems(), patient).toHaveLength(1);
    await Promise.all([show([red()], part()), show([red()], part())]);
    await expect.poll(() => [drawn(), problems(), controller() !== undefined], patient).toEqual([[], [], place]);
  });

  it('[T2] shows texts from outside as they are, on one line', async () => {
    const evil = '[x](command:workbench.action.quit)\u202E\n$(alert)';
    await show([
      red({
        workflow: evil.slice(0, 60),
        url: 'http://plain.example.com',
        failures: [failure({ name: evil, message: `\u001b[31m${evil}` })],
      }),
    ]);
    await expect.poll(() => drawn().at(-1), patient).toContain('[x](command:workbench.action.quit) \\$(alert)');
    const [diagnostic] = [...testing.diagnostics.values()].flat();
    expect(typeof diagnostic?.code).toBe('string');
    expect(diagnostic?.message.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202E]/u);
  });
});

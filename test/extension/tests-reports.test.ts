import { mkdtempSync } from 'node:fs';
import { mkdir, realpath, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { readReportFiles } from '../../extension/sources/tests/read-reports.ts';
import { failing, passing, root, watch } from './reports-scene.ts';
import { editor } from './vscode-editor.ts';
import { stub } from './vscode-stub.ts';
import { touch } from './vscode-watchers.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

describe('reports', () => {
  it('are read as they are written, several of one run together', async () => {
    const { write, run, after, changes } = watch();
    await writeFile(join(root, 'a.ts'), '');
    await write('out/a.xml', passing);
    await after(900);
    await write('out/b.xml', failing);
    await after(900);
    expect(run()).toBeUndefined();
    await after(200, () => run() !== undefined);
    expect(run()?.told).toMatchObject({
      task: 'reports a.xml and 1 more',
      outcome: 'failed',
      counts: { passed: 2, failed: 1, skipped: 0 },
    });
    expect(run()?.failures).toEqual([{ name: 'no', file: 'a.ts', line: 3, message: 'bad' }]);
    expect([run()?.stale, changes()]).toEqual([false, 1]);

    await write('out/b.xml', passing);
    await after(1_000, () => run()?.told.outcome === 'passed');
    expect(run()?.told).toMatchObject({ task: 'report b.xml', counts: { passed: 1 } });
  });

  it('are all read, however many one run has written', async () => {
    const { write, run, after } = watch();
    await write('out/0.xml', failing);
    for (let count = 1; count <= 600; count += 1) await write(`out/${count}.xml`, passing);
    await after(1_000, () => run() !== undefined);
    expect(run()?.told).toMatchObject({ outcome: 'failed', counts: { passed: 601, failed: 1, skipped: 0 } });
  });

  it('are told at once after a command of which git could not tell where it ended', async () => {
    const { write, run, begin, after, fail } = watch(['tasks', 'reports']);
    const end = await begin();
    fail();
    await end(0);
    await after(1_000);
    await write('out/a.xml', passing);
    await after(1_000, () => run() !== undefined);
    expect(run()?.told).toMatchObject({ task: 'report a.xml', counts: { passed: 1 } });
  });

  it('that were written while a task ran are of the task: one run, and not two', async () => {
    const { write, run, begin, after, changes } = watch(['tasks', 'reports']);
    await write('out/before.xml', passing);
    await after(5_000, () => run() !== undefined);
    const end = await begin();
    await write('out/a.xml', failing);
    await after(2_000);
    expect(run()?.told.task).toBe('report before.xml');
    await end(0);
    await write('out/b.xml', passing);
    await after(1_000, () => changes() === 2);
    expect(run()?.told).toMatchObject({ task: 'task npm: test', outcome: 'failed', counts: { passed: 2, failed: 1 } });
    await after(60_000);
    expect(changes()).toBe(2);
  });

  it('that come late are still of the task that wrote them', async () => {
    const { write, run, begin, after, changes } = watch(['tasks', 'reports']);
    await (await begin())(1);
    await after(1_000, () => changes() === 1);
    expect(run()?.told).toMatchObject({ task: 'task npm: test', outcome: 'failed' });
    expect(run()?.told.counts).toBeUndefined();
    await write('out/a.xml', passing);
    await after(1_000, () => changes() === 2);
    expect(run()?.told).toMatchObject({ task: 'task npm: test', outcome: 'failed', counts: { passed: 1 } });
  });

  it('that come soon after a task which has left its own are of somebody else', async () => {
    const { write, run, begin, after, changes } = watch(['tasks', 'reports']);
    const end = await begin();
    await write('out/a.xml', failing);
    await end(1);
    await after(1_000, () => changes() === 1);
    expect(run()?.told).toMatchObject({ task: 'task npm: test', outcome: 'failed' });
    await write('out/a.xml', passing);
    await after(1_000, () => changes() === 2);
    expect(run()?.told).toMatchObject({ task: 'report a.xml', outcome: 'passed', counts: { passed: 1 } });
  });

  it('of a command that goes on for long are told once no more come', async () => {
    const { write, run, begin, after } = watch(['tasks', 'reports']);
    await begin();
    await write('out/a.xml', passing);
    await after(29_000);
    expect(run()).toBeUndefined();
    await after(1_000, () => run() !== undefined);
    expect(run()?.told.task).toBe('report a.xml');
  });

  it.each(['tasks', 'terminal'] as const)(
    'are told at once where the source “%s” is left while a run of it goes on',
    async (source) => {
      const { write, run, begin, after, choose } = watch([source, 'reports']);
      const execution = { commandLine: { value: 'npm test', confidence: 2 }, cwd: stub.Uri.file(root) };
      if (source === 'tasks') await begin();
      else editor.fires.commandBegun.fire({ execution });
      await write('out/a.xml', failing);
      choose('reports');
      await write('out/b.xml', passing);
      await after(1_000, () => run() !== undefined);
      expect(run()?.told).toMatchObject({ task: 'reports a.xml and 1 more', counts: { passed: 2, failed: 1 } });
    },
  );

  it('are not read where a task is followed and reports are not', async () => {
    const { write, run, begin, after } = watch(['tasks']);
    const end = await begin();
    await write('out/a.xml', failing);
    await end(0);
    await after(2_000);
    expect(run()?.told).toMatchObject({ outcome: 'passed' });
    expect(run()?.told.counts).toBeUndefined();
  });

  it.each([
    ['one of a package', 'node_modules/x/a.tap', '1..1\nnot ok 1'],
    ['what is no report', 'out/a.xml', '<html/>'],
    ['one that is not named', 'other/a.xml', failing],
  ])('are not %s', async (_, path, text) => {
    const { write, run, after } = watch();
    await write(path, text);
    await after(1_000);
    await write('b.tap', '1..1\nok 1\n');
    await after(1_000, () => run() !== undefined);
    expect(run()?.told).toMatchObject({ outcome: 'passed', task: 'report b.tap', counts: { passed: 1 } });
  });

  it('are not what links lead to outside, what is too big, or what is old', async () => {
    const { write, run, after } = watch();
    const outside = await realpath(mkdtempSync(join(tmpdir(), 'shiproom-outside-')));
    await writeFile(join(outside, 'a.xml'), failing);
    await mkdir(join(root, 'out'));
    await symlink(join(outside, 'a.xml'), join(root, 'out', 'a.xml'));
    await symlink(outside, join(root, 'linked'));
    // So many bytes, and only a third as many characters.
    await writeFile(join(root, 'out', 'big.xml'), `${failing}<!--${'€'.repeat(7_000_000)}-->`);
    await writeFile(join(root, 'out', 'old.xml'), failing);
    await utimes(join(root, 'out', 'old.xml'), 1_000, 1_000);
    for (const name of ['a', 'big', 'old', 'gone']) touch(join(root, 'out', `${name}.xml`));
    await writeFile(join(outside, 'b.tap'), '1..1\nnot ok 1\n');
    touch(join(root, 'linked', 'b.tap'));
    await write('out/good.xml', passing);
    await after(1_000, () => run() !== undefined);
    expect(run()).toMatchObject({
      told: { outcome: 'incomplete', counts: { passed: 1, failed: 0, skipped: 0 } },
      unread: [
        { file: 'linked/b.tap', why: 'outside' },
        { file: 'out/a.xml', why: 'outside' },
        { file: 'out/big.xml', why: 'large' },
      ],
    });
    await rm(outside, { recursive: true });
  });

  it('are read up to so much together, though the first name no test', async () => {
    const paths = ['a', 'b', 'c', 'd'].map((name) => join(root, `${name}.xml`));
    for (const [at, size] of [20, 20, 10].entries()) {
      await writeFile(paths[at] ?? '', '');
      await truncate(paths[at] ?? '', size * 1024 * 1024);
    }
    await writeFile(join(root, 'd.xml'), failing);
    expect(await readReportFiles(root, paths.slice(2), 0)).toMatchObject({ report: { counts: { failed: 1 } } });
    expect(await readReportFiles(root, paths, 0)).toMatchObject({
      report: undefined,
      unread: ['broken', 'broken', 'broken', 'large'].map((why) => ({ why })),
    });
  });

  it('are watched by the globs of now, and by none that leads out', async () => {
    const { set, choose } = watch(['reports'], ['../*.xml', '/etc/*.xml', '{a,../b}/*.xml', '']);
    const watchers = () => [...editor.live].filter((each) => each.startsWith('file system watcher')).length;
    expect(watchers()).toBe(0);
    set({ reports: ['a.xml', 'b.xml'] });
    expect(watchers()).toBe(2);
    set({ reports: ['a.xml'] });
    expect(watchers()).toBe(1);
    choose();
    expect([...editor.live].filter((each) => /watcher|onDid(Create|Change)$/.test(each))).toEqual([]);
  });
});

import { mkdir, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { statusOf } from '../../extension/sources/share.ts';
import { touchedFiles } from '../../extension/sources/tests/touched-files.ts';
import { failing, passing, root, watch } from './reports-scene.ts';
import { editor } from './vscode-editor.ts';
import { touch } from './vscode-watchers.ts';
import { on, settled } from './watched-tests.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

describe('reports', () => {
  it.each([
    [
      'too large',
      'large',
      async (path: string) => {
        await writeFile(path, '');
        await truncate(path, 20 * 1024 * 1024 + 1);
      },
    ],
    ['cut off', 'broken', async (path: string) => writeFile(path, '<testsuite><testcase name="a"/>')],
    ['empty', 'broken', async (path: string) => writeFile(path, '')],
    ['a folder of which nobody knows', undefined, async (path: string) => mkdir(path)],
  ] as const)(
    'are not told as passed where one is %s, and are told as failed where another fails',
    async (_, why, put) => {
      const { write, run, begin, after, changes, now } = watch(['tasks', 'reports']);
      const again = async () => {
        await utimes(join(root, 'out', 'b.xml'), now() / 1000, now() / 1000);
        touch(join(root, 'out', 'b.xml'));
      };
      await write('out/a.xml', passing);
      await put(join(root, 'out', 'b.xml'));
      await again();
      await after(1_000, () => run() !== undefined);
      const unread = why === undefined ? [] : [{ file: 'out/b.xml', why }];
      const outcome = why === undefined ? 'passed' : 'incomplete';
      expect(run()).toMatchObject({ told: { outcome, counts: { failed: 0 } }, unread });
      expect(statusOf(on('main', 'a', { root }), run()?.told)?.tests?.outcome).toBe(
        why === undefined ? 'passed' : undefined,
      );

      await write('out/a.xml', failing);
      await again();
      await after(1_000, () => changes() === 2);
      expect(run()).toMatchObject({ told: { outcome: 'failed', counts: { failed: 1 } }, unread });

      const end = await begin();
      await write('out/a.xml', passing);
      await again();
      await end(0);
      await after(1_000, () => changes() === 3);
      expect(run()?.told).toMatchObject({ task: 'task npm: test', outcome });
    },
  );

  it('that alone were written and cannot be read are not told by the run before', async () => {
    const { write, run, after, changes } = watch();
    await write('out/a.xml', passing);
    await after(1_000, () => run()?.told.outcome === 'passed');
    await write('out/a.xml', '<testsuite>');
    await after(1_000, () => changes() === 2);
    expect(run()).toMatchObject({ told: { outcome: 'incomplete' }, unread: [{ file: 'out/a.xml', why: 'broken' }] });
  });

  it('that a run of one test alone has written are not those of all, even where tasks are not followed', async () => {
    const { write, run, after } = watch();
    await write('out/a.xml', failing);
    await after(1_000, () => run()?.told.outcome === 'failed');
    const definition = { type: 'shiproom', test: { name: 'ok', file: 'a.ts', whole: false } };
    const execution = { task: { name: 'vitest: ok', group: { id: 'test' }, scope: 2, definition } };
    editor.fires.taskBegun.fire({ execution });
    await settled();
    await write('out/a.xml', passing);
    editor.fires.task.fire({ execution, exitCode: 0 });
    await settled();
    await after(1_000);
    await after(60_000);
    expect(run()).toMatchObject({ told: { task: 'report a.xml', outcome: 'failed' }, failures: [{ name: 'no' }] });
  });

  it('of more files than are remembered are not told as passed', () => {
    const files = touchedFiles(0);
    for (let at = 0; at <= 10_000; at += 1) files.add(`${at}.xml`, at);
    expect(files.since(1)).toMatchObject({ lost: false });
    files.add('one more', 10_001);
    expect(files.since(2)).toMatchObject({ lost: false });
    const many = touchedFiles(0);
    for (let at = 0; at <= 10_000; at += 1) many.add(`${at}.xml`, at);
    expect(many.untold()).toMatchObject({ lost: true });
  });
});

import { mkdtempSync } from 'node:fs';
import { mkdir, realpath, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import type { TestSource } from '../../extension/settings.ts';
import { editor } from './vscode-editor.ts';
import { reset } from './vscode-stub.ts';
import { touch } from './vscode-watchers.ts';
import { on, settled, watch as watchFrom } from './watched-tests.ts';

/** The folder of the repository of this test. */
export let root: string;
beforeEach(async () => {
  reset();
  root = await realpath(mkdtempSync(join(tmpdir(), 'shiproom-watched-')));
});
afterEach(async () => rm(root, { recursive: true, force: true }));

export const passing = '<testsuite><testcase name="ok"/></testsuite>';
export const failing =
  '<testsuite><testcase name="ok"/><testcase name="no" file="a.ts" line="3"><failure message="bad"/></testcase></testsuite>';

/** At the real time, since files have that of the disk. */
export function watch(
  sources: readonly TestSource[] = ['reports'],
  globs: readonly string[] = ['out/*.xml', '**/*.tap'],
) {
  const here = on('main', 'a', { root });
  const watched = watchFrom(sources, {}, here);
  watched.at(Date.now());
  watched.set({ reports: globs });
  const write = async (path: string, text: string) => {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
    await utimes(join(root, path), watched.now() / 1000, watched.now() / 1000);
    touch(join(root, path));
  };
  const run = () => watched.results.of(here);
  const task = { name: 'npm: test', group: { id: 'test' }, scope: 2 };
  const begin = async () => {
    const execution = { task };
    editor.fires.taskBegun.fire({ execution });
    await settled();
    return async (exitCode: number) => {
      editor.fires.task.fire({ execution, exitCode });
      await settled();
    };
  };
  /** Lets time go by, and what has been begun by it end. */
  const after = async (ms: number, wanted: () => boolean = () => true) => {
    watched.pass(ms);
    await expect.poll(wanted, { timeout: 5_000 }).toBe(true);
    await settled();
  };
  return { ...watched, here, write, run, begin, after };
}

import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTodayLines } from '../../../extension/testing/today.ts';
import { quietGit } from '../../../extension/testing/quiet-git.ts';
import { key } from '../../support/samples.ts';
import { makeRepository, type Repository } from '../../support/repository.ts';
import { Sha } from '../../../protocol/model/ids.ts';
import { checkout } from '../situations.ts';
import { editor } from '../vscode-editor.ts';
import { reset, stub } from '../vscode-stub.ts';
import { edited, edits } from './edits.ts';

vi.mock('vscode', async () => (await import('../vscode-stub.ts')).stub);

const text = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');
const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => `line ${from + at};`);

let repository: Repository;
let runs: string[][];
let now: number;
beforeEach(async () => {
  reset();
  now = 0;
  runs = [];
  repository = await makeRepository({ 'src/a.ts': text(numbers(1, 20)), 'packages/web/lib/b.ts': text(numbers(1, 9)) });
});
afterEach(() => repository.remove());

/** The lines of today, by a git that is counted; `state` is what the checkout says of itself. */
function todayLines(state: { changed: number } = { changed: 0 }) {
  const git = quietGit('git', process.env);
  return createTodayLines({
    checkout: () => ({
      root: repository.folder,
      at: { state: 'branch', branch: key().branch, head: Sha.parse('a'.repeat(40)) },
      changes: { staged: state.changed, unstaged: 0, untracked: 0, conflicted: 0 },
    }),
    git: async () => async (folder, words, input) => {
      runs.push([...words]);
      return git(folder, words, input);
    },
    now: () => now,
  });
}

/** Opens a file with other words than on the disk. */
function typed(file: string, words: string, version = 1): void {
  const uri = stub.Uri.file(join(repository.folder, file));
  editor.texts = [{ uri, version, isClosed: false, getText: () => words }];
}

const short = (today: object) => ({ ...today, uri: undefined });

describe('today’s line of a place that a run named', () => {
  it('follows commits, what is on the disk and what is typed, whatever is edited', async () => {
    await fc.assert(
      fc.asyncProperty(edits, fc.integer({ min: 1, max: 5 }), async (script, typing) => {
        editor.texts = [];
        const { old, now: after, places } = edited(script);
        const commit = await repository.commit('Before', { 'src/a.ts': text(old) });
        await repository.commit('After', { 'src/a.ts': text(after) });
        const lines = todayLines();
        const look = async () => Promise.all(old.map(async (_, at) => lines.of('src/a.ts', at + 1, commit)));
        const saved = await look();
        // What is typed over it counts from the commit too.
        typed('src/a.ts', text([...numbers(1, typing), ...after]));
        const unsaved = await look();
        for (const [at, place] of places.entries()) {
          const gone = { state: 'gone', file: 'src/a.ts' };
          const there = place === undefined ? gone : { state: place === at ? 'same' : 'moved', line: place + 1 };
          expect(saved[at]).toMatchObject(there);
          expect(unsaved[at]).toMatchObject(place === undefined ? gone : { line: place + typing + 1 });
        }
      }),
      { numRuns: 12 },
    );
  });

  it('finds the file below an engine’s own folders, by a package’s own path, and where it was moved', async () => {
    const commit = await repository.commitOf('HEAD');
    const lines = todayLines();
    const of = async (file: string) => short(await lines.of(file, 3, commit));
    for (const file of ['/home/runner/work/x/x/src/a.ts', './src/a.ts', 'D:\\a\\x\\x\\src\\a.ts', 'src/a.ts'])
      expect(await of(file)).toEqual({ state: 'same', file: 'src/a.ts', line: 3 });
    expect(await of('lib/b.ts')).toEqual({ state: 'same', file: 'packages/web/lib/b.ts', line: 3 });
    expect(await of('nowhere/c.ts')).toEqual({ state: 'unknown' });
    await repository.git('mv', 'src/a.ts', 'src/other.ts');
    await repository.write({ 'src/other.ts': text(['new;', ...numbers(1, 20)]) });
    expect(await of('src/a.ts')).toEqual({ state: 'moved', file: 'src/other.ts', line: 4 });
    await rm(join(repository.folder, 'src/other.ts'));
    expect(await of('src/a.ts')).toEqual({ state: 'file-gone', file: 'src/a.ts' });
  });

  it('says that a line has changed, or is gone, and where it stood', async () => {
    const commit = await repository.commitOf('HEAD');
    const lines = todayLines();
    await repository.write({ 'src/a.ts': text([...numbers(1, 4), 'line 5 of more;', ...numbers(6, 9)]) });
    expect(short(await lines.of('src/a.ts', 5, commit))).toEqual({ state: 'changed', file: 'src/a.ts', line: 5 });
    expect(await lines.of('src/a.ts', 15, commit)).toMatchObject({ state: 'gone', line: 9 });
    expect(short(await lines.of('src/a.ts', undefined, commit))).toEqual({ state: 'same', file: 'src/a.ts' });
    expect(short(await lines.of('src/a.ts', 999, commit))).toEqual({ state: 'same', file: 'src/a.ts' });
  });

  it('is the run’s own where the commit is not here, until it is', async () => {
    const clone = await repository.clone();
    const commit = await clone.commit('Elsewhere', { 'src/a.ts': text(['first;', ...numbers(1, 20)]) });
    const lines = todayLines();
    const of = async () => short(await lines.of('/builds/x/src/a.ts', 4, commit));
    expect(await of()).toEqual({ state: 'unfetched', file: 'src/a.ts', line: 4 });
    await repository.git('fetch', '--quiet', clone.folder, 'HEAD');
    expect(await of()).toMatchObject({ state: 'unfetched' });
    now = 60_000;
    expect(await of()).toEqual({ state: 'moved', file: 'src/a.ts', line: 3 });
  });

  it('is the run’s own where a partial clone lacks the file, whose remote is not asked; and git is not asked each time', async () => {
    const commit = await repository.commitOf('HEAD');
    await repository.commit('More', { 'src/a.ts': text(['first;', ...numbers(1, 20)]) });
    await repository.git('config', 'uploadpack.allowFilter', 'true');
    const folder = `${repository.folder}-partial`;
    await repository.git('clone', '--quiet', '--filter=blob:none', `file://${repository.folder}`, folder);
    let count = 0;
    const git = quietGit('git', process.env);
    const lines = createTodayLines({
      checkout: () => checkout({ root: folder }),
      git: async () => async (where, words, input) => {
        count += 1;
        return git(where, words, input);
      },
      now: () => now,
    });
    const of = async () => short(await lines.of('src/a.ts', 3, commit));
    expect(await of()).toEqual({ state: 'unfetched', file: 'src/a.ts', line: 3 });
    const first = count;
    expect(await of()).toEqual({ state: 'unfetched', file: 'src/a.ts', line: 3 });
    expect(count).toBe(first);
    await rm(folder, { recursive: true });
  });

  it('costs two runs of git for fifty failures of a commit, and none when it is asked again', async () => {
    const commit = await repository.commitOf('HEAD');
    const state = { changed: 0 };
    const lines = todayLines(state);
    const all = async () => Promise.all(Array.from({ length: 50 }, async (_, at) => lines.of('src/a.ts', at, commit)));
    await all();
    expect(runs.map(([verb]) => verb)).toEqual(['cat-file', 'cat-file']);
    typed('src/a.ts', 'line 3;\n');
    expect(await lines.of('src/a.ts', 3, commit)).toMatchObject({ line: 1 });
    state.changed = 1;
    await all();
    expect(runs).toHaveLength(2);
  });

  it('tries again what went wrong', async () => {
    const commit = await repository.commitOf('HEAD');
    const git = quietGit('git', process.env);
    let broken: readonly string[] = [];
    const lines = createTodayLines({
      checkout: () => checkout({ root: repository.folder }),
      git: async () => async (folder, words, input) => {
        if (broken.includes(words[0] ?? '')) throw new Error('no git');
        return git(folder, words, input);
      },
      now: () => 0,
    });
    const of = async () => lines.of('src/a.ts', 3, commit);
    broken = ['cat-file'];
    await expect(of()).rejects.toThrow('no git');
    broken = ['diff-index'];
    await repository.git('mv', 'src/a.ts', 'src/b.ts');
    await expect(of()).rejects.toThrow('no git');
    broken = [];
    expect(await of()).toMatchObject({ state: 'moved', file: 'src/b.ts' });
  });

  it('looks for another name anew only after the repository has moved', async () => {
    const commit = await repository.commitOf('HEAD');
    const state = { changed: 0 };
    const lines = todayLines(state);
    await rename(join(repository.folder, 'src/a.ts'), join(repository.folder, 'src/z.ts'));
    await repository.write({ '.gitignore': 'z.ts\n' });
    expect(await lines.of('src/a.ts', 3, commit)).toMatchObject({ state: 'file-gone' });
    await repository.git('add', '--all', '--force');
    expect(await lines.of('src/a.ts', 3, commit)).toMatchObject({ state: 'file-gone' });
    state.changed = 2;
    expect(await lines.of('src/a.ts', 3, commit)).toMatchObject({ state: 'moved', file: 'src/z.ts', line: 3 });
  });

  it('finds a file that was renamed without git’s being told, by what it holds', async () => {
    const commit = await repository.commitOf('HEAD');
    await rename(join(repository.folder, 'src/a.ts'), join(repository.folder, 'moved.ts'));
    await repository.write({
      'moved.ts': text(['new;', ...numbers(1, 12)]),
      'other.ts': text(numbers(1, 8)),
      'same.js': text(numbers(1, 20)),
    });
    expect(await todayLines().of('src/a.ts', 3, commit)).toMatchObject({ state: 'moved', file: 'moved.ts', line: 4 });
    await repository.write({ 'moved.ts': text(numbers(1, 9)) });
    expect(await todayLines().of('src/a.ts', 3, commit)).toMatchObject({ state: 'file-gone' });
  });

  it('[T12] looks at nothing before the workspace is trusted', async () => {
    editor.trusted = false;
    expect(await todayLines().of('src/a.ts', 3, await repository.commitOf('HEAD'))).toEqual({ state: 'unknown' });
    expect(runs).toEqual([]);
  });

  it('[T12] runs nothing that the repository names, whether it moved, was renamed or lacks what is asked for', async () => {
    const commit = await repository.commitOf('HEAD');
    const sentinel = join(repository.folder, 'sentinel');
    const evil = await repository.script('evil', `touch '${sentinel}'`);
    await repository.write({
      '.gitattributes': '* filter=evil diff=evil merge=evil\n',
      'src/a.ts': text(['new;', ...numbers(1, 20)]),
    });
    await repository.git('mv', 'packages/web/lib/b.ts', 'packages/web/lib/c.ts');
    for (const name of ['clean', 'smudge', 'process']) await repository.git('config', `filter.evil.${name}`, evil);
    await repository.git('config', 'filter.evil.required', 'true');
    for (const name of ['command', 'textconv']) await repository.git('config', `diff.evil.${name}`, evil);
    for (const name of ['core.fsmonitor', 'core.pager', 'diff.external', 'core.sshCommand', 'core.askPass'])
      await repository.git('config', name, evil);
    for (const name of ['post-index-change', 'pre-auto-gc', 'reference-transaction'])
      await repository.script(`hooks/${name}`, `touch '${sentinel}'`);
    await repository.git('config', 'core.hooksPath', join(repository.folder, 'hooks'));
    // As a partial clone, it would ask its remote for what it lacks, by a program of its own.
    await repository.git('config', 'remote.origin.url', repository.folder);
    await repository.git('config', 'remote.origin.promisor', 'true');
    await repository.git('config', 'remote.origin.uploadpack', evil);
    await repository.git('config', 'extensions.partialClone', 'origin');
    await repository.git('config', 'core.repositoryFormatVersion', '1');
    for (const way of ['file', 'ssh', 'ext']) await repository.git('config', `protocol.${way}.allow`, 'always');
    await rm(sentinel, { force: true });
    const lines = todayLines();
    expect(await lines.of('src/a.ts', 3, commit)).toMatchObject({ state: 'moved', line: 4 });
    expect(await lines.of('lib/b.ts', 3, commit)).toMatchObject({ state: 'moved', file: 'packages/web/lib/c.ts' });
    expect(await lines.of('src/a.ts', 3, Sha.parse('b'.repeat(40)))).toMatchObject({ state: 'unfetched', line: 3 });
    await rm(join(repository.folder, 'src/a.ts'));
    expect(await lines.of('src/a.ts', 3, commit)).toMatchObject({ state: 'file-gone' });
    expect(runs.map(([verb]) => verb)).toContain('ls-files');
    expect(existsSync(sentinel)).toBe(false);
    // They are loaded: git's own way of asking runs them.
    await repository.git('diff', commit, '--').catch(() => '');
    expect(existsSync(sentinel)).toBe(true);
  });
});

import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FileDiff, parseDiff } from '../../../extension/views/documents/diff-parse.ts';
import { patched, sidesOf } from '../../../extension/views/documents/diff-sides.ts';
import { makeRepository, type Repository } from '../../support/repository.ts';

let repository: Repository;
beforeAll(async () => {
  repository = await makeRepository();
});
afterAll(async () => repository.remove());

const line = fc.constantFrom(
  '',
  'a',
  'b',
  ' c',
  '-d',
  '+e',
  '--- x',
  '+++ y',
  '@@ -1 +1 @@',
  '\\ No newline',
  'é',
  'x\r',
  'one two',
);
const text = fc
  .tuple(fc.array(line, { maxLength: 30 }), fc.boolean())
  .map(([lines, ends]) => lines.join('\n') + (ends ? '\n' : ''));
const change = fc
  .tuple(
    text,
    fc.array(fc.tuple(fc.nat(), fc.constantFrom('add', 'drop', 'end'), line), { minLength: 1, maxLength: 4 }),
  )
  .map(([before, edits]) => {
    const lines = before.split('\n');
    for (const [where, how, what] of edits) {
      const at = where % (lines.length + 1);
      if (how === 'end') lines.push('');
      else lines.splice(at, how === 'drop' ? 1 : 0, ...(how === 'add' ? [what] : []));
    }
    return { before, after: lines.join('\n') };
  });

/** Paths that git writes in ways of its own. */
const names = [
  'plain.ts',
  'deep/er/x.md',
  'with blank.txt',
  'ümlaut.txt',
  'quo"te.txt',
  'back\\slash',
  'b/a',
  'a/b',
  'tab\there',
];

describe('a diff of git', () => {
  it.each([
    ['as it is', []],
    ['without what is around', ['-U0']],
    ['with a line around', ['-U1']],
    ['with all around', ['-U200']],
    ['without prefixes', ['--no-prefix']],
    ['without detecting renames', ['--no-renames']],
    ['by another algorithm', ['--patience']],
  ])('leads from each side of a real file to the other: %s', async (_, options) => {
    const changes = fc
      .sample(change, { numRuns: 60, seed: 7 + options.length })
      .filter(({ before, after }) => before !== after);
    const path = (at: number): string => `${at}-${names[at % names.length]}`;
    const sides = changes.map(({ before, after }, at) => ({
      path: path(at),
      before: `${at}\n${before}`,
      after: `${at}\n${after}`,
    }));
    await repository.commit('Before', Object.fromEntries(sides.map((each) => [each.path, each.before])));
    await repository.commit('After', Object.fromEntries(sides.map((each) => [each.path, each.after])));
    const raw = await repository.git('diff', '--no-ext-diff', '--no-textconv', ...options, 'HEAD~1', 'HEAD', '--');
    const files = parseDiff(`${raw}\n`);
    expect(new Set(files.map(({ newPath }) => newPath))).toEqual(new Set(sides.map((each) => each.path)));
    for (const { path: name, before, after } of sides) {
      const file = files.find(({ newPath }) => newPath === name) as FileDiff;
      expect([name, patched(before, file.hunks, 'new')]).toEqual([name, after]);
      expect([name, patched(after, file.hunks, 'old')]).toEqual([name, before]);
      expect(sidesOf(file, before)).toEqual({ before, after, whole: true });
    }
  });

  it('tells of files that were made, deleted, renamed, copied in mode, or are no text', async () => {
    const long = Array.from({ length: 20 }, (_, at) => `line ${at}`).join('\n');
    await repository.commit('Before', {
      'gone.txt': 'gone\n',
      'from here.txt': long,
      'same name.txt': long.toUpperCase(),
      'empty.txt': '',
      'b.bin': '\0a',
    });
    await repository.git('mv', 'from here.txt', 'to there.txt');
    await repository.git('mv', 'same name.txt', 'moved name.txt');
    await repository.commit('After', {
      'gone.txt': undefined,
      'empty.txt': undefined,
      'new.txt': 'new\nlast',
      'to there.txt': `${long}\nmore\n`,
      'b.bin': '\0b',
    });
    const files = parseDiff(await repository.git('diff', '-M', 'HEAD~1', 'HEAD', '--'));
    const of = (path: string) => files.find(({ oldPath, newPath }) => (newPath ?? oldPath) === path);
    expect(of('gone.txt')).toMatchObject({ oldPath: 'gone.txt', newPath: undefined });
    expect(sidesOf(of('gone.txt') as FileDiff, undefined)).toEqual({ before: 'gone\n', after: '', whole: true });
    expect(sidesOf(of('new.txt') as FileDiff, undefined)).toEqual({ before: '', after: 'new\nlast', whole: true });
    expect(of('to there.txt')).toMatchObject({ oldPath: 'from here.txt' });
    expect(sidesOf(of('to there.txt') as FileDiff, long)).toMatchObject({ after: `${long}\nmore\n`, whole: true });
    expect(of('moved name.txt')).toMatchObject({ oldPath: 'same name.txt', hunks: [] });
    expect(of('b.bin')).toMatchObject({ oldPath: 'b.bin', hunks: [] });
    expect(of('empty.txt')).toMatchObject({ oldPath: 'empty.txt', newPath: undefined, hunks: [] });
  });
});

describe('a diff of another program', () => {
  it('is read, several files of it too', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'shiproom-diff-'));
    const put = async (path: string, content: string): Promise<void> => {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), content);
    };
    await put('old/a.txt', 'one\ntwo\nthree\n');
    await put('new/a.txt', 'one\n2\nthree');
    await put('old/b.txt', 'x\n');
    await put('new/b.txt', 'x\ny\n');
    const { stdout } = await promisify(execFile)('git', ['diff', '--no-index', '--no-prefix', 'old', 'new'], {
      cwd: folder,
    }).catch((error: { stdout: string }) => error);
    await rm(folder, { recursive: true });
    const plain = stdout
      .replaceAll(/^(diff|index) .*\n/gm, '')
      .replaceAll(/^(--- .*|\+\+\+ .*)$/gm, '$1\t2026-01-01 10:00:00.000000000 +0100');
    const files = parseDiff(plain);
    expect(files.map(({ oldPath, newPath }) => [oldPath, newPath])).toEqual([
      ['old/a.txt', 'new/a.txt'],
      ['old/b.txt', 'new/b.txt'],
    ]);
    expect(patched('one\ntwo\nthree\n', files[0]?.hunks ?? [], 'new')).toBe('one\n2\nthree');
    expect(patched('x\n', files[1]?.hunks ?? [], 'new')).toBe('x\ny\n');
  });
});

describe('both sides of a diff', () => {
  const diff = [
    '--- a/x.ts',
    '+++ b/x.ts',
    '@@ -10,3 +10,3 @@ function a() {',
    ' one',
    '-two',
    '+2',
    ' three',
    '@@ -40 +40,2 @@',
    ' end',
    '+more',
    '',
  ].join('\n');

  it('are what it tells alone, where the file is not here as it was', () => {
    const [file] = parseDiff(diff) as [FileDiff];
    for (const here of [undefined, 'another text\n', 'x\n'.repeat(60)]) {
      expect(sidesOf(file, here)).toEqual({
        before: '@@ -10 +10 @@ function a() {\none\ntwo\nthree\n@@ -40 +40 @@\nend\n',
        after: '@@ -10 +10 @@ function a() {\none\n2\nthree\n@@ -40 +40 @@\nend\nmore\n',
        whole: false,
      });
    }
  });

  it('are read as far as a diff goes that was cut short, or was mended by hand', () => {
    expect(parseDiff(diff.slice(0, diff.indexOf(' three')))[0]?.hunks[0]?.lines).toHaveLength(3);
    expect(parseDiff('--- a/x\n+++ b/x\n@@ -1,3 +1,3 @@\n a\n\n-b\n+c')[0]?.hunks[0]?.lines).toEqual([
      { kind: 'same', text: 'a\n' },
      { kind: 'same', text: '\n' },
      { kind: 'old', text: 'b\n' },
      { kind: 'new', text: 'c\n' },
    ]);
  });

  it('are none of what is no diff, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(line, fc.string(), fc.constantFrom('diff --git a/x b/x', '--- a/x', '+++ b/x', '@@ -1,2 +1,2 @@')),
          { maxLength: 40 },
        ),
        (lines) => {
          for (const file of parseDiff(lines.join('\n'))) expect(sidesOf(file, 'a\nb\n')).toBeTruthy();
        },
      ),
      { numRuns: 1_000 },
    );
    expect(parseDiff('just words\nand more')).toEqual([]);
  });
});

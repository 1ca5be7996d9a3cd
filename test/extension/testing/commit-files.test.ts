import { describe, expect, it } from 'vitest';
import { findInCommit } from '../../../extension/testing/commit-files.ts';
import type { QuietGit } from '../../../extension/testing/quiet-git.ts';
import { sha } from '../../support/samples.ts';

const blob = 'a'.repeat(40);

/** A commit with these files alone, each of which git knows by its id, and none by a name that was asked for. */
const gitOf =
  (paths: readonly string[]): QuietGit =>
  async (_, [command], input = '') => {
    if (command === 'ls-tree') return Buffer.from(paths.map((path) => `100644 blob ${blob}\t${path}\0`).join(''));
    const asked = input.trimEnd().split('\n');
    const answer = (line: string): string => (line === blob ? `${blob} blob 12` : `${line} missing`);
    return Buffer.from(
      asked.map((line) => (line.endsWith('^{commit}') ? `${blob} commit 9` : answer(line))).join('\n'),
    );
  };

describe('files that a run names', () => {
  it('are found by their end in no time, however many files there are and whatever was named', async () => {
    const deep = Array.from({ length: 18 }, (_, at) => `d${at}`).join('/');
    const paths = Array.from({ length: 60_000 }, (_, at) => `packages/p${at % 300}/${deep}/file${at}.ts`);
    const names = [...Array.from({ length: 50 }, (_, at) => `${deep}/none${at}.ts`), `/build/x/${deep}/file7.ts`];
    const begun = performance.now();
    const found = await findInCommit(gitOf(paths), '/', sha('b'), names);
    expect(found).toEqual(new Map([[names.at(-1), { path: paths[7], blob }]]));
    expect(performance.now() - begun).toBeLessThan(2_000);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitsGlob, nameGlob, pathGlob } from '../../bridge/domain/glob.ts';

const fitsPath = (pattern: string, path: string) => fitsGlob(pathGlob(pattern), path);
const fitsName = (pattern: string, name: string) => fitsGlob(nameGlob(pattern), name);

/** The same pattern as a regular expression, which only a test may make. */
function expression(pattern: string): RegExp {
  const folders = '\ue001';
  const any = '\ue002';
  const source = pattern
    .replaceAll(/(?<=^|\/)\*{2,}\//g, folders)
    .replaceAll(/(?<=^|[/\ue001])\*{2,}$/g, any)
    .replaceAll(/\*+/g, '[^/]*')
    .replaceAll('?', '[^/]')
    .replaceAll(folders, '(?:.*/)?')
    .replaceAll(any, '.*');
  return new RegExp(`^${source}$`, 'su');
}

describe('a pattern of file names', () => {
  it.each([
    ['web/**', 'web/a/b.ts', true],
    ['web/**', 'web', false],
    ['web/**', 'api/web/a.ts', false],
    ['**/*.ts', 'a.ts', true],
    ['**/*.ts', 'a/b/c.ts', true],
    ['a/**/b', 'a/b', true],
    ['a/**/b', 'a/x/y/b', true],
    ['a/**/b', 'ab', false],
    ['*.ts', 'a/b.ts', false],
    ['a?c', 'a/c', false],
    ['a?c', 'a😀c', true],
    ['a**c', 'a/c', false],
    ['a**c', 'abbc', true],
    ['\\*.ts', '*.ts', true],
    ['\\*.ts', 'a.ts', false],
    ['**', 'a/b', true],
    ['', '', true],
    ['[ab].ts', '[ab].ts', true],
    ['(a+)+$', '(a+)+$', true],
  ])('%s and %s: %s', (pattern, path, fits) => {
    expect(fitsPath(pattern, path)).toBe(fits);
  });

  it('fits what its regular expression would fit', () => {
    const pattern = fc.array(fc.constantFrom('a', 'b', '/', '*', '**', '?'), { maxLength: 8 });
    const path = fc.array(fc.constantFrom('a', 'b', '/'), { maxLength: 8 });
    fc.assert(
      fc.property(pattern, path, (parts, names) => {
        expect(fitsPath(parts.join(''), names.join(''))).toBe(expression(parts.join('')).test(names.join('')));
      }),
      { numRuns: 5000 },
    );
  });

  it('fits itself where it has no wildcard', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (text) => {
        expect(fitsPath(text.replaceAll(/[*?\\]/g, '\\$&'), text)).toBe(true);
      }),
    );
  });

  it('costs as much as it is long for each character, however it is nested', () => {
    const began = performance.now();
    expect(fitsPath('*a'.repeat(100), `${'a'.repeat(5000)}b`)).toBe(false);
    expect(fitsPath('**/a/'.repeat(50), `${'a/'.repeat(2500)}b`)).toBe(false);
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});

describe('a pattern of a branch', () => {
  it.each([
    ['release/*', 'release/1.x/hotfix', true],
    ['*', 'feat/login', true],
    ['feat/**', 'feat/a/b', true],
    ['v?', 'v1', true],
    ['v?', 'v12', false],
    ['main', 'maintenance', false],
  ])('%s and %s: %s', (pattern, name, fits) => {
    expect(fitsName(pattern, name)).toBe(fits);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { overlapsOf } from '../../bridge/domain/overlaps.ts';
import type { Here } from '../../bridge/domain/presence.ts';
import { notifications } from '../../protocol/wire/methods.ts';
import { device, key, person, room } from '../support/samples.ts';

const here = (name: string, branch: string | undefined, files: string[], part: Partial<Here> = {}): Here => ({
  person: person(name),
  device: device(name),
  files,
  ...(branch === undefined ? {} : { on: { key: key(branch), sharedAt: 1 } }),
  ...part,
});
const told = (all: readonly Here[], name: string) => overlapsOf(all).get(person(name).id);

const anyHere = fc
  .record({
    name: fc.constantFrom('Ana', 'Bo', 'Cy', 'Di'),
    branch: fc.option(fc.constantFrom('main', 'feat/a', 'feat/b'), { nil: undefined }),
    files: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 5 }),
    seen: fc.boolean(),
  })
  .map(({ name, branch, files, seen }) => here(name, branch, files, { seen }));

describe('overlaps', () => {
  it('are told to both who have changed a file on different branches of one repository', () => {
    const all = [here('Ana', 'feat/a', ['x.ts', 'b.ts', 'a.ts']), here('Bo', 'feat/b', ['a.ts', 'b.ts', 'y.ts'])];
    expect(told(all, 'Ana')).toEqual([{ person: person('Bo'), on: key('feat/b'), files: ['a.ts', 'b.ts'] }]);
    expect(told(all, 'Bo')).toEqual([{ person: person('Ana'), on: key('feat/a'), files: ['a.ts', 'b.ts'] }]);
  });

  it('are none on one branch, in two repositories, or with oneself in another window', () => {
    const other = { key: { ...key('feat/b'), repository: 'example.com/other' as never }, sharedAt: 1 };
    expect(told([here('Ana', 'feat/a', ['a']), here('Bo', 'feat/a', ['a'])], 'Ana')).toEqual([]);
    expect(told([here('Ana', 'feat/a', ['a']), here('Bo', 'feat/b', ['a'], { on: other })], 'Ana')).toEqual([]);
    expect(told([here('Ana', 'feat/a', ['a']), here('Ana', 'feat/b', ['a'])], 'Ana')).toEqual([]);
  });

  it('are not derived for whoever tells no files or is not seen, whatever others tell', () => {
    const bo = here('Bo', 'feat/b', ['a']);
    expect(told([here('Ana', 'feat/a', []), bo], 'Ana')).toBeUndefined();
    expect(told([here('Ana', 'feat/a', ['a'], { seen: false }), bo], 'Ana')).toBeUndefined();
    expect(told([here('Ana', 'feat/a', ['a'], { seen: false }), bo], 'Bo')).toEqual([]);
    expect(told([here('Ana', undefined, ['a']), bo], 'Ana')).toBeUndefined();
  });

  it('never tell anybody a name that they did not tell themselves, nor anything of those who told none', () => {
    fc.assert(
      fc.property(fc.array(anyHere, { maxLength: 10 }), (all) => {
        const tellings = all.filter(({ on, files, seen }) => on && seen && files?.length);
        for (const [id, overlaps] of overlapsOf(all)) {
          const own = tellings.filter((each) => each.person.id === id).flatMap(({ files = [] }) => files);
          expect(own.length).toBeGreaterThan(0);
          for (const overlap of overlaps) {
            expect(overlap.person.id).not.toBe(id);
            expect(overlap.files.filter((file) => !own.includes(file))).toEqual([]);
            expect(tellings.some((each) => each.person.id === overlap.person.id)).toBe(true);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('see the same from both sides, in any order of arrival', () => {
    fc.assert(
      fc.property(fc.uniqueArray(anyHere, { maxLength: 4, selector: (each) => each.person.id }), (all) => {
        const found = overlapsOf(all);
        expect(overlapsOf(all.toReversed())).toEqual(found);
        for (const [id, overlaps] of found)
          for (const { person: other, files } of overlaps)
            expect(found.get(other.id)?.find((each) => each.person.id === id)?.files).toEqual(files);
      }),
    );
  });

  it('are at most 50 files of 50 people, as the wire takes them', () => {
    const files = Array.from({ length: 500 }, (_, index) => `file-${index}`);
    const many = Array.from({ length: 60 }, (_, index) => here(`Bo${index}`, `feat/${index}`, files));
    const overlaps = [...(told([here('Ana', 'feat/a', files), ...many], 'Ana') ?? [])];
    expect([overlaps.length, overlaps[0]?.files.length]).toEqual([50, 50]);
    expect(notifications['presence/overlaps'].safeParse({ room, overlaps }).success).toBe(true);
  });

  it('are derived in a moment for a whole company, whether it shares its files or not', () => {
    const company = (name: (file: number, who: number) => string): Here[] =>
      Array.from({ length: 400 }, (_, who) =>
        here(
          `Bo${who}`,
          `feat/${who}`,
          Array.from({ length: 500 }, (__, file) => name(file, who)),
        ),
      );
    const [together, apart] = [company((file) => `src/${file}.ts`), company((file, who) => `src/${who}/${file}.ts`)];
    const begun = performance.now();
    expect(told(together, 'Bo7')).toHaveLength(50);
    expect(told(apart, 'Bo7')).toEqual([]);
    expect(performance.now() - begun).toBeLessThan(3_000);
  });
});

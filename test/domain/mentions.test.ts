import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callsOf, withMentions } from '../../bridge/domain/mentions.ts';
import { mentioned } from '../../protocol/model/mentions.ts';
import { typed } from '../../bridge/domain/prose.ts';
import { PersonId } from '../../protocol/model/ids.ts';
import type { Person } from '../../protocol/model/person.ts';

const of = (id: string, name: string): Person => ({ id: PersonId.parse(id), name });
const people = [
  of('ana', 'Ana'),
  of('ana-maria', 'Ana Maria'),
  of('slack:T1/U2', 'Bo'),
  of('cy', 'Cy'),
  of('cy-2', 'Cy'),
];
const read = (text: string) => withMentions(typed(text), people);
const names = (text: string) => mentioned(read(text)).map(String);

describe('mentions', () => {
  it('are read by name or id, the longest name first, in any case', () => {
    expect(names('@ana, look')).toEqual(['ana']);
    expect(names('ask @Ana Maria or @BO.')).toEqual(['ana-maria', 'slack:T1/U2']);
    expect(names('@ana-maria')).toEqual(['ana-maria']);
    expect(names('(@bo)')).toEqual(['slack:T1/U2']);
  });

  it('are not read inside words, of nobody, or of whoever shares their name', () => {
    expect(names('mail ana@bo.example')).toEqual([]);
    expect(names('@anastasia and @cy and @nobody and @')).toEqual([]);
    expect(names('@cy-2')).toEqual(['cy-2']);
  });

  it('are not read in code or links', () => {
    expect(names('`@ana` https://x.example/@ana')).toEqual([]);
    expect(names('```\n@ana\n```')).toEqual([]);
  });

  it('change no letter of what was said', () => {
    const said = fc.array(fc.constantFrom('@', 'Ana', ' ', 'Maria', 'bo', 'İ', '.', '\n', 'x', '@ana'), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(said, (parts) => {
        const text = parts.join('');
        const words = (blocks: ReturnType<typeof read>['blocks']): string =>
          blocks
            .map((block) => (block.type === 'paragraph' ? block.children.map((each) => each.text).join('') : ''))
            .join('\n');
        expect(words(read(text).blocks)).toBe(words(typed(text).blocks));
      }),
    );
  });

  it('are read, and offered, in no time among very many people', () => {
    const many = Array.from({ length: 20_000 }, (_, at) => of(`slack:T1/U${at}`, `Person Number ${at}`));
    const begun = performance.now();
    expect(callsOf(many).size).toBe(many.length);
    const said = withMentions(typed(`${'@ '.repeat(1_500)}@Person Number 7`), many);
    expect(mentioned(said)).toEqual([many[7]?.id]);
    expect(performance.now() - begun).toBeLessThan(2_000);
  });
});

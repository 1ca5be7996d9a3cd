import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonOddity } from '../../bridge/app/ci/json-oddity.ts';

const oddity = (text: string) => jsonOddity(new TextEncoder().encode(text));

describe('a text of JSON', () => {
  it('is not odd where a program has written it', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 12 }), fc.constantFrom(0, 2), (value, indent) => {
        expect(oddity(JSON.stringify(value, null, indent))).toBe(undefined);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is odd where any object in it names a key twice, however it is written', () => {
    const key = fc.string({ minLength: 1, maxLength: 5 }).filter((text) => text !== 'between');
    const escaped = (text: string) =>
      text.replaceAll(/./gs, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
    fc.assert(
      fc.property(key, fc.jsonValue({ maxDepth: 3 }), fc.boolean(), fc.nat(20), (name, value, written, depth) => {
        const [first, part] = [JSON.stringify(name), JSON.stringify(value)];
        const second = written ? `"${escaped(name)}"` : first;
        const twice = `{${first}:${part},"between":[],${second}:0}`;
        const text = `${'['.repeat(depth)}${twice}${']'.repeat(depth)}`;
        expect(oddity(text)).toBe('an object names a key twice');
      }),
      { numRuns: 2_000 },
    );
  });

  it('may have the same key in two objects, and the same text as key and as value', () => {
    expect(oddity('{"a":{"a":"a"},"b":[{"a":1},{"a":2}],"c":"a"}')).toBe(undefined);
    expect(oddity('{"a":"b","b":"a","":"","\\"":1,"\\\\":2}')).toBe(undefined);
    expect(oddity('["a","a",{"a":["a","a"]}]')).toBe(undefined);
  });

  it('is odd where it is too deep, and where it is no JSON nothing is thrown', () => {
    expect(oddity('['.repeat(32) + ']'.repeat(32))).toBe(undefined);
    expect(oddity('['.repeat(1_000_000))).toBe('nested deeper than 32');
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void jsonOddity(bytes)));
    for (const text of ['"', '"\\', '{"a', '}}}}', ']{":', '{"\\u":1,"\\u":2}']) void oddity(text);
  });
});

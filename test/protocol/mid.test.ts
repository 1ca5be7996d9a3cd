import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8Bytes } from '../../client/bytes.ts';
import { mintMid } from '../../protocol/model/mid.ts';
import { Mid } from '../../protocol/model/ids.ts';

const random = fc.uint8Array({ minLength: 10, maxLength: 10 });
/** The bits that are chance's own. */
const masks = [0x0f, 0xff, 0x3f];
const instant = fc.integer({ min: 0, max: 2 ** 48 - 1 });

describe('a mid', () => {
  it('is the UUIDv7 of the example in RFC 9562', () => {
    // 017F22E2-79B0-7CC3-98C4-DC0C0C07398F, with its version and variant bits filled with other ones, which have to give way.
    const bytes = Uint8Array.from([0xfc, 0xc3, 0xd8, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f]);
    expect(mintMid(0x017f22e279b0, bytes)).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f');
  });

  it('is one that the wire takes, keeps all of its chance, and sorts by time', () => {
    fc.assert(
      fc.property(instant, instant, random, random, (now, then, bytes, others) => {
        const [a, b] = [mintMid(now, bytes), mintMid(then, others)];
        expect(Mid.safeParse(a).success).toBe(true);
        expect(now === then || a < b === now < then).toBe(true);
        const bare = (all: Uint8Array): string => [...all].map((byte, at) => byte & (masks[at] ?? 0xff)).join();
        expect(mintMid(now, others) === a).toBe(bare(bytes) === bare(others));
      }),
    );
  });
});

describe('the length of a text', () => {
  it('is that of its UTF-8', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => utf8Bytes(text) === Buffer.byteLength(text)),
    );
    expect(utf8Bytes('\ud800')).toBe(3);
  });
});

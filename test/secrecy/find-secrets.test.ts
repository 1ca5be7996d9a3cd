import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findSecrets } from '../../secrecy/find-secrets.ts';
import { masked } from '../../secrecy/mask.ts';
import { tokenFormats } from '../../secrecy/token-formats.ts';

const body = 'aB3x9Qz7'.repeat(8);

/** A token of each way to begin one, and what it looks like. */
const samples = tokenFormats.flatMap(({ begins, body: kind, name }) => {
  const rest = { login: 'deploy:s3cr3t-Pass@host', upper: 'Q3ZX'.repeat(16) }[kind as string] ?? body;
  return begins.map((begin) => ({ begin, name, token: `${begin}${rest}` }));
});

describe('what looks like a secret', () => {
  it.each(samples)('[T15] is named by its line and what it looks like, never by itself: $begin', ({ token, name }) => {
    const found = findSecrets(`first\nsecond = "${token}"\nthird`);
    expect(found).toContainEqual({ line: 2, kind: name });
    expect(found.every(({ line }) => line === 2)).toBe(true);
    expect(JSON.stringify(found)).not.toContain(token.slice(-12));
  });

  it('is each that masking would hide, and nothing where that hides nothing', () => {
    const piece = fc.oneof(fc.constantFrom(...samples.map(({ token }) => token)), fc.string(), fc.constant('\n'));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join(' ');
        expect(findSecrets(text).length > 0).toBe(masked(text) !== text);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is told in order, each kind once a line, with the right line however many there are', () => {
    const lines = Array.from({ length: 40 }, (_, at) =>
      at % 3 === 0 ? `${samples[0]?.token} ${samples[0]?.token}` : 'x',
    );
    expect(findSecrets(lines.join('\r\n')).map(({ line }) => line)).toEqual(
      lines.flatMap((_, at) => (at % 3 === 0 ? [at + 1] : [])),
    );
  });
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogStyle } from '../../reports/clean-log.ts';
import { masked } from '../../secrecy/mask.ts';
import { safeLog } from '../../reports/safe-log.ts';
import { type Body, tokenFormats } from '../../secrecy/token-formats.ts';

const long: Readonly<Record<Body, string>> = {
  upper: 'Q3ZX'.repeat(16),
  word: 'aB3_x9Qz'.repeat(8),
  token: 'aB3-x9.z'.repeat(8),
  value: 'aB3/x+9z'.repeat(8),
  base64: '',
  wrapped: '',
  login: 'deploy:s3cr3t-Pass',
  key: `\n${'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSj\n'.repeat(4)}-----END PRIVATE KEY-----`,
};

/** A token of each kind, in the middle of a line. */
const samples = tokenFormats.flatMap(({ begins, body, shown }) =>
  begins.map((begin) => ({ begin, body, shown: shown === true, secret: long[body] })),
);

const encodings: Readonly<Record<string, (text: string) => string>> = {
  raw: (text) => text,
  base64: (text) => Buffer.from(text).toString('base64'),
  url: encodeURIComponent,
};

/** What a log shows of these pieces. */
function logged(pieces: readonly Uint8Array[], style: LogStyle = 'plain'): string {
  const safe = safeLog(style, []);
  return `${pieces.map((piece) => safe.push(piece)).join('')}${safe.end()}`;
}

describe('tokens', () => {
  it('are of forty formats and more', () => {
    expect(samples.length).toBeGreaterThanOrEqual(40);
    for (const { begin } of samples) expect(begin.length).toBeGreaterThanOrEqual(3);
  });

  it.each(samples)('[T15] none that begins with $begin is shown, in three encodings, split at every byte', (sample) => {
    for (const [name, encode] of Object.entries(encodings)) {
      if (sample.body === 'login' && name !== 'raw') continue;
      const closed = sample.body === 'login' ? '@host' : '';
      const bytes = Buffer.from(`x=1 ${encode(`${sample.begin}${sample.secret}`)}${closed} end`);
      const whole = logged([bytes]);
      expect(whole).toMatch(/^x=1 .*\*\*\*.* end$/s);
      // No eight characters of it are left, as they are or encoded.
      const secret = encode(sample.secret).replaceAll(/-----END.*/g, '');
      for (let at = 0; at + 8 <= secret.length; at += 1) expect(whole).not.toContain(secret.slice(at, at + 8));
      for (let at = 1; at < bytes.length; at += 1) {
        expect(logged([bytes.subarray(0, at), bytes.subarray(at)])).toBe(whole);
      }
    }
  });

  it('hide nothing that only resembles them', () => {
    const innocent = [
      'task-abcdefghijklmnopqrstuvwxyzabcdefghijklm passed, risk-free',
      'git@host.example:acme/web.git https://host.example:8080/acme/web@v1.2.3 ssh://git@host.example/x',
      'ghp_short glpat- npm_config_registry npm_lifecycle_event=test',
      '-----BEGIN CERTIFICATE----- MIIB -----END CERTIFICATE-----',
      'sha512-oB8dnWSbVqAu5cDu0bGYcR5UpgFVrbAYDUQXhTZFxrCNuT+Y4uKkMtkDUgkjfKSk3fLQOBqSWMBgEH5LzNXZ0Q==',
      'Bearer of bad news; basic HTML; Authorization: none',
    ];
    for (const line of innocent) expect(masked(line)).toBe(line);
  });

  it('do not hide what follows a private key that has ended, or that never ends', () => {
    const key = `-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\n${'MIIE'.repeat(40)}\n-----END RSA PRIVATE KEY-----`;
    expect(masked(`a\n${key}\n12 passed\n`)).toBe('a\n***END RSA PRIVATE KEY-----\n12 passed\n');
    expect(masked(`-----BEGIN PRIVATE KEY-----${'x'.repeat(20_000)} end`)).toMatch(/^\*{3}x{3616} end$/);
  });

  it('[T15] are hidden alike however a log is cut and coloured', () => {
    const unit = fc.oneof(
      fc.constantFrom('\u001b[1m', '\u001b[0m', ' ', '\n', '\r', '-', '-----', 'a', '@', '://', 'u:', 'end', '\u001b'),
      fc.constantFrom(
        ...samples.flatMap(({ begin, secret }) => [begin, begin.slice(0, 4), secret.slice(0, 40), secret]),
      ),
      fc.constantFrom(...samples.map(({ begin, secret }) => Buffer.from(`${begin}${secret}`).toString('base64'))),
    );
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 14 }), fc.array(fc.nat(), { maxLength: 8 }), (units, cuts) => {
        const bytes = Buffer.from(units.join(''));
        const at = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].toSorted((a, b) => a - b);
        const pieces = at.slice(1).map((end, index) => bytes.subarray(at[index], end));
        const plain = logged([bytes]);
        expect(logged(pieces)).toBe(plain);
        const coloured = logged(pieces, 'sgr');
        expect(coloured).toBe(logged([bytes], 'sgr'));
        // oxlint-disable-next-line no-control-regex -- it is what may be there
        expect(coloured.replaceAll(/\u001b\[[\d;:]*m/g, '')).toBe(plain);
      }),
      { numRuns: 2000 },
    );
  });

  it('[F28] take time by length alone', () => {
    for (const text of [
      'eyJ',
      'eyJh ',
      'ghp_',
      '://',
      '://a:',
      'Bearer ',
      '-----BEGIN PRIVATE KEY-----',
      'sk-a',
      'AKIA',
      'Z2hw',
      'a',
      'é',
    ]) {
      const hostile = text.repeat(3_000_000 / text.length);
      const began = performance.now();
      masked(hostile, ['hunter22']);
      expect({ text, ms: performance.now() - began }).toSatisfy(({ ms }) => ms < 5_000);
    }
  });
});

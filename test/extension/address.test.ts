import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Origin, readLink } from '../../extension/connection/address.ts';

const code = 'c0de-C0DE_c0de';

describe('a link to a bridge', () => {
  it.each([
    ['https://bridge.example', 'https://bridge.example', undefined],
    ['https://bridge.example/', 'https://bridge.example', undefined],
    [`https://bridge.example/#code=${code}`, 'https://bridge.example', code],
    [`https://bridge.example:8443#code=${code}`, 'https://bridge.example:8443', code],
    [`https://bridge.example/join#code=${code}`, 'https://bridge.example', code],
    [`  http://127.0.0.1:7420/#code=${code}\n`, 'http://127.0.0.1:7420', code],
    [
      `vscode://shiproom.shiproom/join?bridge=https%3A%2F%2Fbridge.example&code=${code}`,
      'https://bridge.example',
      code,
    ],
    [`cursor://shiproom.shiproom/join?code=${code}&bridge=https://bridge.example`, 'https://bridge.example', code],
    ['http://localhost:7420/', 'http://localhost:7420', undefined],
    ['http://[::1]:7420/', 'http://[::1]:7420', undefined],
  ])('is read from %j', (text, origin, found) => {
    expect(readLink(text)).toEqual({ origin, ...(found && { code: found }) });
  });

  it.each([
    '',
    'bridge.example',
    'vscode://shiproom.shiproom/connect',
    `vscode://shiproom.shiproom/join?bridge=https://bridge.example&code=${code}&run=x`,
    `vscode://shiproom.shiproom/join?bridge=https://bridge.example&code=${code}&code=${code}`,
    `vscode://shiproom.shiproom/join?bridge=https://bridge.example/room&code=${code}`,
    `vscode://shiproom.shiproom/join?bridge=http://bridge.example&code=${code}`,
    `vscode://other.extension/join?bridge=https://bridge.example&code=${code}`,
    'vscode://shiproom.shiproom/join?bridge=https://bridge.example',
    'https://user@bridge.example/',
    'https://bridge.example:443/',
    'https://BRIDGE.example/',
    'https://bridge.example/room',
    'https://bridge.example/?code=12345678',
    `https://bridge.example/#code=${code}&run=x`,
    'https://bridge.example/#code=short',
    `https://bridge.example/joint#code=${code}`,
    `https://bridge.example/join/#code=${code}`,
    'http://bridge.example/',
    'http://127.1:7420/',
    'http://2130706433/',
    'http://0.0.0.0:7420/',
    'http://127。0。0。1:7420/',
    'ws://127.0.0.1:7420/',
    'javascript:alert(1)',
    `https://${'a'.repeat(400)}.example/`,
  ])('is not read from %j, and the reason is said', (text) => {
    expect(readLink(text)).toEqual({ wrong: expect.stringMatching(/\w.*\.|…/) });
  });

  it('[T1] accepts none of 10,000 hosts that look like this machine', () => {
    const home = fc.constantFrom('127.0.0.1', 'localhost', '[::1]');
    const label = fc.stringMatching(/^[a-z0-9-]{1,12}$/);
    const lookAlike = fc
      .oneof(
        fc.tuple(home, label).map(([host, more]) => `${host}.${more}`),
        fc.tuple(home, label).map(([host, more]) => `${more}.${host}`),
        fc.tuple(home, label).map(([host, more]) => `${more}${host}`),
        fc.tuple(home, label).map(([host, more]) => `${host}@${more}.example`),
        fc.tuple(home, label).map(([host, more]) => `${host}:80@${more}.example`),
        fc.tuple(home, label).map(([host, more]) => `${more}.example#${host}`),
        fc.tuple(home, label).map(([host, more]) => `${more}.example/${host}`),
        fc.tuple(home, label).map(([host, more]) => `${more}.example\\@${host}`),
        fc.tuple(home, label).map(([host, more]) => `${host}%2e${more}.example`),
        home.map((host) => host.replaceAll('.', '。')),
        home.map((host) => host.replace('l', 'ⅼ').replace('1', '１')),
        home.map((host) => `${host}．evil.example`),
        fc.ipV4(),
        fc.ipV6().map((address) => `[${address}]`),
        fc.webAuthority({ withPort: true, withUserInfo: true }),
      )
      .filter((host) => !/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host));
    fc.assert(
      fc.property(lookAlike, fc.constantFrom('', ':7420'), (host, port) => {
        const link = readLink(`http://${host}${port}/#code=${code}`);
        expect(link).toHaveProperty('wrong');
      }),
      { numRuns: 10_000 },
    );
  });

  it('[T1] names exactly the place to which a request would go', () => {
    fc.assert(
      fc.property(
        fc.webUrl({ validSchemes: ['https', 'http'], withFragments: true, withQueryParameters: true }),
        (url) => {
          const link = readLink(url);
          expect('origin' in link ? link.origin : new URL(url).origin).toBe(new URL(url).origin);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('[T4] takes nothing but an origin and a code out of 10,000 random links, and throws at none', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.webUrl(),
      fc.webUrl().map((url) => `${url}#code=${code}`),
    );
    fc.assert(
      fc.property(anything, (text) => {
        const link = readLink(text);
        expect(Object.keys(link).filter((name) => !['wrong', 'origin', 'code'].includes(name))).toEqual([]);
        expect('wrong' in link || Origin.safeParse(link.origin).success).toBe(true);
      }),
      { numRuns: 10_000 },
    );
  });
});

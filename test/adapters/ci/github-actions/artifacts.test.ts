import { strToU8, Zip, ZipDeflate, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { testsIn } from '../../../../bridge/adapters/ci/github-actions/artifacts.ts';

const junit = (name: string): Uint8Array =>
  strToU8(`<testsuite name="s"><testcase name="${name}"><failure message="no"/></testcase></testsuite>`);
const ctrf = strToU8(
  JSON.stringify({ results: { tool: { name: 't' }, tests: [{ name: 'b', status: 'passed', duration: 1 }] } }),
);
const namesIn = async (zip: Uint8Array) => (await testsIn(zip)).map(({ name, outcome }) => `${name} ${outcome}`);

/** A zip as GitHub's own action writes it: in a stream, so that an entry's head does not know its size. */
function streamed(files: Readonly<Record<string, Uint8Array>>): Buffer {
  const parts: Uint8Array[] = [];
  const zip = new Zip((_, part) => void parts.push(part));
  for (const [name, content] of Object.entries(files)) {
    const file = new ZipDeflate(name);
    zip.add(file);
    file.push(content, true);
  }
  zip.end();
  return Buffer.concat(parts);
}

describe('an archive of test reports', () => {
  it('gives the tests of JUnit and CTRF reports, and of nothing else', async () => {
    const files = {
      'a/junit.xml': junit('a'),
      'ctrf.json': ctrf,
      'notes.txt': junit('c'),
      'other.xml': strToU8('<x/>'),
    };
    expect(await namesIn(zipSync(files))).toEqual(['a failed', 'b passed']);
    expect(await namesIn(streamed(files))).toEqual(['a failed', 'b passed']);
    const large = junit(`${'x'.repeat(50_000)} ${Array.from({ length: 20_000 }, (_, at) => at * 7919).join(' ')}`);
    expect(await testsIn(streamed({ 'large.xml': large, 'z.xml': junit('z') }))).toHaveLength(2);
  });

  it('is read within bounds, whatever it says of itself', async () => {
    const bomb = zipSync({
      'first.xml': junit('first'),
      'junit.xml': new Uint8Array(48 * 1024 * 1024),
      'last.xml': junit('last'),
    });
    expect(bomb.length).toBeLessThan(1024 * 1024);
    const before = process.memoryUsage().rss;
    expect(await namesIn(bomb)).toEqual(['first failed']);
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);

    const lying = Buffer.from(bomb);
    // The sizes that the heads of the entries claim.
    for (let at = lying.indexOf('PK\u0003\u0004'); at >= 0; at = lying.indexOf('PK\u0003\u0004', at + 4))
      lying.writeUInt32LE(10, at + 22);
    expect(await namesIn(lying)).toEqual(['first failed']);

    const many = Object.fromEntries(Array.from({ length: 1000 }, (_, at) => [`${at}.xml`, junit(`t${at}`)]));
    expect(await testsIn(zipSync(many))).toHaveLength(500);
  });

  it('takes names for names', async () => {
    const files = {
      '../../../../tmp/evil.xml': junit('a'),
      '/etc/passwd.xml': junit('b'),
      '__proto__/x.xml': junit('c'),
    };
    expect(await namesIn(zipSync(files))).toEqual(['a failed', 'b failed', 'c failed']);
  });

  it('may be broken, or no archive', async () => {
    const whole = zipSync({ 'a.xml': junit('a'), 'b.xml': junit('b') });
    for (const bytes of [
      new Uint8Array(),
      strToU8('PK'),
      strToU8('<html>'),
      whole.subarray(0, 40),
      crypto.getRandomValues(new Uint8Array(5000)),
    ])
      expect(await namesIn(bytes)).toEqual([]);
    expect(await namesIn(whole.subarray(0, 150))).toEqual(['a failed']);
  });
});

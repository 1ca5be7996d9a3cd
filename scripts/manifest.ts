// Writes what the extension contributes into package.json and package.nls.json; with `--check` it only says whether they differ.
import { readFile, writeFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { manifest } from '../extension/manifest.ts';

const { keys, words } = JSON.parse(JSON.stringify(manifest()));
const check = process.argv.includes('--check');
const present = await read('package.json');
await settle('package.json', present, { ...present, ...keys });
await settle('package.nls.json', await read('package.nls.json').catch(() => ({})), words);

async function settle(file: string, before: Record<string, unknown>, wanted: Record<string, unknown>) {
  const names = new Set([...Object.keys(before), ...Object.keys(wanted)]);
  const stale = [...names].filter((key) => !isDeepStrictEqual(before[key], wanted[key]));
  if (stale.length === 0) return;
  if (check) {
    console.error(`${file} differs from extension/contributions.ts in ${stale.join(', ')}: npm run manifest`);
    process.exitCode = 1;
    return;
  }
  await writeFile(new URL(`../${file}`, import.meta.url), `${JSON.stringify(wanted, null, 2)}\n`);
  console.log(`${file}: wrote ${stale.join(', ')}`);
}

async function read(file: string): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(new URL(`../${file}`, import.meta.url), 'utf8'));
}

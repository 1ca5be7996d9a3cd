// Writes what the extension contributes into package.json; with `--check` it only says whether the two differ.
import { readFile, writeFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { manifest } from '../extension/manifest.ts';

const path = new URL('../package.json', import.meta.url);
const present: Record<string, unknown> = JSON.parse(await readFile(path, 'utf8'));
const wanted = JSON.parse(JSON.stringify(manifest()));
const stale = Object.keys(wanted).filter((key) => !isDeepStrictEqual(wanted[key], present[key]));

if (stale.length > 0 && process.argv.includes('--check')) {
  console.error(`package.json differs from extension/contributions.ts in ${stale.join(', ')}: npm run manifest`);
  process.exitCode = 1;
} else if (stale.length > 0) {
  await writeFile(path, `${JSON.stringify({ ...present, ...wanted }, null, 2)}\n`);
  console.log(`package.json: wrote ${stale.join(', ')}`);
}

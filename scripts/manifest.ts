// Writes what the extension contributes into package.json and package.nls.json, and what it says into l10n/; with `--check` it only says
// whether they differ. A translation keeps what is still said, and is told what it lacks.
import { glob, readFile, writeFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { manifest } from '../extension/manifest.ts';
import { bundleOf } from './l10n-words.ts';

type Json = Record<string, unknown>;

const root = new URL('../', import.meta.url);
const check = process.argv.includes('--check');
const { keys, words } = JSON.parse(JSON.stringify(manifest()));
await settle('package.json', { ...(await read('package.json')), ...keys });
await settle('package.nls.json', words);
await translate('package.nls.de.json', words);

const sources: string[] = [];
for await (const path of glob('{extension,media,protocol}/**/*.ts', { cwd: root }))
  sources.push(await readFile(new URL(path, root), 'utf8'));
const bundle = bundleOf(sources);
await settle('l10n/bundle.l10n.json', bundle);
await translate('l10n/bundle.l10n.de.json', bundle);

async function settle(file: string, wanted: Json): Promise<void> {
  const before = await read(file);
  const names = new Set([...Object.keys(before), ...Object.keys(wanted)]);
  const stale = [...names].filter((key) => !isDeepStrictEqual(before[key], wanted[key]));
  if (stale.length === 0) return;
  if (check) {
    console.error(`${file} differs from the sources in ${stale.join(', ')}: npm run manifest`);
    process.exitCode = 1;
    return;
  }
  await writeFile(new URL(file, root), `${JSON.stringify(wanted, null, 2)}\n`);
  console.log(`${file}: wrote ${stale.join(', ')}`);
}

/** Takes out of a translation what is not said any more, and names what it does not say yet. */
async function translate(file: string, wanted: Json): Promise<void> {
  const before = await read(file);
  const kept = Object.keys(wanted).filter((key) => key in before);
  await settle(file, Object.fromEntries(kept.map((key) => [key, before[key]])));
  const missing = Object.entries(wanted).filter(([key]) => !(key in before));
  if (missing.length === 0) return;
  console.error(`${file} lacks ${JSON.stringify(Object.fromEntries(missing), null, 2)}`);
  if (check) process.exitCode = 1;
}

async function read(file: string): Promise<Json> {
  return JSON.parse(await readFile(new URL(file, root), 'utf8').catch(() => '{}'));
}

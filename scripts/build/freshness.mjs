import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** @typedef {{ root: string, out: string, name: string, release: boolean }} Bundle */

const ownFiles = ['../build.mjs', './bundles.mjs', './freshness.mjs'].map((file) =>
  fileURLToPath(new URL(file, import.meta.url)),
);

/**
 * Whether all that the bundle was made of is as it was, and all that it consists of is still there.
 * @param {Bundle} bundle
 */
export function isFresh(bundle) {
  const made = recorded(bundle);
  if (made?.release !== bundle.release) return false;
  return (
    made.outputs.every((file) => existsSync(resolve(bundle.root, file))) &&
    Object.entries(made.inputs).every(([file, mark]) => markOf(resolve(bundle.root, file)) === mark)
  );
}

/**
 * @param {Bundle} bundle
 * @param {import('esbuild').Metafile} metafile
 */
export function remember(bundle, metafile) {
  const files = [...Object.keys(metafile.inputs), ...ownFiles];
  const made = {
    release: bundle.release,
    outputs: Object.keys(metafile.outputs),
    inputs: Object.fromEntries(files.map((file) => [file, markOf(resolve(bundle.root, file))])),
  };
  mkdirSync(dirname(recordOf(bundle)), { recursive: true });
  writeFileSync(recordOf(bundle), JSON.stringify(made));
}

/**
 * @param {Bundle} bundle
 * @returns {{ release: boolean, outputs: string[], inputs: Record<string, string> } | undefined}
 */
function recorded(bundle) {
  if (!existsSync(recordOf(bundle))) return undefined;
  return JSON.parse(readFileSync(recordOf(bundle), 'utf8'));
}

/** @param {Bundle} bundle */
function recordOf({ out, name }) {
  return join(out, '.made', `${name}.json`);
}

/** @param {string} file */
function markOf(file) {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat ? `${stat.mtimeMs} ${stat.size}` : 'gone';
}

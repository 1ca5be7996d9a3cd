// Bundles the programs into dist/. `--panel` builds only what the bridge serves, `--bridge` also what is published to npm;
// `--release` minifies. A bundle whose inputs are as they were is left alone.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { bundles } from './build/bundles.mjs';
import { isFresh, remember } from './build/freshness.mjs';
import { say } from './entry/say.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({
  options: {
    release: { type: 'boolean', default: false },
    panel: { type: 'boolean', default: false },
    bridge: { type: 'boolean', default: false },
    out: { type: 'string', default: join(root, 'dist') },
  },
});
const { release, out } = values;

/** @param {(typeof bundles)[number]} bundle */
async function bundle({ name, options }) {
  // Imported here, since most calls find everything fresh.
  const { build } = await import('esbuild');
  const { metafile } = await build({
    ...options,
    absWorkingDir: root,
    outdir: out,
    bundle: true,
    minify: release,
    sourcemap: !release,
    legalComments: 'none',
    logLevel: 'warning',
    metafile: true,
  });
  remember({ root, out, name, release }, metafile);
  const made = Object.entries(metafile.outputs).filter(([file]) => !file.endsWith('.map'));
  say(`built the ${name}: ${made.map(sized).join(', ')}`);
}

/** @param {[file: string, output: { bytes: number }]} output */
function sized([file, { bytes }]) {
  return `${file} (${Math.ceil(bytes / 1024)} KB)`;
}

const wanted = bundles.filter(({ name }) => name === 'panel' || (name === 'bridge' ? values.bridge : !values.panel));
const stale = wanted.filter(({ name }) => !isFresh({ root, out, name, release }));
try {
  await Promise.all(stale.map(bundle));
} catch {
  // esbuild has said what is wrong, and where.
  process.exitCode = 1;
}

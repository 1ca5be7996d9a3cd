/** By hand, after `npm run package`: `node test/demo/pictures.ts` takes the pictures of the README and of the walkthrough from the running demo. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { launchBrowser } from '../e2e/browser.ts';
import { chromiumHere } from '../e2e/chromium.ts';
import { installEditor } from '../e2e/install-editor.ts';
import { startDemo } from './demo.ts';
import { painted } from './png/palette.ts';
import { readPng } from './png/read.ts';
import { writePng } from './png/write.ts';
import { shotsOf } from './shots.ts';

const root = join(import.meta.dirname, '..', '..');
const { values } = parseArgs({
  options: {
    vsix: { type: 'string', default: join(root, 'dist', 'shiproom.vsix') },
    theme: { type: 'string', default: 'light' },
    out: { type: 'string', default: join(root, 'media') },
    only: { type: 'string', default: '' },
  },
});
const say = (text: string): void => void process.stdout.write(`${text}\n`);
const theme = values.theme === 'dark' ? 'dark' : 'light';
const chromium = chromiumHere();
if (chromium === undefined) throw new Error('no Chromium here');

const demo = await startDemo({ port: 0, editor: { files: await installEditor(say), vsix: values.vsix }, theme, say });
const browser = await launchBrowser(chromium);
try {
  const context = await browser.newContext({ colorScheme: theme, reducedMotion: 'reduce' });
  context.setDefaultTimeout(15_000);
  for await (const { name, png } of shotsOf(demo, context, say)) {
    if (values.only !== '' && !name.includes(values.only)) continue;
    const file = join(values.out, `${name}.png`);
    // Crops of the walkthrough travel in the VSIX: fewer colours make them small.
    const small = writePng(painted(readPng(png), name.startsWith('walkthrough') ? 96 : 256));
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, small);
    say(`${name}: ${Math.ceil(small.length / 1024)} KB`);
  }
} finally {
  await browser.close();
  await demo.stop();
}

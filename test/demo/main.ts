/** `npm run demo`: see docs/demo.md. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromiumHere } from '../e2e/chromium.ts';
import { installEditor } from '../e2e/install-editor.ts';
import { openBrowser } from './browser.ts';
import { startDemo } from './demo.ts';
import { play, seeded } from './team/play.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    'no-open': { type: 'boolean', default: false },
    'no-team': { type: 'boolean', default: false },
    theme: { type: 'string' },
    seed: { type: 'string', default: '1' },
    vsix: { type: 'string', default: join(import.meta.dirname, '..', '..', 'dist', 'shiproom.vsix') },
  },
});
const say = (text: string): void => void process.stderr.write(`shiproom: ${text}\n`);

/** The editor, or a word why there is none: the rest goes without. */
async function findEditor() {
  if (process.platform !== 'linux')
    return say('the editor of the demo installs on Linux only; the rest runs without it');
  if (!existsSync(values.vsix))
    return say(`${values.vsix} is not there (npm run package); the demo runs without an editor`);
  try {
    return { files: await installEditor(say), vsix: values.vsix };
  } catch (error) {
    say(
      `the editor did not install (${error instanceof Error ? error.message : String(error)}); the rest runs without it`,
    );
  }
}

const stopped = new Promise<void>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
});

const editor = await findEditor();
say('starting the bridge, Slack, GitHub and VS Code');
const demo = await startDemo({
  port: Number(values.port),
  ...(editor ? { editor } : {}),
  ...(values.theme === 'light' || values.theme === 'dark' ? { theme: values.theme } : {}),
  say,
});
const pace = {
  after(ms: number, work: () => void) {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
  chance: seeded(Number(values.seed)),
};
const curtain = values['no-team']
  ? () => {}
  : play(
      demo.acts,
      () => demo.seen(),
      pace,
      (error) => say(`an act failed: ${String(error)}`),
    );
process.stdout.write(
  `\n  Demo      ${demo.address}\n\n  The address lets one browser in, and works while this runs. Ctrl+C stops everything and leaves nothing behind.\n\n`,
);
const browser = values['no-open'] ? undefined : await openBrowser(chromiumHere(), demo.address, say);

await stopped;
curtain();
await browser?.close();
await demo.stop();
process.exit(0);

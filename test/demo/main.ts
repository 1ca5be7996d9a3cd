/** `npm run demo`: see docs/demo.md. */
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromiumHere } from '../e2e/chromium.ts';
import { installEditor } from '../e2e/install-editor.ts';
import { openBrowser } from './browser.ts';
import { startDemo } from './demo.ts';
import { play, seeded } from './team/play.ts';

const say = (text: string): void => void process.stderr.write(`shiproom: ${text}\n`);
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
const chosen = optionsOf();

function optionsOf() {
  try {
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
    const { port, theme = 'light' } = values;
    if (!/^\d+$/.test(port) || Number(port) > 65_535) throw new Error(`${port} is no port`);
    if (theme !== 'light' && theme !== 'dark') throw new Error(`${theme} is neither light nor dark`);
    return values;
  } catch (error) {
    return give(`${messageOf(error)}. docs/demo.md has all options`);
  }
}

/** Ends it, with what is wrong as the last line. */
function give(up: string): never {
  say(up);
  process.exit(1);
}

/** Asks before anything is started: the tab itself listens last. */
async function lookAtPort(port: number): Promise<void> {
  const trial = createServer().listen(port, '127.0.0.1');
  await once(trial, 'listening').catch((error: unknown) =>
    give(`${messageOf(error)}: name another by --port, or none`),
  );
  trial.close();
}

/** The editor, or a word why there is none: the rest goes without. */
async function findEditor() {
  if (process.platform !== 'linux')
    return say('the editor of the demo installs on Linux only; the rest runs without it');
  if (!existsSync(chosen.vsix))
    return say(`${chosen.vsix} is not there (npm run package); the demo runs without an editor`);
  try {
    return { files: await installEditor(say), vsix: chosen.vsix };
  } catch (error) {
    say(`the editor did not install (${messageOf(error)}); the rest runs without it`);
  }
}

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());

// All that is temporary is made here, so that an end at any moment leaves nothing.
const folder = mkdtempSync(join(tmpdir(), 'shiproom-demo-'));
process.env['TMPDIR'] = folder;
process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

await lookAtPort(Number(chosen.port));
const editor = await findEditor();
say('starting the bridge, Slack, GitHub and VS Code');
const demo = await startDemo({
  port: Number(chosen.port),
  ...(editor ? { editor } : {}),
  ...(chosen.theme === 'light' || chosen.theme === 'dark' ? { theme: chosen.theme } : {}),
  say,
}).catch((error: unknown) => {
  // Ctrl+C reaches the bridge too, and one that has not started yet ends.
  if (stop.signal.aborted) process.exit(0);
  return give(`the demo did not start: ${messageOf(error)}`);
});
const pace = {
  after(ms: number, work: () => void) {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
  chance: seeded(Number(chosen.seed)),
};
const curtain = chosen['no-team']
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
const browser = chosen['no-open'] ? undefined : await openBrowser(chromiumHere(), demo.address, say);

if (!stop.signal.aborted) await once(stop.signal, 'abort');
curtain();
await browser?.close();
await demo.stop();
process.exit(0);

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { launchBrowser, newProfile } from '../test/e2e/browser.ts';
import { startEditor } from '../test/e2e/editor.ts';
import { installEditor } from '../test/e2e/install-editor.ts';
import { openWorkbench, type Workbench } from '../test/e2e/workbench.ts';
import { startBridge } from '../test/support/bridge-process.ts';
import { makeRepository } from '../test/support/repository.ts';
import { createSandbox } from '../test/support/sandbox.ts';

/**
 * What VS Code itself says of activation, over so many windows of one editor: ours beside two extensions that come with it. `--idle` measures
 * a machine with no bridge and no pairing, else a bridge runs for the repository, and the window connects.
 */
const { values } = parseArgs({
  options: {
    starts: { type: 'string', default: '10' },
    idle: { type: 'boolean', default: false },
    vsix: { type: 'string', default: join(import.meta.dirname, '..', 'dist', 'shiproom.vsix') },
    json: { type: 'boolean', default: false },
  },
});

const measured = { shiproom: 'Shiproom', git: 'Git', github: 'GitHub Authentication' } as const;
type Measured = keyof typeof measured;

const browsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The figures of one window, in ms; an extension that did not run has none. */
async function figures(workbench: Workbench): Promise<Partial<Record<Measured, number>>> {
  const rows = workbench.page.locator('.runtime-extensions-editor .monaco-list-row');
  const ours = rows.filter({ hasText: measured.shiproom }).first();
  // The list shows what runs when it is opened, and the last extensions start when all else stands.
  for (let looks = 0; looks < 20 && !(await ours.isVisible()); looks += 1) {
    await workbench.page.keyboard.press('Escape');
    await workbench.command('Developer: Show Running Extensions');
    await ours.waitFor({ timeout: 1_500 }).catch(() => {});
  }
  const found: Partial<Record<Measured, number>> = {};
  let each: Measured;
  for (each in measured) {
    const row = rows.filter({ has: workbench.page.locator(`.name:text-is("${measured[each]}")`) });
    if ((await row.count()) === 0) continue;
    const said = await row.first().locator('.activation-time').innerText();
    const ms = /(\d+)\s*ms/.exec(said)?.[1];
    if (ms !== undefined) found[each] = Number(ms);
  }
  return found;
}

function median(numbers: readonly number[]): number | undefined {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[middle]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}

const chromium = [process.env['CHROMIUM'], ...browsers].find((path) => path !== undefined && existsSync(path));
if (chromium === undefined) throw new Error('This needs Chromium (apt-get install chromium, or name it in CHROMIUM).');
if (!existsSync(values.vsix)) throw new Error('This needs the packed extension (npm run package).');
const files = await installEditor((text) => process.stderr.write(`${text}\n`));
const sandbox = createSandbox();
const repository = await makeRepository();
const bridge = values.idle ? undefined : await startBridge({ sandbox, repository: repository.folder });
const editor = await startEditor(files, { sandbox, vsix: values.vsix });
const browser = await launchBrowser(chromium);
const all: Partial<Record<Measured, number>>[] = [];
try {
  for (let start = 0; start < Number(values.starts); start += 1) {
    const profile = await newProfile(browser);
    const workbench = await openWorkbench(profile, editor.url(repository.folder));
    await workbench
      .statusItem(values.idle ? 'main' : /main ·/)
      .first()
      .waitFor();
    all.push(await figures(workbench));
    await profile.close();
  }
} finally {
  await browser.close();
  await editor.stop();
  await bridge?.stop();
  await repository.remove();
  sandbox.remove();
}

const of = (each: Measured): number[] => all.flatMap((one) => one[each] ?? []);
const medians = { shiproom: median(of('shiproom')), git: median(of('git')), github: median(of('github')) };
if (values.json)
  process.stdout.write(`${JSON.stringify({ starts: all.length, bridge: !values.idle, medians, all })}\n`);
else
  process.stdout.write(
    `activation over ${all.length} starts, median ms: Shiproom ${medians.shiproom ?? '–'}, vscode.git ${medians.git ?? '–'}, vscode.github-authentication ${medians.github ?? '–'}\n`,
  );

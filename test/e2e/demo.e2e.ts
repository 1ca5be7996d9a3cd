import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { until } from '../support/until.ts';
import { endAll, pictureFailures, shots } from './afterwards.ts';
import { launchBrowser } from './browser.ts';
import { type Workbench, workbenchIn } from './workbench.ts';

const stage = inject('stage');
const main = join(import.meta.dirname, '..', 'demo', 'main.ts');

/** Whatever lives of a process, its children and theirs. */
function below(pid: number): number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const [, parent = ''] = /\) \S (\d+)/.exec(readFileSync(`/proc/${name}/stat`, 'utf8')) ?? [];
        return [{ pid: Number(name), parent: Number(parent) }];
      } catch {
        // It has ended meanwhile.
        return [];
      }
    });
  const of = (parent: number): number[] =>
    parents.filter((each) => each.parent === parent).flatMap((each) => [each.pid, ...of(each.pid)]);
  return of(pid);
}
const alive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe.skipIf('missing' in stage)('the demo, in one tab', () => {
  let demo: ReturnType<typeof spawn>;
  let printed = '';
  let browser: Browser;
  let page: Page;
  let slack: FrameLocator;
  let workbench: Workbench;
  /** All that is temporary is made here. */
  const temporary = mkdtempSync(join(tmpdir(), 'demo-'));

  const card = () => slack.locator('#channel .message', { hasText: 'feat/delivery' }).first();
  const look = (name: string) => page.screenshot({ path: join(shots, `demo-${name}.png`) });

  beforeAll(async () => {
    if ('missing' in stage) return;
    const words = [main, '--no-open', '--no-team', '--vsix', stage.vsix];
    demo = spawn(process.execPath, words, {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, TMPDIR: temporary },
    });
    const address = new Promise<string>((resolve, reject) => {
      demo.once('close', () => reject(new Error('the demo ended before it was ready')));
      demo.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
        printed += chunk;
        const found = /(http\S+)/.exec(printed)?.[1];
        if (found !== undefined) resolve(found);
      });
    });
    browser = await launchBrowser(stage.chromium);
    page = await browser.newPage({ locale: 'en-US', viewport: { width: 1440, height: 900 } });
    page.setDefaultTimeout(40_000);
    await page.goto(await address);
    slack = page.frameLocator('#slack');
    workbench = await workbenchIn(page, page.frameLocator('#editor'));
  });

  pictureFailures('demo', () => [workbench]);
  endAll(() => [
    browser,
    { stop: () => demo?.kill() },
    { remove: () => rmSync(temporary, { recursive: true, force: true }) },
  ]);

  it('stands there: the red branch in Now, its card in Slack, and what to do next', async () => {
    await workbench
      .rows('Now', /^CI ?failed/)
      .first()
      .waitFor({ timeout: 120_000 });
    await card().getByRole('button', { name: 'Rerun failed' }).waitFor();
    await page.locator('#step', { hasText: 'Your branch is red' }).waitFor();
    await look('1-begin');
  });

  it('shares by the exact message, which the card then bears', async () => {
    await workbench.command('Shiproom: Share Branch Status');
    await workbench.modal().getByText('Branch: feat/delivery').waitFor();
    await look('2-preview');
    await workbench.answerModal('Share');
    await page.locator('#step', { hasText: 'Press Rerun failed' }).waitFor();
    await look('2-shared');
  });

  it('reruns from Slack, after the question, and the editor follows', async () => {
    await card().getByRole('button', { name: 'Rerun failed' }).click();
    await slack.getByRole('dialog').getByText('Rerun what failed?').waitFor();
    await look('3-question');
    await slack.getByRole('dialog').getByRole('button', { name: 'Rerun' }).click();
    await workbench
      .rows('Now', /attempt 2/)
      .first()
      .waitFor();
    await card().getByText('reran what failed').waitFor();
    await look('3-running');
    await workbench
      .rows('Now', /^CI ?passed/)
      .first()
      .waitFor();
    await card().getByText('Passing').waitFor();
  });

  it('carries what is said in the thread into the editor', async () => {
    await card()
      .getByRole('button', { name: /repl(y|ies)/ })
      .first()
      // In one event: the card is drawn anew as replies come.
      .dispatchEvent('click');
    await slack.locator('#reply textarea').fill('It was asleep, again');
    await slack.locator('#reply textarea').press('Enter');
    await slack.locator('#thread .message', { hasText: 'It was asleep, again' }).waitFor();
    await workbench.expandView('Feed');
    await workbench.panel.entries('It was asleep, again').first().waitFor();
    await look('4-thread');
  });

  it('stops with all that it started, and leaves no folder', async () => {
    const processes = below(demo.pid ?? 0);
    expect(processes.length).toBeGreaterThan(1);
    demo.kill('SIGINT');
    await once(demo, 'close');
    // Those that were killed last take a moment to be gone.
    await until(() => !processes.some(alive));
    expect(readdirSync(temporary)).toEqual([]);
  });
});

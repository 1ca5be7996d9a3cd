import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type BridgeProcess, startBridge } from '../support/bridge-process.ts';
import { makeRepository, type Repository } from '../support/repository.ts';
import { createSandbox } from '../support/sandbox.ts';
import { launchBrowser, newProfile } from './browser.ts';
import { type Editor, startEditor } from './editor.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

const stage = inject('stage');
const main = join(import.meta.dirname, '..', '..', 'bridge', 'main.ts');
const shots = join(import.meta.dirname, '..', '..', 'test-results', 'e2e');

const failing =
  '<testsuite><testcase name="adds"/><testcase name="divides" file="a.ts" line="2"><failure message="by zero"/></testcase></testsuite>';
const tasks = {
  version: '2.0.0',
  tasks: [
    { label: 'all', type: 'process', command: '/bin/sh', args: ['-c', 'exit 3'], group: 'test' },
    { label: 'report', type: 'process', command: '/bin/sh', args: ['write.sh'], group: 'test' },
  ],
};

describe.skipIf('missing' in stage)('results of local tests in VS Code', () => {
  const sandbox = createSandbox();
  let repository: Repository;
  let bridge: BridgeProcess | undefined;
  let editor: Editor | undefined;
  let browser: Browser;
  let workbench: Workbench;
  const row = (text: string) => workbench.rows('Now', new RegExp(`Local tests\\s*${text}`));

  beforeAll(async () => {
    if ('missing' in stage) return;
    mkdirSync(shots, { recursive: true });
    repository = await makeRepository();
    await repository.commit('tests', {
      '.gitignore': '/out\n',
      'a.ts': 'one\ntwo\n',
      'write.sh': `mkdir -p out && printf '%s' '${failing}' > out/junit.xml; exit 1\n`,
      mytest: 'exit 0\n',
      '.vscode/tasks.json': JSON.stringify(tasks),
    });
    bridge = await startBridge({ sandbox, repository: repository.folder });
    const settings = {
      'shiproom.tests.sources': ['tasks', 'terminal', 'reports', 'command'],
      'shiproom.tests.terminalCommands': ['sh mytest*'],
      'shiproom.tests.reports': ['out/*.xml'],
      'task.allowAutomaticTasks': 'off',
    };
    editor = await startEditor(stage.editor, { sandbox, vsix: stage.vsix, settings });
    browser = await launchBrowser(stage.chromium);
    workbench = await openWorkbench(await newProfile(browser), editor.url(repository.folder));
    await workbench.openContainer('Shiproom');
    await workbench.expandView('Now');
    await workbench.foldView('Feed');
    await workbench.foldView('Team');
    await workbench.view('Now').getByText('Share Branch Status').click();
    await workbench.answerModal('Share');
    await row('not run yet').waitFor();
  });

  afterAll(async () => {
    await browser?.close();
    await editor?.stop();
    await bridge?.stop();
    await repository?.remove();
    sandbox.remove();
  });

  const runTask = async (name: string) => {
    await workbench.command('Tasks: Run Task');
    await workbench.pick(name);
  };

  it('come from a test task', async () => {
    await runTask('all');
    await row('failed · \\d').waitFor();
    await workbench.screenshot(join(shots, 'tests-task.png'));
  });

  it('come from a report that a task writes, as one run', async () => {
    await runTask('report');
    await row('1 failed').waitFor();
    await workbench.rows('Now', 'divides').waitFor();
    await workbench.screenshot(join(shots, 'tests-report.png'));
  });

  it('come from a command in a terminal', async () => {
    await workbench.command('Terminal: Create New Terminal (In Active Workspace)');
    await expect
      .poll(async () => (await workbench.terminal().innerText()).trim(), { timeout: 15_000 })
      .toMatch(/[$#]$/);
    await workbench.page.keyboard.type('sh mytest --fast\n');
    await row('passed · \\d').waitFor();
    await workbench.screenshot(join(shots, 'tests-terminal.png'));
  });

  it('come from a report that nothing here wrote', async () => {
    await repository.write({ 'out/junit.xml': failing });
    await row('1 failed').waitFor();
  });

  it('come from shiproom run in any shell, and are out of date after a change', async () => {
    const words = [main, 'run', '--', 'true'];
    const ran = await promisify(execFile)(process.execPath, words, { cwd: repository.folder, env: sandbox.env });
    expect(ran.stderr).toContain('kept for your editor');
    await row('passed · \\d').waitFor();
    await repository.write({ 'a.ts': 'changed\n' });
    await row('passed · files changed since').waitFor();
    await workbench.screenshot(join(shots, 'tests-stale.png'));
    expect(workbench.errors).toEqual([]);
  });

  it('are chosen from a list that says what each source reads', async () => {
    await workbench.command('Shiproom: Choose Test Sources…');
    await workbench.inputTitle('Choose Test Sources').waitFor();
    const list = workbench.page.locator('.quick-input-list .monaco-list-row');
    for (const name of ['Test tasks', 'Terminal commands', 'Report files', 'shiproom run'])
      await list.filter({ hasText: name }).waitFor();
    expect(await list.locator('input:checked, .monaco-checkbox.checked').count()).toBe(4);
    await workbench.screenshot(join(shots, 'tests-choose.png'));
    await workbench.page.keyboard.press('Space');
    await workbench.page.keyboard.press('Enter');
    await workbench.inputTitle('Choose Test Sources').waitFor({ state: 'hidden' });
    expect(workbench.errors).toEqual([]);
  });
});

import * as vscode from 'vscode';
import type { Services } from '../services.ts';
import type { TestSource } from '../settings.ts';
import { askReportGlobs } from './report-globs.ts';
import { rowText } from '../views/words.ts';
import { titleOf } from './title.ts';

interface Choice extends vscode.QuickPickItem {
  readonly source: TestSource;
}

/** Asks where results of tests may be read from, and says what each source reads. Nothing is set before all has been answered. */
export async function chooseTestSources({ settings, workspace }: Services): Promise<void> {
  const { l10n, window } = vscode;
  const root = workspace.checkout()?.root;
  const globs = root === undefined ? [] : settings.testReports(root);
  const chosen = settings.testSources();
  const items = choices(settings.terminalCommands(), globs).map((item) => ({
    ...item,
    picked: chosen.has(item.source),
  }));
  const title = titleOf('chooseTestSources').replace('…', '');
  const picked = await window.showQuickPick<Choice>(items, {
    title,
    placeHolder: l10n.t('Where the results of your own test runs are taken from'),
    canPickMany: true,
    matchOnDetail: true,
    ignoreFocusOut: true,
  });
  if (!picked) return;
  const sources = picked.map(({ source }) => source);
  if (sources.includes('reports') && globs.length === 0) {
    const named = await askReportGlobs(title, vscode.workspace.isTrusted ? root : undefined);
    if (!named) return;
    await settings.nameTestReports(named);
  }
  await settings.chooseTestSources(sources);
}

/** A detail is one line of a narrow list, so each says only what is taken and what is not. */
function choices(terminal: readonly string[], globs: readonly string[]): readonly Choice[] {
  const { l10n } = vscode;
  return [
    {
      source: 'tasks',
      label: l10n.t('Test tasks'),
      detail: l10n.t('Name and exit code of tasks of the group Test. Output is not read.'),
    },
    {
      source: 'terminal',
      label: l10n.t('Terminal commands'),
      description: rowText(terminal.join(', ')),
      detail: l10n.t('Your pattern and the exit code. What is typed and printed stays here.'),
    },
    {
      source: 'reports',
      label: l10n.t('Report files'),
      description: rowText(globs.join(', ')),
      detail: l10n.t('How many tests passed, failed and were skipped. Names and messages stay here.'),
    },
    {
      source: 'command',
      label: 'shiproom run',
      detail: l10n.t('First words and exit code of what runs as “{0}”. Output is not read.', 'shiproom run -- …'),
    },
  ];
}

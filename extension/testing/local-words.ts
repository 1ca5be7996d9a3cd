import * as vscode from 'vscode';
import { refuse } from '../commands/say.ts';
import { escapeIcons } from '../views/status-model.ts';
import { plain } from '../views/words.ts';
import { type Ran, unfitWords } from './local-run.ts';
import { lineOf, type Placed, uriOf } from './placed.ts';

/** Says in the Testing view how a test went on this machine. */
export function tellResult(run: vscode.TestRun, item: vscode.TestItem, placed: Placed, ran: Ran): void {
  switch (ran.state) {
    case 'passed':
      return run.passed(item);
    case 'failed': {
      const message = new vscode.TestMessage(
        vscode.l10n.t('Failed on this machine too. What it printed is in the terminal.'),
      );
      const [uri, line] = [uriOf(placed), lineOf(placed)];
      if (uri && line !== undefined) message.location = new vscode.Location(uri, new vscode.Position(line, 0));
      return run.failed(item, message);
    }
    case 'unknown':
      return run.skipped(item);
    case 'unfit':
      return run.errored(item, new vscode.TestMessage(unfitWords(ran.why)));
  }
}

/** Says how it went to whoever does not look at the Testing view. */
export function sayAloud(name: string, ran: Ran): void {
  switch (ran.state) {
    case 'passed':
      return status(vscode.l10n.t('Passes on this machine: {0}', plain(name)));
    case 'failed':
      return status(vscode.l10n.t('Fails on this machine too: {0}', plain(name)));
    case 'unknown':
      return;
    case 'unfit':
      return sayUnfit(ran.why);
  }
}

const quietMs = 8_000;

const status = (words: string): void => void vscode.window.setStatusBarMessage(escapeIcons(words), quietMs);

/** Says why a test was not run, and offers what the repository has for it. */
export const sayUnfit = (why: Parameters<typeof unfitWords>[0]): void =>
  refuse({
    message: unfitWords(why),
    button: vscode.l10n.t('Run Test Task…'),
    command: 'workbench.action.tasks.test',
  });

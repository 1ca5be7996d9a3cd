import * as vscode from 'vscode';
import { refuse } from '../commands/say.ts';
import { escapeIcons, plain } from '../views/words.ts';
import { type Ran, unfitWords } from './local-run.ts';
import { lineOf, uriOf } from './placed.ts';
import type { TestOfView } from './test-view.ts';

/** Says in the Testing view how a test went on this machine. */
export function tellResult(run: vscode.TestRun, { item, placed }: TestOfView, ran: Ran): void {
  switch (ran.state) {
    case 'passed':
      // What is not the test's own result is said beside it.
      if (ran.plan.whole) run.appendOutput(`${passedWords(placed.failure.test.name, ran)}\r\n`, undefined, item);
      return run.passed(item);
    case 'failed': {
      const said = vscode.l10n.t('What it printed is in the terminal.');
      const message = new vscode.TestMessage(`${failedWords(placed.failure.test.name, ran)}\n${said}`);
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
      return status(passedWords(name, ran));
    case 'failed':
      return status(failedWords(name, ran));
    case 'unknown':
      return;
    case 'unfit':
      return sayUnfit(ran.why);
  }
}

type Ended = Exclude<Ran, { readonly state: 'unfit' }>;

const passedWords = (name: string, { plan, file }: Ended): string =>
  plan.whole
    ? vscode.l10n.t('The whole file passes on this machine: {0}', plain(file))
    : vscode.l10n.t('Passes on this machine: {0}', plain(name));

const failedWords = (name: string, { plan, file }: Ended): string =>
  plan.whole
    ? vscode.l10n.t('Something in its file fails on this machine: {0}', plain(file))
    : vscode.l10n.t('Fails on this machine too: {0}', plain(name));

const quietMs = 8_000;

const status = (words: string): void => void vscode.window.setStatusBarMessage(escapeIcons(words), quietMs);

/** Says why a test was not run, and offers what the repository has for it. */
export const sayUnfit = (why: Parameters<typeof unfitWords>[0]): void =>
  refuse({
    message: unfitWords(why),
    button: vscode.l10n.t('Run Test Task…'),
    command: 'workbench.action.tasks.test',
  });

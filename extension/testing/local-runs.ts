import * as vscode from 'vscode';
import { commandId } from '../contributions.ts';
import { findRun } from '../commands/find-run.ts';
import { targetOf } from '../commands/row-target.ts';
import { offer } from '../commands/say.ts';
import { titleOf } from '../commands/title.ts';
import type { Around } from '../feature.ts';
import { notice, plain } from '../views/words.ts';
import { type LocalRunOptions, type Ran, runLocally } from './local-run.ts';
import { sayAloud, sayUnfit, tellResult } from './local-words.ts';
import type { TestOfView, TestView } from './test-view.ts';
import type { TodayLines } from './today.ts';

/** The command that a window's own part obeys; rows call it by `shiproom.runTest`. */
export const runFailure = 'shiproom.testing.runFailure';

/** Running what failed in CI on this machine: from the Testing view, and from a row of the view Now. */
export interface LocalRuns {
  /** Gives a view its run button. */
  serve(view: TestView): void;
  dispose(): void;
}

export const createLocalRuns = (around: Around, today: TodayLines, view: () => TestView | undefined): LocalRuns =>
  new Runs(around, today, view);

class Runs implements LocalRuns {
  readonly #around: Around;
  readonly #view: () => TestView | undefined;
  readonly #options: LocalRunOptions;
  readonly #command: vscode.Disposable;
  #hinted = false;

  constructor(around: Around, today: TodayLines, view: () => TestView | undefined) {
    this.#around = around;
    this.#view = view;
    const checkout = () => around.workspace.checkout();
    this.#options = { checkout, today, windows: process.platform === 'win32' };
    this.#command = vscode.commands.registerCommand(runFailure, async (argument) => this.#runRow(argument));
  }

  serve(view: TestView): void {
    const handle = async (request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> => {
      const left = new Set(view.under(request.exclude ?? []).map(({ item }) => item));
      const tests = view.under(request.include).filter(({ item }) => !left.has(item));
      const unfit = (await this.#runAll(view, tests, request, token)).find(({ state }) => state === 'unfit');
      if (unfit?.state === 'unfit') sayUnfit(unfit.why);
    };
    const label = vscode.l10n.t('Run on This Machine');
    view.controller.createRunProfile(label, vscode.TestRunProfileKind.Run, handle, true);
  }

  dispose(): void {
    this.#command.dispose();
  }

  async #runRow(argument: unknown): Promise<void> {
    const { run, test: name, file } = targetOf(argument);
    if (name === undefined) return;
    const view = this.#view();
    const test = run === undefined ? undefined : view?.under(undefined).find((each) => isOf(each, run, name, file));
    const source = new vscode.CancellationTokenSource();
    try {
      if (view && test) {
        const request = new vscode.TestRunRequest([test.item], undefined, undefined, false, true);
        for (const ran of await this.#runAll(view, [test], request, source.token)) sayAloud(name, ran);
      } else {
        const commit = run && findRun(this.#around.situation(), run)?.run.commit;
        const ran = await runLocally(this.#options, { name, file, commit }, source.token);
        sayAloud(name, ran);
        this.#hint([ran]);
      }
    } finally {
      source.dispose();
    }
  }

  /** Runs these one after another, and says how each went in the Testing view. */
  async #runAll(
    view: TestView,
    tests: readonly TestOfView[],
    request: vscode.TestRunRequest,
    token: vscode.CancellationToken,
  ): Promise<readonly Ran[]> {
    const run = view.controller.createTestRun(request, vscode.l10n.t('On this machine'), true);
    const all: Ran[] = [];
    try {
      for (const each of tests) {
        if (token.isCancellationRequested) break;
        run.started(each.item);
        const { test, run: of } = each.placed.failure;
        const ran = await runLocally(this.#options, { name: test.name, file: test.file, commit: of.commit }, token);
        tellResult(run, each, ran);
        all.push(ran);
      }
    } finally {
      run.end();
    }
    this.#hint(all);
    return all;
  }

  /** That a result does not leave is said once, with the way to change that. */
  #hint(all: readonly Ran[]): void {
    const ended = all.some(({ state }) => state === 'passed' || state === 'failed');
    if (this.#hinted || !ended || this.#around.settings.testSources().has('tasks')) return;
    this.#hinted = true;
    const message = vscode.l10n.t('The result stays in this editor: tasks are not among your sources of test results.');
    offer(vscode.window.showInformationMessage(notice(message), titleOf('chooseTestSources')), () =>
      vscode.commands.executeCommand(commandId('chooseTestSources')),
    );
  }
}

/** Whether a row, whose texts are plain, is about this test. */
const isOf = ({ placed: { failure } }: TestOfView, run: string, name: string, file: string | undefined): boolean =>
  failure.run.run === run &&
  plain(failure.test.name) === plain(name) &&
  (file ?? failure.test.file) === failure.test.file;

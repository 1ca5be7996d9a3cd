import * as vscode from 'vscode';
import type { CiRun } from '../../protocol/model/run.ts';
import type { Around, Feature } from '../feature.ts';
import { cardOf, type Situation } from '../situation.ts';
import { builtInGit } from './built-in-git.ts';
import { type Failure, failuresOf } from './failures.ts';
import { createLocalRuns, type LocalRuns } from './local-runs.ts';
import { type Placed, uriOf } from './placed.ts';
import { createProblems } from './problems.ts';
import { createTestView, type TestView } from './test-view.ts';
import { createTodayLines, type Today } from './today.ts';

/** What is typed is followed so long after. */
const pauseMs = 300;

/** Failing tests of the branch's last run, in the Testing view and in Problems, at today's lines. */
export const createCiTests = (around: Around): Feature => new CiTests(around);

/** Nothing of it is there before something has failed. */
class CiTests implements Feature {
  readonly #around: Around;
  readonly #today;
  readonly #problems = createProblems();
  readonly #runs: LocalRuns;
  readonly #watch: vscode.Disposable;
  #view: TestView | undefined;
  #failures: readonly Failure[] = [];
  #ci: readonly CiRun[] | undefined;
  #base: string | undefined;
  #root: string | undefined;
  #files: ReadonlySet<string> = new Set();
  #key = '';
  /** Rises with each look, so that one that was overtaken shows nothing. */
  #turn = 0;
  #takeBack: (() => void) | undefined;

  constructor(around: Around) {
    this.#around = around;
    const checkout = () => around.workspace.checkout();
    const git = async () => builtInGit(around.workspace.environment);
    this.#today = createTodayLines({ checkout, git, now: around.world.now });
    this.#runs = createLocalRuns(around, this.#today, () => this.#view);
    this.#watch = vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (this.#files.has(document.uri.toString())) this.#soon();
    });
  }

  show(situation: Situation): void {
    const { trusted, room, connection } = situation;
    // Where the bridge has signed this device out, the session still holds the room.
    const wanted =
      trusted && room !== undefined && connection.state !== 'unpaired' && this.#around.settings.showsFailures();
    const card = wanted ? cardOf(situation) : undefined;
    const [root, base] = [situation.checkout?.root, card?.forge?.base];
    // Cards never change in themselves, and most events are about others.
    if (card && card.ci === this.#ci && base === this.#base && root === this.#root) return this.#soon();
    [this.#ci, this.#base, this.#root] = [card?.ci, base, root];
    this.#failures = card ? failuresOf(card) : [];
    const key = JSON.stringify([root, base, this.#failures]);
    if (!wanted) this.#leave();
    if (key === this.#key) return this.#soon();
    this.#key = key;
    this.#look().catch(this.#around.failed);
  }

  dispose(): void {
    this.#failures = [];
    this.#leave();
    this.#watch.dispose();
    this.#runs.dispose();
    this.#problems.dispose();
  }

  #leave(): void {
    this.#turn += 1;
    this.#takeBack?.();
    this.#takeBack = undefined;
    this.#files = new Set();
    this.#problems.show([]);
    this.#view?.dispose();
    this.#view = undefined;
  }

  #soon(): void {
    if (this.#failures.length === 0 || this.#takeBack) return;
    this.#takeBack = this.#around.world.after(pauseMs, () => {
      this.#takeBack = undefined;
      this.#look().catch(this.#around.failed);
    });
  }

  async #look(): Promise<void> {
    const turn = (this.#turn += 1);
    const base = this.#base;
    const placed = await this.#place(this.#failures, base);
    if (turn !== this.#turn) return;
    this.#files = new Set(placed.flatMap((each) => uriOf(each)?.toString() ?? []));
    this.#problems.show(placed);
    if (placed.length > 0) this.#view ??= this.#openView();
    this.#view?.show(placed, !this.#typing());
  }

  #openView(): TestView {
    const view = createTestView();
    this.#runs.serve(view);
    return view;
  }

  /** A failure whose place cannot be found out is shown without it; why, is told once. */
  async #place(failures: readonly Failure[], base: string | undefined): Promise<readonly Placed[]> {
    let wrong: unknown;
    const placed = await Promise.all(
      failures.map(async (failure) => {
        const { file, line } = failure.test;
        const none: Today = { state: 'unknown' };
        const today =
          file === undefined
            ? none
            : await this.#today.of(file, line, failure.run.commit).catch((error) => {
                wrong = error;
                return none;
              });
        return { failure, today, base };
      }),
    );
    if (wrong !== undefined) this.#around.failed(wrong);
    return placed;
  }

  /** Whether one of these files has changes that are not saved. */
  #typing(): boolean {
    return vscode.workspace.textDocuments.some(({ isDirty, uri }) => isDirty && this.#files.has(uri.toString()));
  }
}

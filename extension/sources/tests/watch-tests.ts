import * as vscode from 'vscode';
import type { Machine } from '../../connection/state-file.ts';
import type { World } from '../../connection/ws-socket.ts';
import type { Settings, TestSource } from '../../settings.ts';
import type { Checkout } from '../checkout.ts';
import { watchNotedRuns } from './noted-runs.ts';
import { createRecorder } from './recorder.ts';
import { type WatchedReports, watchReports } from './reports.ts';
import { watchTasks } from './tasks.ts';
import { watchTerminals } from './terminal.ts';
import { createTestResults, type TestResults } from './test-results.ts';

/** The last run of the tests on each branch, since this window was opened, from the sources that the user has chosen. */
export interface WatchedTests extends Pick<TestResults, 'of'> {
  /** Call it after each change of the repositories that are open. */
  look(): void;
  dispose(): void;
}

export interface TestOptions {
  /** The checkout that holds a folder, read anew. */
  readonly fresh: (folder: vscode.Uri | undefined) => Promise<Checkout | undefined>;
  /** The folders of the repositories that are open. */
  readonly roots: () => readonly string[];
  readonly settings: Pick<Settings, 'testSources' | 'terminalCommands' | 'testReports' | 'onDidChange'>;
  readonly world: Pick<World, 'now' | 'after'>;
  readonly machine: Machine;
  readonly changed: () => void;
  readonly failed: (error: unknown) => void;
}

/** Follows the chosen sources, each from when it is chosen until it is not. */
export function watchTests(options: TestOptions): WatchedTests {
  const { settings, changed } = options;
  const results = createTestResults();
  const running = new Map<TestSource, Source>();
  const begin = sources(options, results);

  const look = (): void => {
    const wanted = settings.testSources();
    for (const [name, source] of running) {
      if (wanted.has(name)) source.look?.();
      else {
        source.dispose();
        running.delete(name);
      }
    }
    for (const name of wanted) {
      const begun = running.has(name) ? undefined : begin[name]();
      if (begun) running.set(name, begun);
    }
    results.only(wanted);
  };
  const watches = [
    settings.onDidChange(look),
    vscode.workspace.onDidSaveTextDocument(({ uri }) => {
      if (uri.scheme === 'file' && results.written(uri.fsPath)) changed();
    }),
  ];
  look();
  return {
    of: (checkout) => results.of(checkout),
    look,
    dispose() {
      for (const watch of [...watches, ...running.values()]) watch.dispose();
      running.clear();
    },
  };
}

/** How each source is begun. */
function sources(options: TestOptions, results: TestResults): Readonly<Record<TestSource, () => Source>> {
  const { settings, world } = options;
  let reports: WatchedReports | undefined;
  const recorder = createRecorder({
    ...options,
    now: world.now,
    results,
    reports: () => reports,
    wanted: () => settings.testSources(),
  });
  return {
    tasks: () => watchTasks(recorder.follow),
    terminal: () => watchTerminals(recorder.follow, () => settings.terminalCommands()),
    reports() {
      const begun = watchReports({ ...options, ...world, ...recorder, globs: (root) => settings.testReports(root) });
      reports = begun;
      // What our own runs of one test write is not to be taken for a run of all, even where tasks are not followed.
      const ours = watchTasks(recorder.follow, (part) => part !== undefined && !settings.testSources().has('tasks'));
      return {
        look: () => begun.look(),
        dispose() {
          reports = undefined;
          ours.dispose();
          begun.dispose();
        },
      };
    },
    command: () => watchNotedRuns({ ...options, ...recorder }),
  };
}

/** What tells of runs, for as long as it is wanted. */
interface Source {
  /** What it follows may have changed. */
  look?(): void;
  dispose(): void;
}

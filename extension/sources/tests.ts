import * as vscode from 'vscode';
import { LocalTests } from '../../protocol/model/work.ts';
import type { Checkout } from './checkout.ts';
import { isDirty } from './checkout.ts';

/** The last run of a test task on each branch, since this window was opened. */
export interface TestResults {
  of(checkout: Checkout | undefined): LocalTests | undefined;
  dispose(): void;
}

export interface TestOptions {
  /** The checkout that holds a folder, read anew. */
  readonly fresh: (folder: vscode.Uri | undefined) => Promise<Checkout | undefined>;
  readonly now: () => number;
  readonly changed: () => void;
  readonly failed: (error: unknown) => void;
}

/** Follows the tasks of the group Test, built-in and the workspace's own alike. */
export function watchTests({ fresh, now, changed, failed }: TestOptions): TestResults {
  const results = new Map<string, LocalTests>();
  const ended = async ({ execution, exitCode }: vscode.TaskProcessEndEvent): Promise<void> => {
    // A task that was ended from outside has no exit code. That is neither passed nor failed, so it is not told.
    if (execution.task.group?.id !== vscode.TaskGroup.Test.id || exitCode === undefined) return;
    const endedAt = now();
    const { name, scope } = execution.task;
    const checkout = await fresh(typeof scope === 'object' ? scope.uri : undefined);
    const key = keyOf(checkout);
    if (!checkout || checkout.at.state !== 'branch' || key === undefined) return;
    const outcome = exitCode === 0 ? 'passed' : 'failed';
    const dirty = isDirty(checkout.changes);
    results.set(key, LocalTests.parse({ task: name.slice(0, 200), outcome, commit: checkout.at.head, dirty, endedAt }));
    changed();
  };
  const watch = vscode.tasks.onDidEndTaskProcess((event) => void ended(event).catch(failed));
  return {
    of(checkout) {
      const key = keyOf(checkout);
      return key === undefined ? undefined : results.get(key);
    },
    dispose: () => watch.dispose(),
  };
}

/** A result belongs to the branch on which it was had: no other branch may show it, and none that is private tells it to others. */
const keyOf = (checkout: Checkout | undefined): string | undefined =>
  checkout?.at.state === 'branch' ? `${checkout.repository} ${checkout.at.branch}` : undefined;

import * as vscode from 'vscode';
import type { FollowedRun, FollowRun } from './recorder.ts';

/** Follows the tasks of the group Test, built-in and the workspace's own alike, by how they end. What they print is not read. */
export function watchTasks(follow: FollowRun): vscode.Disposable {
  const running = new Map<vscode.TaskExecution, FollowedRun>();
  const began = ({ execution }: vscode.TaskProcessStartEvent): void => {
    if (isTest(execution)) running.set(execution, follow('tasks', folderOf(execution)));
  };
  const ended = ({ execution, exitCode }: vscode.TaskProcessEndEvent): void => {
    if (!isTest(execution)) return;
    const run = running.get(execution) ?? follow('tasks', folderOf(execution));
    running.delete(execution);
    // A task that was ended from outside has no exit code.
    run.end(`task ${execution.task.name}`, exitCode);
  };
  return vscode.Disposable.from(
    vscode.tasks.onDidStartTaskProcess(began),
    vscode.tasks.onDidEndTaskProcess(ended),
    new vscode.Disposable(() => running.clear()),
  );
}

const isTest = ({ task }: vscode.TaskExecution): boolean => task.group?.id === vscode.TaskGroup.Test.id;

const folderOf = ({ task: { scope } }: vscode.TaskExecution): vscode.Uri | undefined =>
  typeof scope === 'object' ? scope.uri : undefined;

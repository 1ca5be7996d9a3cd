import * as vscode from 'vscode';
import * as z from 'zod/mini';
import type { FollowedRun, FollowRun } from './recorder.ts';
import { TestPart } from './test-results.ts';

/**
 * Follows the tasks of the group Test, built-in and the workspace's own alike, by how they end. What they print is not read. Of a run of one
 * test that was begun here is known which part of all it is.
 */
export function watchTasks(
  follow: FollowRun,
  wanted: (part: TestPart | undefined) => boolean = () => true,
): vscode.Disposable {
  const running = new Map<vscode.TaskExecution, FollowedRun>();
  const began = ({ execution }: vscode.TaskProcessStartEvent): void => {
    if (isTest(execution) && wanted(partOf(execution)))
      running.set(execution, follow('tasks', folderOf(execution), partOf(execution)));
  };
  const ended = ({ execution, exitCode }: vscode.TaskProcessEndEvent): void => {
    const known = running.get(execution);
    if (!known && !(isTest(execution) && wanted(partOf(execution)))) return;
    const run = known ?? follow('tasks', folderOf(execution), partOf(execution));
    running.delete(execution);
    // A task that was ended from outside has no exit code.
    run.end(`task ${execution.task.name}`, exitCode);
  };
  return vscode.Disposable.from(
    vscode.tasks.onDidStartTaskProcess(began),
    vscode.tasks.onDidEndTaskProcess(ended),
    new vscode.Disposable(() => {
      for (const run of running.values()) run.leave();
      running.clear();
    }),
  );
}

const isTest = ({ task }: vscode.TaskExecution): boolean => task.group?.id === vscode.TaskGroup.Test.id;

const Ours = z.object({ type: z.literal('shiproom'), test: TestPart });

const partOf = ({ task }: vscode.TaskExecution): TestPart | undefined => Ours.safeParse(task.definition).data?.test;

const folderOf = ({ task: { scope } }: vscode.TaskExecution): vscode.Uri | undefined =>
  typeof scope === 'object' ? scope.uri : undefined;

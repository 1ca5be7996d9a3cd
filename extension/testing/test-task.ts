import { join } from 'node:path';
import * as vscode from 'vscode';
import type { TestPart } from '../sources/tests/test-results.ts';
import { isBelow } from '../sources/tests/below.ts';
import { plain } from '../views/words.ts';
import type { Plan } from './frameworks/ground.ts';

const longestName = 120;

/** What a run of a test is called where its end is told. */
const taskName = ({ framework, whole }: Plan, name: string, file: string): string =>
  `${framework}: ${plain(whole ? file : name).slice(0, longestName)}`;

/**
 * Runs a plan as a task of the group Test, with no shell, and gives its exit code; undefined where it was ended from outside, or could not
 * begin. Those who follow such tasks hear of it too.
 */
export async function runAsTask(
  plan: Plan,
  root: string,
  { name, file }: { readonly name: string; readonly file: string },
  token: vscode.CancellationToken,
): Promise<number | undefined> {
  const ended = new Map<vscode.TaskExecution, number | undefined>();
  let wake: (() => void) | undefined;
  const heard = (execution: vscode.TaskExecution, exitCode: number | undefined): void => {
    if (!ended.has(execution)) ended.set(execution, exitCode);
    wake?.();
  };
  const watches = [
    vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => heard(execution, exitCode)),
    // A program that is not there never becomes a process.
    vscode.tasks.onDidEndTask(({ execution }) => heard(execution, undefined)),
  ];
  try {
    const execution = await vscode.tasks.executeTask(taskOf(plan, root, { name, file, whole: plan.whole }));
    watches.push(token.onCancellationRequested(() => execution.terminate()));
    if (token.isCancellationRequested) execution.terminate();
    while (!ended.has(execution)) await new Promise<void>((resolve) => (wake = resolve));
    return ended.get(execution);
  } finally {
    for (const watch of watches) watch.dispose();
  }
}

function taskOf(plan: Plan, root: string, test: TestPart): vscode.Task {
  const { program, args, folder } = plan;
  const name = taskName(plan, test.name, test.file);
  const scope = vscode.workspace.workspaceFolders?.find(({ uri }) => isBelow(root, uri.fsPath));
  const execution = new vscode.ProcessExecution(program, [...args], { cwd: join(root, folder) });
  // Whoever follows such tasks knows by it that this is not a run of all tests.
  const definition = { type: 'shiproom', program, args, folder, test };
  const task = new vscode.Task(definition, scope ?? vscode.TaskScope.Workspace, name, 'Shiproom', execution, []);
  task.group = vscode.TaskGroup.Test;
  task.presentationOptions = {
    reveal: vscode.TaskRevealKind.Silent,
    panel: vscode.TaskPanelKind.Shared,
    echo: true,
    clear: true,
    focus: false,
    showReuseMessage: false,
  };
  return task;
}

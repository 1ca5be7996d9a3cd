import { editor, fires } from './vscode-editor.ts';

export class ProcessExecution {
  readonly process: string;
  readonly args: readonly string[];
  readonly options: { readonly cwd?: string } | undefined;
  constructor(process: string, args: readonly string[], options?: { readonly cwd?: string }) {
    this.process = process;
    this.args = args;
    this.options = options;
  }
}

export class Task {
  readonly definition: object;
  readonly scope: unknown;
  readonly name: string;
  readonly source: string;
  readonly execution: ProcessExecution;
  group: unknown;
  presentationOptions: unknown;
  constructor(definition: object, scope: unknown, name: string, source: string, execution: ProcessExecution) {
    this.definition = definition;
    this.scope = scope;
    this.name = name;
    this.source = source;
    this.execution = execution;
  }
}

/** Runs a task as `editor.runTask` says, and tells how it went as VS Code does. */
export async function executeTask(task: Task): Promise<object> {
  const execution = { task, terminate: () => fires.task.fire({ execution, exitCode: undefined }) };
  fires.taskBegun.fire({ execution });
  const work = async (): Promise<void> => {
    const exitCode = await editor.runTask(task);
    fires.task.fire({ execution, exitCode });
    fires.taskOver.fire({ execution });
  };
  // As in VS Code the end is told after the beginning was answered.
  void Promise.resolve().then(async () => work());
  return execution;
}

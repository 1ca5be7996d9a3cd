import * as vscode from 'vscode';
import type { Outcome } from '../../client/session.ts';
import { RunId } from '../../protocol/model/ids.ts';
import type { Result } from '../../protocol/wire/methods.ts';
import { createTail, type Tail } from './log-tail.ts';

const scheme = 'shiproom-log';

/** Logs of runs, as read-only documents that follow the run while they are open. */
export interface LogDocuments {
  open(run: RunId): Promise<void>;
  /** Reads on in all that are open. Call it when a run or the connection has changed. */
  look(): void;
  dispose(): void;
}

export interface LogOptions {
  readonly read: (run: RunId, from: number) => Promise<Outcome<Result<'run/log'>>>;
  readonly after: (ms: number, work: () => void) => () => void;
}

interface OpenLog {
  readonly tail: Tail;
  text: string;
  lines: number;
}

export function createLogDocuments(options: LogOptions): LogDocuments {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const logs = new Map<string, OpenLog>();
  const textOf = (uri: vscode.Uri): string => {
    const run = RunId.safeParse(uri.query);
    if (!run.success) return 'This is no log.';
    const key = uri.toString();
    const log = logs.get(key) ?? openLog(options, run.data, () => changed.fire(uri));
    logs.set(key, log);
    return log.text;
  };
  const closed = ({ uri }: vscode.TextDocument): void => {
    logs.get(uri.toString())?.tail.close();
    logs.delete(uri.toString());
  };
  const grown = ({ document }: vscode.TextDocumentChangeEvent): void => {
    const log = logs.get(document.uri.toString());
    if (!log) return;
    follow(document, log.lines);
    log.lines = document.lineCount;
  };
  const provider = { onDidChange: changed.event, provideTextDocumentContent: textOf };
  const watches = [
    vscode.workspace.registerTextDocumentContentProvider(scheme, provider),
    vscode.workspace.onDidCloseTextDocument(closed),
    vscode.workspace.onDidChangeTextDocument(grown),
    changed,
  ];
  return {
    async open(run) {
      const uri = await show(run);
      // A log that was read while its document was being opened has told its change to nobody.
      changed.fire(uri);
    },
    look() {
      for (const { tail } of logs.values()) tail.look();
    },
    dispose() {
      for (const { tail } of logs.values()) tail.close();
      logs.clear();
      for (const watch of watches) watch.dispose();
    },
  };
}

/** Begins to read a log. It has no text until `changed` is called. */
function openLog({ read, after }: LogOptions, run: RunId, changed: () => void): OpenLog {
  const log: OpenLog = {
    text: '',
    lines: 0,
    tail: createTail({
      read: (from) => read(run, from),
      after,
      changed(text) {
        log.text = text;
        changed();
      },
    }),
  };
  log.tail.look();
  return log;
}

async function show(run: RunId): Promise<vscode.Uri> {
  const uri = vscode.Uri.from({ scheme, path: `/CI ${run.replaceAll(/[/:]/g, '-')}.log`, query: run });
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document, { preview: true });
  return uri;
}

/** Keeps the end in sight for whoever was looking at it, and moves nobody who has scrolled away. */
function follow(document: vscode.TextDocument, linesBefore: number): void {
  const end = document.lineAt(document.lineCount - 1).range;
  for (const editor of vscode.window.visibleTextEditors) {
    const seen = editor.visibleRanges.at(-1)?.end.line ?? 0;
    if (editor.document === document && seen >= linesBefore - 2) editor.revealRange(end);
  }
}

import * as vscode from 'vscode';
import type { LogWish, Outcome } from '../../../client/session.ts';
import { RunId } from '../../../protocol/model/ids.ts';
import type { Result } from '../../../protocol/wire/methods.ts';
import { readableLog, type ReadableLog } from './lines.ts';
import { logLinks } from './links.ts';
import type { LogName } from './name.ts';
import type { LogReader } from './reader.ts';
import { createTail } from './tail.ts';
import { follow, openAtFailure } from './view.ts';

const scheme = 'shiproom-log';

/** Logs of runs, as read-only documents that fold by step, and follow the run while they are open. */
export interface LogDocuments {
  open(name: LogName): Promise<void>;
  /** Reads on in all that are open. Call it when a run or the connection has changed. */
  look(): void;
  dispose(): void;
}

export interface LogOptions {
  readonly read: (run: RunId, from: number, wish: LogWish) => Promise<Outcome<Result<'run/log'>>>;
  readonly after: (ms: number, work: () => void) => () => void;
  /** The folder of this repository. */
  readonly root: () => string | undefined;
}

interface OpenLog {
  readonly tail: LogReader;
  now: ReadableLog;
  /** As many as the document had when it was last looked at. */
  lines: number;
  /** Whether all was read that was there when it was opened. */
  read: boolean;
  /** Whether its reader was led to what failed: once only. */
  led: boolean;
}

export function createLogDocuments(options: LogOptions): LogDocuments {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const logs = new Map<string, OpenLog>();
  const textOf = (uri: vscode.Uri): string => {
    const run = RunId.safeParse(uri.query);
    if (!run.success) return vscode.l10n.t('This is no log.');
    const key = uri.toString();
    const log = logs.get(key) ?? openLog(options, run.data, uri.fragment || undefined, () => changed.fire(uri));
    logs.set(key, log);
    return log.now.text;
  };
  const closed = ({ uri }: vscode.TextDocument): void => {
    logs.get(uri.toString())?.tail.close();
    logs.delete(uri.toString());
  };
  const grown = ({ document }: Pick<vscode.TextDocumentChangeEvent, 'document'>): void => {
    const log = logs.get(document.uri.toString());
    if (!log) return;
    const before = log.lines;
    log.lines = document.lineCount;
    const failing = log.read && !log.led && log.now.folds.some((fold) => fold.failing);
    log.led ||= failing;
    if (failing) openAtFailure(document, log.now.folds);
    else follow(document, before);
  };
  const foldsOf = (document: vscode.TextDocument) => rangesOf(logs.get(document.uri.toString()), document);
  const provider = { onDidChange: changed.event, provideTextDocumentContent: textOf };
  const watches = [
    vscode.workspace.registerTextDocumentContentProvider(scheme, provider),
    vscode.languages.registerFoldingRangeProvider({ scheme }, { provideFoldingRanges: foldsOf }),
    vscode.languages.registerDocumentLinkProvider({ scheme }, logLinks(options.root)),
    vscode.workspace.onDidCloseTextDocument(closed),
    vscode.workspace.onDidChangeTextDocument(grown),
    changed,
  ];
  return {
    async open(name) {
      const uri = await show(name);
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

/** A document may be behind its log for an instant. */
const rangesOf = (log: OpenLog | undefined, { lineCount }: vscode.TextDocument): vscode.FoldingRange[] =>
  (log?.now.folds ?? [])
    .filter(({ end }) => end < lineCount)
    .map(({ start, end }) => new vscode.FoldingRange(start, end, vscode.FoldingRangeKind.Region));

/** Begins to read a log. It has no text until `changed` is called. */
function openLog({ read, after }: LogOptions, run: RunId, job: string | undefined, changed: () => void): OpenLog {
  const log: OpenLog = {
    now: { text: '', folds: [] },
    lines: 0,
    read: false,
    led: false,
    tail: createTail({
      read: async (from) => {
        const outcome = await read(run, from, { job, style: 'plain' });
        // Known before the text is shown, so that what is shown last is what its reader is led into.
        log.read ||= outcome.ok && (outcome.value.ended || outcome.value.next === from);
        return outcome;
      },
      after,
      changed(text, note) {
        log.now = readableLog(text, note === undefined ? [] : [`(${note})`]);
        changed();
      },
      caughtUp() {
        log.read = true;
      },
    }),
  };
  log.tail.look();
  return log;
}

async function show({ run, job = '', title = run }: LogName): Promise<vscode.Uri> {
  const name = title.replaceAll(/[/\\:\p{Cc}]/gu, '-').slice(0, 80);
  const uri = vscode.Uri.from({
    scheme,
    path: `/${/^CI\b/.test(name) ? '' : 'CI '}${name}.log`,
    query: run,
    fragment: job,
  });
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document, { preview: true });
  return uri;
}

import { basename, isAbsolute } from 'node:path';
import * as vscode from 'vscode';
import { type ReadReports, readReportFiles } from './read-reports.ts';
import type { LoneReport, ReportsOfRuns } from './recorder.ts';
import { type Touched, touchedFiles } from './touched-files.ts';

/** Files that are written one soon after the other are of one run; and while a command runs, it is still writing. */
const gatherMs = 1_000;
const whileRunningMs = 30_000;
/** Disks count time more coarsely than we do. */
const coarseMs = 2_000;

export interface ReportOptions {
  readonly roots: () => readonly string[];
  /** Globs below a repository's root. */
  readonly globs: (root: string) => readonly string[];
  readonly now: () => number;
  readonly after: (ms: number, work: () => void) => () => void;
  readonly reported: (report: LoneReport) => Promise<void>;
  readonly failed: (error: unknown) => void;
}

/** Watches for report files, from when it is made. */
export interface WatchedReports extends ReportsOfRuns {
  look(): void;
  dispose(): void;
}

interface Watch {
  readonly globs: string;
  readonly files: Touched;
  readonly watchers: vscode.Disposable[];
  stop?: () => void;
}

/** Reads report files as they are written: with the command that wrote them where one is followed, and by themselves where none is. */
export function watchReports(options: ReportOptions): WatchedReports {
  const { roots, globs, now, after, reported, failed } = options;
  const watches = new Map<string, Watch>();
  let running = 0;

  const tell = async (root: string, { files }: Watch): Promise<void> => {
    const { paths, since, lost } = files.untold();
    const read = withLost(await readReportFiles(root, paths, since - coarseMs), lost);
    if (!read) return;
    // Of what could not be read nobody knows when it was written, and it goes before what was known.
    const writtenAt = read.unread.length > 0 ? now() : read.writtenAt;
    await reported({ root, name: nameOf(read.files), ...read, writtenAt });
  };
  const touched = (root: string, watch: Watch, path: string): void => {
    if (/[\\/](?:node_modules|\.git)[\\/]/.test(path)) return;
    watch.files.add(path, now());
    watch.stop?.();
    watch.stop = after(running > 0 ? whileRunningMs : gatherMs, () => void tell(root, watch).catch(failed));
  };
  const begin = (root: string, wanted: readonly string[]): void => {
    const watch: Watch = { globs: wanted.join('\n'), files: touchedFiles(now()), watchers: [] };
    watch.watchers.push(...wanted.flatMap((glob) => watchGlob(root, glob, (path) => touched(root, watch, path))));
    watches.set(root, watch);
  };
  const look = (): void => {
    const open = new Map(roots().map((root) => [root, globs(root).filter(staysBelow)]));
    for (const [root, watch] of watches) {
      if (watch.globs === open.get(root)?.join('\n')) continue;
      end(watch);
      watches.delete(root);
    }
    for (const [root, wanted] of open) if (wanted.length > 0 && !watches.has(root)) begin(root, wanted);
  };

  look();
  return {
    look,
    began: () => void (running += 1),
    async ended(startedAt, root) {
      const watch = root === undefined ? undefined : watches.get(root);
      // VS Code tells of a file a little after it was written.
      if (watch) await new Promise<void>((resolve) => void after(gatherMs, resolve));
      running = Math.max(0, running - 1);
      if (!watch || root === undefined) return undefined;
      watch.stop?.();
      const { paths, lost } = watch.files.since(startedAt);
      return withLost(await readReportFiles(root, paths, startedAt - coarseMs), lost);
    },
    dispose() {
      for (const watch of watches.values()) end(watch);
      watches.clear();
    },
  };
}

/** Of more files than are remembered nobody knows what the first said. */
const withLost = (read: ReadReports | undefined, lost: boolean): ReadReports | undefined =>
  read && lost ? { ...read, unread: [...read.unread, { file: '', why: 'many' }] } : read;

function end({ stop, watchers }: Watch): void {
  stop?.();
  for (const each of watchers) each.dispose();
}

function watchGlob(root: string, glob: string, written: (path: string) => void): readonly vscode.Disposable[] {
  const pattern = new vscode.RelativePattern(vscode.Uri.file(root), glob);
  const watcher = vscode.workspace.createFileSystemWatcher(pattern, false, false, true);
  const hear = ({ fsPath }: vscode.Uri): void => written(fsPath);
  return [watcher.onDidCreate(hear), watcher.onDidChange(hear), watcher];
}

/** A glob that may lead out of the repository is none. */
const staysBelow = (glob: string): boolean =>
  glob !== '' && !isAbsolute(glob) && !glob.split(/[\\/{},]/).includes('..');

function nameOf(files: readonly string[]): string {
  const [first = ''] = files;
  return files.length > 1 ? `reports ${basename(first)} and ${files.length - 1} more` : `report ${basename(first)}`;
}

import * as vscode from 'vscode';
import { matches } from '../share.ts';
import type { FollowedRun, FollowRun } from './recorder.ts';

/**
 * Follows the terminal commands that the user's patterns name, by how they end, where the shell tells VS Code of it. What they print is not
 * read, and of the command itself others see the pattern alone.
 */
export function watchTerminals(follow: FollowRun, patterns: () => readonly string[]): vscode.Disposable {
  const running = new Map<vscode.TerminalShellExecution, FollowedRun>();
  const began = ({ execution }: vscode.TerminalShellExecutionStartEvent): void => {
    const folder = folderOf(execution);
    if (folder && patternOf(execution, patterns()) !== undefined) running.set(execution, follow('terminal', folder));
  };
  const ended = ({ execution, exitCode }: vscode.TerminalShellExecutionEndEvent): void => {
    // By its end VS Code may know better what the command was.
    const pattern = patternOf(execution, patterns());
    const folder = folderOf(execution);
    const run = running.get(execution) ?? (pattern !== undefined && folder && follow('terminal', folder));
    running.delete(execution);
    if (run) run.end(`${wordsOf(pattern ?? '')} in the terminal`, pattern === undefined ? undefined : exitCode);
  };
  return vscode.Disposable.from(
    vscode.window.onDidStartTerminalShellExecution(began),
    vscode.window.onDidEndTerminalShellExecution(ended),
    new vscode.Disposable(() => {
      for (const run of running.values()) run.leave();
      running.clear();
    }),
  );
}

/** The first pattern that covers a command, provided that VS Code is sure of its words and its exit code is its own. */
function patternOf({ commandLine }: vscode.TerminalShellExecution, patterns: readonly string[]): string | undefined {
  const { value, confidence } = commandLine;
  if (confidence < vscode.TerminalShellExecutionCommandLineConfidence.Medium || !isOneCommand(value)) return undefined;
  const words = value.trim().replace(/^(?:[A-Za-z_]\w*=\S*\s+)+/, '');
  return patterns.find((pattern) => matches(pattern, words));
}

/** Whether a line is one command alone: of several, of a pipe, or in the background, the exit code says nothing of the tests. */
const isOneCommand = (line: string): boolean =>
  line.length <= 4096 && !/[;&|\n`]|\$\(/.test(line.replaceAll(/'[^']*'|"[^"]*"|\\.|[0-9]?>&[0-9-]|&>/g, ''));

const wordsOf = (pattern: string): string => pattern.replaceAll(/[*?]+/g, ' ').trim() || 'command';

function folderOf({ cwd }: vscode.TerminalShellExecution): vscode.Uri | undefined {
  if (cwd?.scheme === 'file') return cwd;
  return cwd?.scheme === 'vscode-remote' ? vscode.Uri.file(cwd.path) : undefined;
}

import * as vscode from 'vscode';
import type { Fold } from './lines.ts';

/** Keeps the end in sight for whoever was looking at it, and moves nobody who has scrolled away. */
export function follow(document: vscode.TextDocument, linesBefore: number): void {
  const end = document.lineAt(document.lineCount - 1).range;
  for (const editor of vscode.window.visibleTextEditors) {
    const seen = editor.visibleRanges.at(-1)?.end.line ?? 0;
    if (editor.document === document && seen >= linesBefore - 2) editor.revealRange(end);
  }
}

/** Shows the first failing step open and at the top, and the other steps folded. */
export function openAtFailure(document: vscode.TextDocument, folds: readonly Fold[]): void {
  const steps = folds.filter(({ kind }) => kind === 'step');
  const failing = steps.find((fold) => fold.failing);
  const editor = vscode.window.visibleTextEditors.find((each) => each.document === document);
  if (!failing || !editor) return;
  const at = new vscode.Position(failing.start, 0);
  const reveal = (): void => editor.revealRange(new vscode.Range(at, at), vscode.TextEditorRevealType.AtTop);
  // Not only in sight: whoever goes by keyboard or ear begins there, too, and no fold hides the cursor.
  editor.selection = new vscode.Selection(at, at);
  const others = steps.filter((fold) => fold !== failing).map(({ start }) => start);
  // The command folds in the active editor only; elsewhere the failure is shown, and nothing folded.
  if (vscode.window.activeTextEditor !== editor || others.length === 0) return reveal();
  const fold = { selectionLines: others, levels: 1, direction: 'down' };
  vscode.commands.executeCommand('editor.fold', fold).then(reveal, reveal);
}

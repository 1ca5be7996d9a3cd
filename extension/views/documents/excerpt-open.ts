import { extname } from 'node:path';
import * as vscode from 'vscode';
import { type Excerpt, excerptPlace } from '../../../protocol/model/excerpt.ts';
import { staysInside } from '../../../protocol/model/places.ts';
import { historyOf } from '../../excerpts/history.ts';
import { type Files, locate } from '../../excerpts/locate.ts';
import type { Checkout } from '../../sources/checkout.ts';
import { textOf } from './diff-open.ts';
import { driftWords } from './excerpt-words.ts';
import type { ReadOnlyDocuments } from './read-only-documents.ts';
import { notice } from '../words.ts';

const mostFound = 2_000;

/** Opens lines that somebody showed where they are on this branch, selects them, and says how far they have drifted; else shows them by themselves. */
export async function openExcerpt(
  of: Excerpt,
  text: string,
  checkout: Checkout | undefined,
  documents: ReadOnlyDocuments,
): Promise<void> {
  const { l10n, window, workspace } = vscode;
  const place = excerptPlace(of);
  if (!workspace.isTrusted) return alone(l10n.t('This workspace is not trusted, so its files are not looked through.'));
  if (checkout?.repository !== of.repository)
    return alone(l10n.t('{0} is of {1}, which this window does not show.', place, of.repository));
  const located = staysInside(of.path) ? await locate(of, text, filesOf(checkout.root)) : undefined;
  if (!located) return alone(l10n.t('{0} is not on your branch. These are the lines as they were shown.', place));
  const uri = vscode.Uri.joinPath(vscode.Uri.file(checkout.root), located.path);
  const { line, endLine } = located.found;
  const selection = new vscode.Range(line - 1, 0, endLine, 0);
  await window.showTextDocument(await workspace.openTextDocument(uri), { selection, preview: true });
  tell(driftWords(of, located));

  async function alone(why: string): Promise<void> {
    await window.showTextDocument(await workspace.openTextDocument(documents.of(of.path, text)), { preview: true });
    tell(why);
  }
}

function tell(words: string | undefined): void {
  if (words !== undefined) void vscode.window.showInformationMessage(notice(words));
}

/** A file that is open is read as it is there, with what was not saved yet. */
const filesOf = (root: string): Files => ({
  async read(path) {
    const uri = vscode.Uri.joinPath(vscode.Uri.file(root), path).toString();
    const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri);
    return open ? open.getText() : textOf(path, root);
  },
  renamed: async ({ commit, path }) => (await historyOf(root))?.renamed(commit, path),
  async others(path) {
    const end = extname(path).replaceAll(/[^\w.]/g, '');
    const pattern = new vscode.RelativePattern(vscode.Uri.file(root), `**/*${end}`);
    const found = await vscode.workspace.findFiles(pattern, undefined, mostFound);
    const base = vscode.Uri.file(root).path;
    const paths = found.map((uri) => uri.path.slice(base.length).replace(/^\/+/, ''));
    const name = path.split('/').at(-1);
    return paths.toSorted((a, b) => Number(b.endsWith(`/${name}`)) - Number(a.endsWith(`/${name}`)));
  },
});

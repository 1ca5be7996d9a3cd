import * as vscode from 'vscode';
import { staysInside } from '../../../protocol/model/places.ts';
import { type FileDiff, parseDiff } from './diff-parse.ts';
import { sidesOf } from './diff-sides.ts';
import type { ReadOnlyDocuments } from './read-only-documents.ts';
import { plain } from '../words.ts';

interface Opened {
  readonly title: string;
  readonly left: vscode.Uri;
  readonly right: vscode.Uri;
}

/** Opens a unified diff in the editor's own: whole files where they are here as the diff has them, else the lines that it tells. False where it is none. */
export async function openDiff(text: string, root: string | undefined, documents: ReadOnlyDocuments): Promise<boolean> {
  const opened: Opened[] = [];
  for (const file of parseDiff(text)) opened.push(await open(file, root, documents));
  const [first] = opened;
  if (!first) return false;
  if (opened.length === 1) {
    await vscode.commands.executeCommand('vscode.diff', first.left, first.right, first.title, { preview: true });
    return true;
  }
  const files = opened.map(({ left, right }) => [right, left, right]);
  await vscode.commands.executeCommand('vscode.changes', vscode.l10n.t('{0} files', opened.length), files);
  return true;
}

async function open(file: FileDiff, root: string | undefined, documents: ReadOnlyDocuments): Promise<Opened> {
  const { oldPath, newPath } = file;
  const name = newPath ?? oldPath ?? '';
  const here = (await textOf(newPath, root)) ?? (await textOf(oldPath, root));
  const { before, after, whole } = sidesOf(file, here);
  const both = plain(oldPath && newPath && oldPath !== newPath ? `${oldPath} → ${newPath}` : name);
  return {
    title: whole ? both : vscode.l10n.t('{0} (changed lines only)', both),
    left: documents.of(oldPath ?? name, before),
    right: documents.of(name, after),
  };
}

const mostBytes = 2 ** 20;

/** A file of this checkout as it is on the disk; undefined where there is none, or none that can be shown. */
export async function textOf(path: string | undefined, root: string | undefined): Promise<string | undefined> {
  if (path === undefined || root === undefined || !staysInside(path)) return undefined;
  const uri = vscode.Uri.joinPath(vscode.Uri.file(root), path);
  const bytes = await Promise.resolve(vscode.workspace.fs.readFile(uri)).catch(() => undefined);
  return bytes && bytes.length <= mostBytes ? new TextDecoder().decode(bytes) : undefined;
}

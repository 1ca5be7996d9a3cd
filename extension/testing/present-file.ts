import { readFile, stat } from 'node:fs/promises';
import * as vscode from 'vscode';

/** A file of the working tree as the user sees it: with what is not saved yet, where it is open. */
export interface PresentFile {
  readonly uri: vscode.Uri;
  /** Differs whenever the text does. */
  readonly version: string;
  read(): Promise<string>;
}

const longestFile = 2 * 1024 * 1024;

/** Undefined where there is no such file, and for what is not to be read: a pipe, a device, a very long one. */
export async function presentFile(root: string, path: string): Promise<PresentFile | undefined> {
  const uri = vscode.Uri.joinPath(vscode.Uri.file(root), path);
  const open = openDocument(uri);
  if (open) return { uri, version: `document ${open.version}`, read: async () => open.getText() };
  try {
    const { mtimeMs, size, ino, ...found } = await statOf(uri.fsPath);
    if (!found.isFile || size > longestFile) return undefined;
    return { uri, version: `file ${ino} ${mtimeMs} ${size}`, read: async () => readFile(uri.fsPath, 'utf8') };
  } catch {
    return undefined;
  }
}

const openDocument = (uri: vscode.Uri): vscode.TextDocument | undefined =>
  vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString() && !document.isClosed);

async function statOf(path: string) {
  const found = await stat(path);
  return { mtimeMs: found.mtimeMs, size: found.size, ino: found.ino, isFile: found.isFile() };
}

import * as vscode from 'vscode';
import type { HostActs } from '../../client/panel-host.ts';
import { commandId } from '../contributions.ts';
import type { Around } from '../feature.ts';
import { openDiff } from './documents/diff-open.ts';
import { openExcerpt } from './documents/excerpt-open.ts';
import { fileAt } from './log/links.ts';
import { createReadOnlyDocuments } from './documents/read-only-documents.ts';
import { isPage, notice } from './words.ts';

/** What the panel asks of the editor, and what has to be given back with it. */
export interface PanelActs extends Omit<HostActs, 'seen'> {
  dispose(): void;
}

/** A link has been seen to be of http or https by the panel's own protocol. What cannot be opened is said in words. */
export function createPanelActs({ workspace, failed }: Around): PanelActs {
  const documents = createReadOnlyDocuments('shiproom-shown', () => vscode.l10n.t('This text is gone. Open it again.'));
  const root = (): string | undefined => (vscode.workspace.isTrusted ? workspace.checkout()?.root : undefined);
  const diff = async (text: string): Promise<void> => {
    if (!(await openDiff(text, root(), documents))) say(vscode.l10n.t('That is no diff that can be shown as one.'));
  };
  return {
    openLog: (run, job) => void vscode.commands.executeCommand(commandId('openLog'), { run, job }),
    openLink: (href) => void (isPage(href) && vscode.env.openExternal(vscode.Uri.parse(href, true))),
    openPlace: (file, line, column = 1) => void openPlace(file, line, column, root()).catch(failed),
    openDiff: (text) => void diff(text).catch(failed),
    openExcerpt: (of, text) => void openExcerpt(of, text, workspace.checkout(of.repository), documents).catch(failed),
    connect: () => void vscode.commands.executeCommand(commandId('connect')),
    dispose: () => documents.dispose(),
  };
}

async function openPlace(file: string, line: number, column: number, root: string | undefined): Promise<void> {
  const uri = await fileAt({ file }, root);
  if (!uri) return say(vscode.l10n.t('There is no file {0} in this window’s repository.', file));
  const at = new vscode.Position(line - 1, column - 1);
  await vscode.window.showTextDocument(uri, { selection: new vscode.Range(at, at), preview: true });
}

const say = (words: string): void => void vscode.window.showInformationMessage(notice(words));

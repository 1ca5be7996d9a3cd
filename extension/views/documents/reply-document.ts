import * as vscode from 'vscode';
import { createReadOnlyDocuments } from './read-only-documents.ts';

/** Replies of the bot that are too long for a message, as read-only documents. */
export interface ReplyDocuments {
  open(line: string, text: string): Promise<void>;
  dispose(): void;
}

export function createReplyDocuments(): ReplyDocuments {
  const documents = createReadOnlyDocuments('shiproom-reply', () => vscode.l10n.t('This reply is gone. Ask again.'));
  return {
    async open(line, text) {
      const uri = documents.of(line.replaceAll(/[/\\]/g, '-').slice(0, 60), text);
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
    },
    dispose: () => documents.dispose(),
  };
}

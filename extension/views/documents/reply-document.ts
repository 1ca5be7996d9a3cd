import * as vscode from 'vscode';

const scheme = 'shiproom-reply';

/** Replies of the bot that are too long for a message, as read-only documents. */
export interface ReplyDocuments {
  open(line: string, text: string): Promise<void>;
  dispose(): void;
}

export function createReplyDocuments(): ReplyDocuments {
  const texts = new Map<string, string>();
  let count = 0;
  const watches = [
    vscode.workspace.registerTextDocumentContentProvider(scheme, {
      provideTextDocumentContent: (uri) => texts.get(uri.toString()) ?? vscode.l10n.t('This reply is gone. Ask again.'),
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => texts.delete(uri.toString())),
  ];
  return {
    async open(line, text) {
      count += 1;
      const uri = vscode.Uri.from({
        scheme,
        path: `/${line.replaceAll(/[/\\]/g, '-').slice(0, 60)}`,
        query: `${count}`,
      });
      texts.set(uri.toString(), text);
      const document = await vscode.workspace.openTextDocument(uri);
      await vscode.window.showTextDocument(document, { preview: true });
    },
    dispose() {
      for (const watch of watches) watch.dispose();
    },
  };
}

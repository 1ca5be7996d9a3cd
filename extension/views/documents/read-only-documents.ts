import * as vscode from 'vscode';

const mostKept = 200;

/** Texts that are no files, as read-only documents; a text is forgotten with its document. */
export interface ReadOnlyDocuments {
  /** A document of that name, by whose end the editor knows its language. */
  of(name: string, text: string): vscode.Uri;
  dispose(): void;
}

/** Documents of a scheme of their own; `gone` is shown in place of a text that is forgotten. */
export function createReadOnlyDocuments(scheme: string, gone: () => string): ReadOnlyDocuments {
  const texts = new Map<string, string>();
  let count = 0;
  const watches = [
    vscode.workspace.registerTextDocumentContentProvider(scheme, {
      provideTextDocumentContent: (uri) => texts.get(uri.toString()) ?? gone(),
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => texts.delete(uri.toString())),
  ];
  return {
    of(name, text) {
      count += 1;
      // Two slashes at its beginning would be a host's.
      const path = `/${name.replaceAll(/[\\:\p{Cc}]/gu, '-').replace(/^\/+/, '')}`;
      const uri = vscode.Uri.from({ scheme, path, query: `${count}` });
      texts.set(uri.toString(), text);
      // A text whose document was never opened is never closed.
      const [oldest] = texts.keys();
      if (texts.size > mostKept && oldest !== undefined) texts.delete(oldest);
      return uri;
    },
    dispose() {
      for (const watch of watches) watch.dispose();
      texts.clear();
    },
  };
}

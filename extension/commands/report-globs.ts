import { relative } from 'node:path';
import * as vscode from 'vscode';
import { rowText } from '../views/words.ts';

/** Where test runners write their reports, by their own defaults and by habit. */
const usual: readonly (readonly [glob: string, files: RegExp])[] = [
  ['**/junit*.xml', /(?:^|\/)junit[^/]*\.xml$/],
  ['**/test-results/**/*.xml', /(?:^|\/)test-results\/.*\.xml$/],
  ['**/TEST-*.xml', /(?:^|\/)TEST-[^/]*\.xml$/],
  ['**/*.trx', /\.trx$/],
  ['**/*ctrf*.json', /(?:^|\/)[^/]*ctrf[^/]*\.json$/],
  ['**/{vitest,jest}-*.json', /(?:^|\/)(?:vitest|jest)-[^/]*\.json$/],
  ['**/*.tap', /\.tap$/],
];
/** A search ends with so many files, of which each glob needs one. */
const mostFiles = 200;

interface Choice extends vscode.QuickPickItem {
  readonly glob: string | undefined;
}

/**
 * Asks for the globs of report files, and offers those of which a file stands in a repository already. Undefined where the user leaves. A
 * search is made only where a root is given.
 */
export async function askReportGlobs(title: string, root: string | undefined): Promise<readonly string[] | undefined> {
  const { l10n, window } = vscode;
  const found = root === undefined ? new Map<string, string>() : await search(root);
  const items: readonly Choice[] = [
    ...usual.map(([glob]) => ({
      glob,
      label: glob,
      picked: found.has(glob),
      description: rowText(found.get(glob) ?? ''),
    })),
    { glob: undefined, label: l10n.t('Another…'), alwaysShow: true },
  ];
  const picked = await window.showQuickPick<Choice>(
    items.toSorted((a, b) => Number(b.picked ?? false) - Number(a.picked ?? false)),
    {
      title,
      placeHolder: l10n.t('Which files are reports of your tests, below each repository'),
      canPickMany: true,
      ignoreFocusOut: true,
    },
  );
  if (!picked || picked.length === 0) return undefined;
  const globs = picked.flatMap(({ glob }) => glob ?? []);
  return globs.length === picked.length ? globs : withOwn(title, globs);
}

/** Each glob of which there is a file, with one. */
async function search(root: string): Promise<ReadonlyMap<string, string>> {
  const all = `{${usual.map(([glob]) => glob.replace('{vitest,jest}', '*')).join(',')}}`;
  const pattern = new vscode.RelativePattern(vscode.Uri.file(root), all);
  const uris = await vscode.workspace.findFiles(pattern, '**/{node_modules,.git}/**', mostFiles);
  const names = uris.map(({ fsPath }) => relative(root, fsPath).replaceAll('\\', '/'));
  return new Map(
    usual.flatMap(([glob, files]) => {
      const example = names.find((name) => files.test(name));
      return example === undefined ? [] : [[glob, example] as const];
    }),
  );
}

async function withOwn(title: string, globs: readonly string[]): Promise<readonly string[] | undefined> {
  const { l10n, window } = vscode;
  const typed = await window.showInputBox({
    title,
    prompt: l10n.t('A glob below the repository, such as {0}', 'build/reports/*.xml'),
    ignoreFocusOut: true,
    validateInput: (text) =>
      /^\s*(?:[/\\~]|[A-Za-z]:)|(?:^|[/\\{,])\.\.(?:[/\\},]|$)/.test(text)
        ? l10n.t('Only files below the repository are read.')
        : undefined,
  });
  return typed === undefined || typed.trim() === '' ? undefined : [...globs, typed.trim()];
}

import * as vscode from 'vscode';
import { rowText } from '../views/words.ts';
import type { Finding, Hop } from './finding.ts';
import { stateWord } from './report.ts';

type Row = vscode.QuickPickItem & { readonly hop?: Hop };

const icons: Readonly<Record<Finding['state'], string>> = {
  passed: '$(pass)',
  warned: '$(warning)',
  failed: '$(error)',
  skipped: '$(circle-slash)',
};

/** Shows what was found, the first hop that fails being chosen already. Answers the hop that was taken, or that the report is wanted. */
export async function pickFinding(hops: readonly Hop[]): Promise<Hop | 'copy' | undefined> {
  const rows: Row[] = hops.map((hop) => rowOf(hop));
  const copy: Row = { label: `$(copy) ${vscode.l10n.t('Copy Report')}` };
  const separator: Row = { label: '', kind: vscode.QuickPickItemKind.Separator };
  const picked = await choose([...rows, separator, copy], rows[firstWrong(hops)]);
  if (picked === copy) return 'copy';
  return picked?.hop;
}

/** Where the first hop stands that fails; else the first to take notice of; else nowhere. */
function firstWrong(hops: readonly Hop[]): number {
  const failing = hops.findIndex(({ state }) => state === 'failed');
  return failing >= 0 ? failing : hops.findIndex(({ state }) => state === 'warned');
}

const rowOf = (hop: Hop): Row => ({
  label: `${icons[hop.state]} ${rowText(hop.name)}`,
  description: hop.mend ? `${stateWord(hop.state)} → ${hop.mend.button}` : stateWord(hop.state),
  detail: rowText(hop.words),
  hop,
});

function choose(items: readonly Row[], first: Row | undefined): Promise<Row | undefined> {
  const pick = vscode.window.createQuickPick<Row>();
  const choice = Promise.withResolvers<Row | undefined>();
  pick.title = vscode.l10n.t('Shiproom Doctor');
  pick.placeholder = first
    ? vscode.l10n.t('Enter mends what is chosen, where it can be mended from here')
    : vscode.l10n.t('Everything is in order');
  pick.items = items;
  pick.matchOnDetail = true;
  if (first) pick.activeItems = [first];
  pick.onDidAccept(() => {
    choice.resolve(pick.selectedItems[0]);
    pick.hide();
  });
  pick.onDidHide(() => {
    choice.resolve(undefined);
    pick.dispose();
  });
  pick.show();
  return choice.promise;
}

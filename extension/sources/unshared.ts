import * as vscode from 'vscode';
import type { Around, Feature } from '../feature.ts';
import { notice } from '../views/words.ts';

/** Says, once for each reason, that the room does not take the branch that this window shares: nothing else would show it. */
export function createUnshared({ situation }: Pick<Around, 'situation'>): Feature {
  const said = new Set<string>();
  return {
    told(event) {
      if (event.type !== 'unshared') return;
      const name = situation().room?.name ?? vscode.l10n.t('the room');
      const words = vscode.l10n.t('{0} does not take this branch: {1}', name, event.message);
      if (said.has(words)) return;
      said.add(words);
      void vscode.window.showWarningMessage(notice(words));
    },
    dispose() {},
  };
}

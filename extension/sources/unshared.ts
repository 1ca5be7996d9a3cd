import * as vscode from 'vscode';
import type { RepositoryId } from '../../protocol/model/ids.ts';
import type { Around, Feature } from '../feature.ts';
import { notice } from '../views/words.ts';

/** Knows whether the room takes what this window shares. */
export interface Unshared extends Feature {
  /** Why the room takes nothing of this repository, in the bridge's words; undefined where it does, and as long as nobody has tried. */
  why(repository: RepositoryId | undefined): string | undefined;
}

/** Says, once for each reason, that the room does not take the branch that this window shares, and remembers it for what is shown. */
export function createUnshared({ situation }: Pick<Around, 'situation'>): Unshared {
  const said = new Set<string>();
  let refused: { readonly repository: RepositoryId | undefined; readonly why: string } | undefined;
  const taken = (repository: RepositoryId | undefined): void => {
    if (refused?.repository === repository) refused = undefined;
  };
  return {
    why: (repository) => (refused && refused.repository === repository ? refused.why : undefined),
    attach: () => (refused = undefined),
    told(event) {
      // A bridge that tells of the repository again follows it by now.
      if (event.type === 'card') taken(event.card.key.repository);
      if (event.type === 'people') for (const { on } of event.people) if (on) taken(on.repository);
      if (event.type !== 'unshared') return;
      const { room, checkout } = situation();
      refused = { repository: checkout?.repository, why: event.message };
      const name = room?.name ?? vscode.l10n.t('the room');
      const words = vscode.l10n.t('{0} does not take this branch: {1}', name, event.message);
      if (said.has(words)) return;
      said.add(words);
      void vscode.window.showWarningMessage(notice(words));
    },
    dispose() {},
  };
}

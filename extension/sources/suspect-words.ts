import { l10n } from 'vscode';
import type { Suspect } from './share.ts';

/** Why a branch is kept back as if it were private, without the words that look like a secret. */
export function suspectWords({ where, kind }: Suspect): string {
  switch (where) {
    case 'branch':
      return l10n.t('Nothing of this branch is sent, since its name looks like {0}.', kind);
    case 'repository':
      return l10n.t('Nothing of this branch is sent, since the name of its repository looks like {0}.', kind);
    case 'task':
      return l10n.t('Nothing of this branch is sent, since the name of its test task looks like {0}.', kind);
  }
}

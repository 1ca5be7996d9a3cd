import * as vscode from 'vscode';
import type { ForgeFact } from '../../../protocol/model/pull-request.ts';
import { position } from './git-rows.ts';
import type { Row } from './row.ts';
import { plain } from '../words.ts';

/** How a branch stands to the one that it is to be merged into, by the forge's word. */
export function baseRow(forge: ForgeFact | undefined): readonly Row[] {
  if (!forge) return [];
  const { ahead, behind, conflicts, merged } = forge;
  const base = plain(forge.base);
  const row = { id: 'base', label: vscode.l10n.t('Base'), context: 'base' };
  if (merged) {
    const tooltip = vscode.l10n.t('All of it is in {0}.', base);
    return [{ ...row, icon: 'git-merge', description: vscode.l10n.t('merged into {0}', base), tooltip }];
  }
  const said = `${position(ahead, behind, base)} · ${conflictWord(conflicts)}`;
  const conflicting = conflicts === 'some';
  return [
    {
      ...row,
      icon: conflicting ? 'warning' : 'git-compare',
      ...(conflicting && { tint: 'warned' as const }),
      description: said,
      tooltip: said,
    },
  ];
}

function conflictWord(conflicts: ForgeFact['conflicts']): string {
  switch (conflicts) {
    case 'none':
      return vscode.l10n.t('no conflicts');
    case 'some':
      return vscode.l10n.t('conflicts');
    case 'unknown':
      return vscode.l10n.t('conflicts not known');
  }
}

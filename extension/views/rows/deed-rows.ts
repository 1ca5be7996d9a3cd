import * as vscode from 'vscode';
import type { Card, Deed } from '../../../protocol/model/card.ts';
import { presentDeeds } from '../../../protocol/model/done.ts';
import type { PersonId } from '../../../protocol/model/ids.ts';
import { numbered, type Row } from './row.ts';
import { plain, type Time } from '../words.ts';

/** Who did what to the branch as it stands now, newest first. */
export function deedsRow(card: Card | undefined, me: PersonId, time: Time): readonly Row[] {
  const deeds = card ? presentDeeds(card) : [];
  const [newest] = deeds;
  if (!newest) return [];
  const unique = numbered();
  return [
    {
      id: 'deeds',
      label: vscode.l10n.t('Done lately'),
      description: deedWords(newest, me),
      icon: 'tasklist',
      tooltip: vscode.l10n.t('What people did to this branch by a command or a button'),
      context: 'deeds',
      children: deeds.map((deed) => deedRow(deed, unique(`deed ${deed.key} ${deed.at}`), me, time)),
      open: false,
    },
  ];
}

function deedRow(deed: Deed, id: string, me: PersonId, time: Time): Row {
  const words = deedWords(deed, me);
  const when = time(deed.at);
  return {
    id,
    label: words,
    description: deed.ok ? when : vscode.l10n.t('refused · {0}', when),
    icon: deed.ok ? 'check' : 'circle-slash',
    tooltip: deed.ok ? `${words}\n${when}` : `${words}\n${vscode.l10n.t('refused · {0}', when)}`,
    context: 'deed',
  };
}

const deedWords = ({ by, did }: Deed, me: PersonId): string =>
  by.id === me ? vscode.l10n.t('You {0}', plain(did)) : `${plain(by.name)} ${plain(did)}`;

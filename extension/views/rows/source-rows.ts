import * as vscode from 'vscode';
import type { Source } from '../../../protocol/model/source.ts';
import type { Row } from './row.ts';
import { plain, type Time } from '../words.ts';

/** One row for each source whose word may be old: a stale state is never shown as fresh. Nothing here is read from a chat. */
export const sourceRows = (sources: readonly Source[] | undefined, time: Time): readonly Row[] =>
  (sources ?? [])
    .filter(({ kind, state }) => kind !== 'chat' && state !== 'fresh')
    .map((source) => sourceRow(source, time));

function sourceRow({ id, name, state, asOf, why }: Source, time: Time): Row {
  const failing = state === 'failing';
  const when = asOf === undefined ? vscode.l10n.t('never read') : vscode.l10n.t('as of {0}', time(asOf));
  const reason = why === undefined ? [] : [plain(why)];
  const whose = plain(name);
  return {
    id: `source ${id}`,
    label: failing ? vscode.l10n.t('{0} cannot be read', whose) : vscode.l10n.t('{0} is read now and then', whose),
    description: [when, ...reason].join(' · '),
    icon: failing ? 'warning' : 'history',
    ...(failing && { tint: 'warned' as const }),
    tooltip: [
      asOf === undefined
        ? vscode.l10n.t('What {0} says here is not known yet.', whose)
        : vscode.l10n.t('What {0} says here is true as of {1}.', whose, time(asOf)),
      ...reason,
    ].join('\n'),
    context: 'source',
  };
}

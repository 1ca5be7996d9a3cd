import * as vscode from 'vscode';
import { titleOf } from '../commands/title.ts';
import { commandId } from '../contributions.ts';
import type { Source } from '../../protocol/model/source.ts';
import type { RoomView } from '../../protocol/wire/panel.ts';
import type { Situation } from '../situation.ts';
import { plain, type Time } from '../views/words.ts';
import { failed, type Finding, passed, warned } from './finding.ts';

/** Whether the room is about the repository that is open here: by the branches that it shows. */
export function roomHop({ checkout }: Situation, { cards }: Pick<RoomView, 'cards'>): Finding {
  if (!checkout) return { state: 'skipped', words: vscode.l10n.t('There is no repository here to look for.') };
  if (cards.some(({ key }) => key.repository === checkout.repository))
    return passed(vscode.l10n.t('The room follows this repository.'));
  const share = { button: titleOf('shareStatus'), command: commandId('shareStatus') };
  if (cards.length === 0) return warned(vscode.l10n.t('The room shows no branch yet.'), share);
  const words = vscode.l10n.t(
    'The room shows branches of other repositories, and none of this one. Whoever runs the bridge can add it.',
  );
  return failed(words, { button: titleOf('connect'), command: commandId('connect') });
}

/** How a system beside the bridge stands, by what the bridge last told of it. */
export function sourceHop(source: Source, time: Time): Finding {
  const why = source.why === undefined ? '' : ` ${plain(source.why)}`;
  const asOf = source.asOf === undefined ? '' : time(source.asOf);
  switch (source.state) {
    case 'fresh':
      return passed(vscode.l10n.t('It is heard from as things happen.'));
    case 'late':
      return warned(
        asOf === ''
          ? `${vscode.l10n.t('It is asked now and then only.')}${why}`
          : `${vscode.l10n.t('It is asked now and then only, last at {0}.', asOf)}${why}`,
      );
    case 'failing':
      return failed(`${vscode.l10n.t('The bridge cannot ask it.')}${why}`, {
        button: titleOf('openRoom'),
        command: commandId('openRoom'),
      });
  }
}

/** What a source is called in the list. */
export const sourceName = ({ kind, name }: Source): string => `${kindName[kind]()}: ${plain(name)}`;

const kindName: Readonly<Record<Source['kind'], () => string>> = {
  forge: () => vscode.l10n.t('Forge'),
  ci: () => vscode.l10n.t('CI'),
  chat: () => vscode.l10n.t('Chat'),
};

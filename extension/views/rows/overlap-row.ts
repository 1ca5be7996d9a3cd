import * as vscode from 'vscode';
import type { Overlap } from '../../../protocol/model/presence.ts';
import { staysInside } from '../../../protocol/model/places.ts';
import { hereOf, type Situation } from '../../situation.ts';
import { numbered, type Row } from './row.ts';
import { filesWords, plain } from '../words.ts';

/** The files that the reader and somebody else have both changed; a click opens the reader's own copy. */
export function overlapRow(overlaps: readonly Overlap[], parent: string, situation: Situation): readonly Row[] {
  const here = hereOf(situation);
  const unique = numbered();
  const children = overlaps.flatMap(({ on, files, person }) =>
    files.map((file): Row => {
      const near = on.repository === here?.repository && staysInside(file);
      return {
        id: unique(`${parent} overlap ${on.branch} ${file}`),
        label: plain(file.split('/').at(-1) ?? file),
        ...(file.includes('/') && { description: plain(file.slice(0, file.lastIndexOf('/'))) }),
        icon: 'file',
        tooltip: [plain(file), vscode.l10n.t('{0} has changed it on {1}', plain(person.name), plain(on.branch))].join(
          '\n',
        ),
        context: near ? 'overlap compare' : 'overlap',
        about: on,
        person: person.name,
        file,
        ...(near && { opens: { file } }),
      };
    }),
  );
  if (children.length === 0) return [];
  return [
    {
      id: `${parent} overlaps`,
      label: vscode.l10n.t('Files you both changed'),
      description: filesWords(children.length),
      icon: 'files',
      tint: 'warned',
      tooltip: vscode.l10n.t('Only those who tell the names of their files see those that others change too.'),
      context: 'overlaps',
      children,
      open: true,
    },
  ];
}

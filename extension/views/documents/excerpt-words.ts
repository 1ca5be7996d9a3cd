import { l10n } from 'vscode';
import type { Excerpt } from '../../../protocol/model/excerpt.ts';
import type { Located } from '../../excerpts/locate.ts';

/** How far lines have drifted since they were shown; undefined where they are as and where they were. */
export function driftWords(of: Excerpt, { path, found, file }: Located): string | undefined {
  const said = [
    whereWords(of, path, file),
    ...(file === 'same' ? movedWords(found.line - of.line) : []),
    changeWords(of, found),
  ];
  const words = said.filter((each) => each !== '');
  return words.length > 0 ? words.join(' ') : undefined;
}

function whereWords(of: Excerpt, path: string, file: Located['file']): string {
  if (file === 'renamed') return l10n.t('The file is {0} now.', path);
  return file === 'another' ? l10n.t('Not in {0} on your branch; the same lines are in {1}.', of.path, path) : '';
}

function movedWords(by: number): string[] {
  if (by === 0) return [];
  const count = Math.abs(by);
  if (by > 0)
    return [count === 1 ? l10n.t('Found one line further down.') : l10n.t('Found {0} lines further down.', count)];
  return [count === 1 ? l10n.t('Found one line further up.') : l10n.t('Found {0} lines further up.', count)];
}

function changeWords(of: Excerpt, { changed, added, blanks }: Located['found']): string {
  const count = of.endLine - of.line + 1;
  if (changed > 0) {
    return count === 1 ? l10n.t('The line has changed.') : l10n.t('{0} of {1} lines have changed.', changed, count);
  }
  if (added > 0)
    return added === 1
      ? l10n.t('One line was added between them.')
      : l10n.t('{0} lines were added between them.', added);
  return blanks ? l10n.t('Only their blanks have changed.') : '';
}

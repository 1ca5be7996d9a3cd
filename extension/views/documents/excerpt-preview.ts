import { l10n } from 'vscode';
import type { CardKey } from '../../../protocol/model/card.ts';
import type { Shown } from '../../../protocol/model/excerpt.ts';

export interface ToSend {
  readonly share: { readonly link: string } | { readonly excerpt: Shown };
  readonly comment: string;
  readonly about: CardKey | undefined;
  readonly origin: string;
  readonly online: boolean;
}

const mostLines = 40;

/** All that is sent with some lines, to be looked at first. Of very many lines the middle is counted, since it is selected before the reader's eyes. */
export function selectionPreview({ share, comment, about, origin, online }: ToSend): string {
  const goes = online
    ? l10n.t('This is the exact message. It goes to {0}.', origin)
    : l10n.t('This is the exact message. It goes to {0} once that can be reached.', origin);
  const parts = [goes, ''];
  if (comment !== '') parts.push(comment, '');
  if ('link' in share) parts.push(share.link);
  else parts.push(...excerptLines(share.excerpt));
  if (about) parts.push('', l10n.t('About: {0}, {1}', about.branch, about.repository));
  return parts.join('\n');
}

function excerptLines({ of, text }: Shown): readonly string[] {
  const { repository, path, line, commit, before, after, branch } = of;
  const numbered = [...before, ...text.split('\n'), ...after].map(
    (each, at) => `${line - before.length + at}  ${each}`,
  );
  const half = mostLines / 2;
  const shown =
    numbered.length <= mostLines
      ? numbered
      : [
          ...numbered.slice(0, half),
          l10n.t('… {0} more lines, as they are selected …', numbered.length - mostLines),
          ...numbered.slice(-half),
        ];
  const around = before.length + after.length;
  return [
    `${repository}, ${path}`,
    branch === undefined ? l10n.t('Commit: {0}', commit) : l10n.t('Commit: {0} of {1}', commit, branch),
    ...(around > 0 ? [l10n.t('With {0} lines that stand around them:', around)] : []),
    ...shown,
  ];
}

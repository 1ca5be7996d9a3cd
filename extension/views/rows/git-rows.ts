import * as vscode from 'vscode';
import type { Changes } from '../../../protocol/model/work.ts';
import type { Checkout, Head } from '../../sources/checkout.ts';
import type { Row } from './row.ts';
import { filesWords, plain, shortSha } from '../words.ts';

/** Git's own state: the branch with what is below it, what could not be merged, and a rebase that is under way. */
export function gitRows(checkout: Checkout | undefined): readonly Row[] {
  if (!checkout)
    return [
      headRow({ label: vscode.l10n.t('No branch yet'), tooltip: vscode.l10n.t('The repository is being read.') }),
    ];
  const { at } = checkout;
  if (at.state === 'branch') return [branchRow(checkout, at), ...conflictsRow(checkout), ...rebaseRow(checkout)];
  if (at.state === 'unborn') {
    const tooltip = vscode.l10n.t('A branch has a card from its first commit on.');
    return [headRow({ label: vscode.l10n.t('No commit yet'), tooltip })];
  }
  const detached = headRow({
    icon: 'git-commit',
    label: vscode.l10n.t('Detached HEAD'),
    description: commitWords(checkout, at.head),
    tooltip: vscode.l10n.t('HEAD is detached, so no branch is shown or shared.'),
  });
  return [detached, ...conflictsRow(checkout), ...rebaseRow(checkout)];
}

const headRow = (part: Pick<Row, 'label' | 'tooltip'> & Partial<Row>): Row => ({
  id: 'branch',
  icon: 'git-branch',
  context: 'git',
  ...part,
});

/** A commit as people know it: its short id, and its subject where that is known. */
const commitWords = ({ subject }: Checkout, head: string): string =>
  [shortSha(head), ...(subject === undefined ? [] : [plain(subject)])].join(' ');

function branchRow(checkout: Checkout, at: Head & { state: 'branch' }): Row {
  const { changes } = checkout;
  const changed = totalOf(changes);
  const counted = changedWords(changed);
  const stands = upstreamWords(at);
  const name = plain(at.branch);
  return headRow({
    label: name,
    description: `${counted} · ${stands}`,
    tooltip: [vscode.l10n.t('{0} at {1}', name, at.head), kindsWords(changes), stands].join('\n'),
    context: ['git', ...deedsLeft(checkout, at)].join(' '),
    children: [
      {
        id: 'branch head',
        label: commitWords(checkout, at.head),
        icon: 'git-commit',
        tooltip: commitWords(checkout, at.head),
        says: vscode.l10n.t('newest commit'),
        context: 'commit',
      },
      ...changesRow(changes),
      upstreamRow(checkout, at),
    ],
    open: false,
  });
}

function changedWords(count: number): string {
  if (count === 0) return vscode.l10n.t('no changes');
  return count === 1 ? vscode.l10n.t('1 file changed') : vscode.l10n.t('{0} files changed', count);
}

const totalOf = ({ staged, unstaged, untracked, conflicted }: Changes): number =>
  staged + unstaged + untracked + conflicted;

const kindsWords = ({ staged, unstaged, untracked, conflicted }: Changes): string =>
  vscode.l10n.t('{0} staged, {1} unstaged, {2} untracked, {3} conflicted', staged, unstaged, untracked, conflicted);

/** The kinds that there are. A click shows them in Source Control, where git is at home. */
function changesRow(changes: Changes): readonly Row[] {
  const { staged, unstaged, untracked } = changes;
  const kinds = [
    ...(staged > 0 ? [vscode.l10n.t('{0} staged', staged)] : []),
    ...(unstaged > 0 ? [vscode.l10n.t('{0} unstaged', unstaged)] : []),
    ...(untracked > 0 ? [vscode.l10n.t('{0} untracked', untracked)] : []),
  ];
  if (kinds.length === 0) return [];
  return [
    {
      id: 'branch changes',
      label: vscode.l10n.t('Changes'),
      description: kinds.join(', '),
      icon: 'diff',
      tooltip: kindsWords(changes),
      context: 'changes',
      opens: { command: 'workbench.view.scm' },
    },
  ];
}

function upstreamRow(checkout: Checkout, at: Head & { state: 'branch' }): Row {
  const published = at.upstream !== undefined;
  const row = { id: 'branch upstream', context: ['upstream', ...deedsLeft(checkout, at)].join(' ') };
  if (published) {
    const stands = upstreamWords(at);
    return { ...row, label: vscode.l10n.t('Upstream'), description: stands, icon: 'cloud', tooltip: stands };
  }
  const tooltip = checkout.remote
    ? vscode.l10n.t(
        'This branch has no upstream. As long as it is not pushed, no CI and no team-mate can see its commits.',
      )
    : vscode.l10n.t('This repository has no remote to publish to.');
  return { ...row, label: vscode.l10n.t('Not published'), icon: 'cloud-upload', tooltip };
}

function upstreamWords({ branch, upstream, ahead = 0, behind = 0 }: Head & { state: 'branch' }): string {
  if (upstream === undefined) return vscode.l10n.t('not published');
  // A narrow view has no place for a name that the row begins with.
  const other = upstream.endsWith(`/${branch}`) ? upstream.slice(0, -branch.length - 1) : upstream;
  return position(ahead, behind, plain(other));
}

/** How a branch stands to another one. */
export function position(ahead: number, behind: number, other: string): string {
  if (ahead === 0 && behind === 0) return vscode.l10n.t('even with {0}', other);
  if (behind === 0) return vscode.l10n.t('{0} ahead of {1}', ahead, other);
  if (ahead === 0) return vscode.l10n.t('{0} behind {1}', behind, other);
  return vscode.l10n.t('{0} ahead, {1} behind {2}', ahead, behind, other);
}

/** Which of git's own commands would bring the branch and its upstream together. */
function deedsLeft(
  { remote, rebase }: Checkout,
  { upstream, ahead = 0, behind = 0 }: Head & { state: 'branch' },
): string[] {
  if (rebase !== undefined) return [];
  if (upstream === undefined) return remote ? ['publish'] : [];
  if (ahead > 0 && behind > 0) return ['sync'];
  if (ahead > 0) return ['push'];
  return behind > 0 ? ['pull'] : [];
}

/** Files that git could not merge, each of which a click opens. */
function conflictsRow({ changes, conflicts = [] }: Checkout): readonly Row[] {
  if (changes.conflicted === 0) return [];
  const more = changes.conflicted - conflicts.length;
  const label = vscode.l10n.t('Conflicts');
  return [
    {
      id: 'conflicts',
      label,
      description: filesWords(changes.conflicted),
      icon: 'git-merge',
      tint: 'failed',
      tooltip: vscode.l10n.t('Git could not merge these files. Open each, and choose what is to stay.'),
      context: 'conflicts',
      children: [
        ...conflicts.map(
          (file): Row => ({
            id: `conflict ${file}`,
            label: plain(file.split('/').at(-1) ?? file),
            ...(file.includes('/') && { description: plain(file.slice(0, file.lastIndexOf('/'))) }),
            icon: 'warning',
            tint: 'warned',
            says: vscode.l10n.t('in conflict'),
            tooltip: plain(file),
            context: 'conflict',
            opens: { file },
          }),
        ),
        ...(more > 0
          ? [
              {
                id: 'conflicts more',
                label: vscode.l10n.t('{0} more', more),
                icon: 'ellipsis',
                tooltip: filesWords(more),
                context: 'more',
                opens: { command: 'workbench.view.scm' },
              },
            ]
          : []),
      ],
      open: true,
    },
  ];
}

function rebaseRow({ rebase }: Checkout): readonly Row[] {
  if (rebase === undefined) return [];
  return [
    {
      id: 'rebase',
      label: vscode.l10n.t('Rebase in progress'),
      description: vscode.l10n.t('at {0}', shortSha(rebase)),
      icon: 'git-pull-request-go-to-changes',
      tint: 'warned',
      tooltip: vscode.l10n.t('Git stopped at {0}. Go on, or abort, in Source Control.', rebase),
      context: 'rebase',
      opens: { command: 'workbench.view.scm' },
    },
  ];
}

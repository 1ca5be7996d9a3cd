import { l10n } from 'vscode';
import type { CardKey } from '../../protocol/model/card.ts';
import type { Status } from '../../protocol/model/status.ts';
import type { TestCounts } from '../../protocol/model/run.ts';
import type { Changes, LocalTests } from '../../protocol/model/work.ts';

const mostFiles = 30;

/**
 * A status in words, complete: each value that would be sent stands in it, and nothing else. `time` words an instant; `files` are there where
 * the names of changed files go with it.
 */
export function preview(status: Status, time: (at: number) => string, files?: readonly string[]): string {
  const { head, ahead, behind, changes, tests } = status;
  const lines = [placeLines(status), l10n.t('Commit: {0}', head)].flat();
  if (ahead !== undefined || behind !== undefined) lines.push(l10n.t('Upstream: {0}', position(ahead, behind)));
  lines.push(l10n.t('Changed files: {0}', kinds(changes)));
  if (tests) lines.push(...local(tests, time));
  if (files) lines.push(names(files));
  return [...lines, awayLine()].join('\n');
}

/** All that is sent in the mode `presence`. */
export const previewPresence = (on: CardKey): string => [...placeLines(on), awayLine()].join('\n');

const placeLines = ({ repository, branch }: CardKey): string[] => [
  l10n.t('Repository: {0}', repository),
  l10n.t('Branch: {0}', branch),
];

const awayLine = (): string => l10n.t('You: here, or away for five minutes and more');

function names(files: readonly string[]): string {
  if (files.length === 0) return l10n.t('Names of changed files: none now');
  const shown = files.slice(0, mostFiles).join(', ');
  const more = files.length - mostFiles;
  return more > 0
    ? l10n.t(
        'Names of changed files: {0} and {1} more: all that Source Control lists, or this branch’s commits have changed',
        shown,
        more,
      )
    : l10n.t('Names of changed files: {0}', shown);
}

const position = (ahead: number | undefined, behind: number | undefined): string =>
  [ahead === undefined ? [] : l10n.t('{0} ahead', ahead), behind === undefined ? [] : l10n.t('{0} behind', behind)]
    .flat()
    .join(', ');

const kinds = ({ staged, unstaged, untracked, conflicted }: Changes): string =>
  l10n.t('{0} staged, {1} unstaged, {2} untracked, {3} conflicted', staged, unstaged, untracked, conflicted);

function local(tests: LocalTests, time: (at: number) => string): string[] {
  const { task, outcome, commit, dirty, endedAt, counts, stale } = tests;
  const ended =
    outcome === 'passed'
      ? l10n.t('Test task: {0}, passed at {1}', task, time(endedAt))
      : l10n.t('Test task: {0}, failed at {1}', task, time(endedAt));
  return [
    `${ended}${counts ? `: ${counted(counts)}` : ''}`,
    dirty
      ? l10n.t('Tested: {0}, with uncommitted changes', commit)
      : l10n.t('Tested: {0}, without uncommitted changes', commit),
    ...(stale ? [l10n.t('Files have changed since the tests')] : []),
  ];
}

const counted = ({ passed, failed, skipped }: TestCounts): string =>
  l10n.t('{0} passed, {1} failed, {2} skipped', passed, failed, skipped);

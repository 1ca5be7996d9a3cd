import type { TestCounts } from '../../protocol/model/run.ts';
import type { Changes, LocalTests } from '../../protocol/model/work.ts';
import type { Status } from '../../protocol/model/status.ts';

/** A status in words, complete: each value that would be sent stands in it, and nothing else. `time` words an instant. */
export function preview(status: Status, time: (at: number) => string): string {
  const { repository, branch, head, ahead, behind, changes, tests } = status;
  const lines = [`Repository: ${repository}`, `Branch: ${branch}`, `Commit: ${head}`];
  if (ahead !== undefined || behind !== undefined) lines.push(`Upstream: ${position(ahead, behind)}`);
  lines.push(`Changed files: ${kinds(changes)}`);
  if (tests) lines.push(...local(tests, time));
  return lines.join('\n');
}

const position = (ahead: number | undefined, behind: number | undefined): string =>
  [ahead === undefined ? [] : `${ahead} ahead`, behind === undefined ? [] : `${behind} behind`].flat().join(', ');

const kinds = ({ staged, unstaged, untracked, conflicted }: Changes): string =>
  `${staged} staged, ${unstaged} unstaged, ${untracked} untracked, ${conflicted} conflicted`;

function local(tests: LocalTests, time: (at: number) => string): string[] {
  const { task, outcome, commit, dirty, endedAt, counts } = tests;
  return [
    `Test task: ${task}, ${outcome} at ${time(endedAt)}${counts ? `: ${counted(counts)}` : ''}`,
    `Tested: ${commit}, ${dirty ? 'with uncommitted changes' : 'without uncommitted changes'}`,
  ];
}

const counted = ({ passed, failed, skipped }: TestCounts): string =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`;

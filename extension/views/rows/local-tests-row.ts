import * as vscode from 'vscode';
import type { Card } from '../../../protocol/model/card.ts';
import { commandId } from '../../contributions.ts';
import type { Tested, TestRun } from '../../sources/tests/test-run.ts';
import { incompleteWords, whyIncomplete } from './incomplete-words.ts';
import { testRows } from './job-rows.ts';
import type { Row } from './row.ts';
import { countWords, plain, shortSha, type Time } from '../words.ts';

export interface LocalTestsView {
  /** The branch's newest commit; undefined where it is not known. */
  readonly head: string | undefined;
  readonly own: TestRun | undefined;
  /** That no source of results is chosen. */
  readonly unheard?: boolean | undefined;
  readonly card: Card | undefined;
  readonly time: Time;
}

/** This window's own last run with the tests that failed in it, else the newest that somebody has shared. */
export function localTestsRow({ head, own, unheard, card, time }: LocalTestsView): Row {
  const shared = card?.work.find(({ tests }) => tests);
  const tests: Tested | undefined = own?.told ?? shared?.tests;
  const row = { id: 'local-tests', label: vscode.l10n.t('Local tests'), icon: 'beaker', context: 'tests' };
  if (!tests) {
    const tooltip = vscode.l10n.t('Choose where results of tests are taken from; then run them.');
    if (!unheard) return { ...row, description: vscode.l10n.t('not run yet'), tooltip };
    const opens = { command: commandId('chooseTestSources') };
    return { ...row, description: vscode.l10n.t('no source chosen'), tooltip, opens };
  }
  const by = own || !shared ? undefined : plain(shared.by.name);
  const failures = own ? testRows(own.failures, { parent: 'local-tests' }) : [];
  return {
    ...row,
    description: [...incompleteWords(tests, own), resultWords(tests, head, own?.stale ?? false, by, time)].join(' · '),
    ...marks[tests.outcome],
    tooltip: [tooltipOf(tests, own?.stale ?? false, by, time), ...whyIncomplete(tests, own)].join('\n'),
    ...(failures.length > 0 && { children: failures, open: tests.outcome === 'failed' }),
  };
}

const marks = {
  passed: { tint: 'passed', icon: 'pass' },
  failed: { tint: 'failed', icon: 'error' },
  incomplete: { tint: 'warned', icon: 'warning' },
} as const;

function resultWords(
  tests: Tested,
  head: string | undefined,
  stale: boolean,
  by: string | undefined,
  time: Time,
): string {
  return [
    ...(by === undefined && saysOutcome(tests) ? [] : [byWords(tests, by)]),
    ...(tests.counts ? [countWords(tests.counts)] : []),
    ...sinceWords(tests, head, stale),
    time(tests.endedAt),
  ].join(' · ');
}

/** Whether the counts alone say how it went: a run may fail though each of its tests has passed. */
const saysOutcome = ({ outcome, counts }: Tested): boolean =>
  outcome === 'incomplete' ||
  (counts !== undefined && (outcome === 'failed' ? counts.failed > 0 : counts.failed === 0 && counts.passed > 0));

const byWords = (tests: Tested, by: string | undefined): string =>
  by === undefined ? outcomeWord(tests) : vscode.l10n.t('{0} by {1}', outcomeWord(tests), by);

/** Another commit says already that files have changed. */
function sinceWords({ commit }: Tested, head: string | undefined, stale: boolean): string[] {
  if (head !== undefined && commit !== head) return [vscode.l10n.t('older {0}', shortSha(commit))];
  return stale ? [vscode.l10n.t('files changed since')] : [];
}

function tooltipOf(tests: Tested, stale: boolean, by: string | undefined, time: Time): string {
  const task = plain(tests.task);
  return [
    by === undefined
      ? vscode.l10n.t('{0} {1} at {2}', task, outcomeWord(tests), time(tests.endedAt))
      : vscode.l10n.t('{0} {1} by {2} at {3}', task, outcomeWord(tests), by, time(tests.endedAt)),
    ...(tests.counts ? [countWords(tests.counts)] : []),
    tests.dirty
      ? vscode.l10n.t('On {0}, with uncommitted changes', shortSha(tests.commit))
      : vscode.l10n.t('On {0}', shortSha(tests.commit)),
    ...(stale ? [vscode.l10n.t('Files have changed since, so it may be otherwise now.')] : []),
  ].join('\n');
}

function outcomeWord({ outcome }: Tested): string {
  if (outcome === 'incomplete') return vscode.l10n.t('ended');
  return outcome === 'passed' ? vscode.l10n.t('passed') : vscode.l10n.t('failed');
}

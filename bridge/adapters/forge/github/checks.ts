import type { Check } from '../../../../protocol/model/pull-request.ts';
import type { CiState } from '../../../../protocol/model/run.ts';
import type { CheckContext, Commit } from './schema.ts';
import { listed } from './schema.ts';
import { instantOf, oneLine, webAddress } from './text.ts';

const conclusions: Readonly<Record<string, CiState>> = {
  SUCCESS: 'passed',
  NEUTRAL: 'passed',
  FAILURE: 'failed',
  CANCELLED: 'cancelled',
  TIMED_OUT: 'timed-out',
  SKIPPED: 'skipped',
  STARTUP_FAILURE: 'setup-failed',
  ACTION_REQUIRED: 'waiting',
};
const statuses: Readonly<Record<string, CiState>> = { IN_PROGRESS: 'running', WAITING: 'waiting' };
const states: Readonly<Record<string, CiState>> = {
  SUCCESS: 'passed',
  FAILURE: 'failed',
  ERROR: 'failed',
  PENDING: 'running',
};

/** What ended in a way that we have no word for ended without a result; what has not ended is yet to begin. */
const stateOf = ({ __typename: type, status, conclusion, state }: CheckContext): CiState =>
  type === 'StatusContext'
    ? (states[state ?? ''] ?? 'queued')
    : status === 'COMPLETED'
      ? (conclusions[conclusion ?? ''] ?? 'interrupted')
      : (statuses[status ?? ''] ?? 'queued');

const nameOf = ({ name, context }: CheckContext): string => oneLine(name ?? context ?? '', 200);
const appOf = ({ checkSuite }: CheckContext): string => checkSuite?.app?.slug ?? '';
const beganAt = ({ startedAt, createdAt }: CheckContext): number => instantOf(startedAt ?? createdAt) ?? 0;

/** What others than GitHub Actions put on the commit, the newest of each name: jobs of Actions are told by their runs. */
export function checksOf(commit: Commit): Check[] {
  const newest = new Map<string, CheckContext>();
  for (const context of listed(commit.statusCheckRollup?.contexts)) {
    const key = `${appOf(context)} ${nameOf(context)}`;
    const other = newest.get(key);
    if (appOf(context) === 'github-actions' || nameOf(context) === '') continue;
    if (!other || beganAt(other) <= beganAt(context)) newest.set(key, context);
  }
  return [...newest.values()].slice(0, 60).map((context) => {
    const url = webAddress(context.detailsUrl ?? context.targetUrl);
    const summary = oneLine(context.title ?? context.description ?? '', 300);
    return { name: nameOf(context), state: stateOf(context), ...(url && { url }), ...(summary && { summary }) };
  });
}

/**
 * Names that the base's rules require, those of jobs included; undefined where that was not told, or not of all. What is required and has
 * not begun is told by the base's own rule alone.
 */
export function requiredChecks(commit: Commit | undefined, rule: readonly string[] | undefined): string[] | undefined {
  const contexts = commit?.statusCheckRollup?.contexts;
  const all = listed(contexts);
  const marks = all.length > 0 && all.every(({ isRequired }) => typeof isRequired === 'boolean');
  const told = marks && contexts?.pageInfo.hasNextPage === false;
  if (!told && rule === undefined) return undefined;
  const marked = all.filter(({ isRequired }) => isRequired === true).map(nameOf);
  const names = [...(rule ?? []).map((name) => oneLine(name, 200)), ...marked].filter((name) => name !== '');
  return [...new Set(names)].slice(0, 60);
}

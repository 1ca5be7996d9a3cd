import type { Card } from './card.ts';
import type { ForgeFact, PullRequest } from './pull-request.ts';
import { hasEnded, latestRuns } from './health.ts';
import type { CiRun, CiState } from './run.ts';

/** Something that stands between a pull request and its merge. `unknown`: nobody told us whether it does. */
export interface Wait {
  readonly kind: 'draft' | 'review' | 'changes' | 'threads' | 'check' | 'conflict' | 'behind';
  /** `person`: somebody has to act. `machine`: it goes on by itself. */
  readonly for: 'person' | 'machine' | 'unknown';
  /** A sentence without its full stop. */
  readonly words: string;
}

/** Says an English sentence in its reader's language, with `{0}` and so on filled in. */
type Say = (english: string, ...values: (string | number)[]) => string;

const inEnglish: Say = (english, ...values) =>
  english.replace(/\{(\d+)\}/g, (_, at: string) => String(values[Number(at)]));

/** What an open pull request waits for, the most pressing first, in English unless `t` says otherwise; empty where it may be merged, is closed, or is not there. */
export function waitsFor(card: Pick<Card, 'ci' | 'forge'>, t: Say = inEnglish): readonly Wait[] {
  const { forge } = card;
  const pull = forge?.pullRequest;
  if (!forge || !pull || pull.state === 'merged' || pull.state === 'closed') return [];
  return [
    ...draft(pull, t),
    ...merge(forge, pull, t),
    ...reviews(pull, t),
    ...threads(pull, t),
    ...checks(card, pull, t),
  ];
}

const wait = (kind: Wait['kind'], whom: Wait['for'], words: string): Wait => ({ kind, for: whom, words });

const draft = (pull: PullRequest, t: Say): Wait[] =>
  pull.state === 'draft' ? [wait('draft', 'person', t('It is a draft'))] : [];

function merge({ base, behind, conflicts }: ForgeFact, pull: PullRequest, t: Say): Wait[] {
  const waits: Wait[] = [];
  if (conflicts === 'some') waits.push(wait('conflict', 'person', t('It conflicts with {0}', base)));
  if (conflicts === 'unknown')
    waits.push(wait('conflict', 'unknown', t('Whether it conflicts with {0} is not known yet', base)));
  if (pull.mustBeUpToDate && behind > 0) {
    const words =
      behind === 1
        ? t('It is 1 commit behind {0}, and has to be up to date', base)
        : t('It is {0} commits behind {1}, and has to be up to date', behind, base);
    waits.push(wait('behind', 'person', words));
  }
  return waits;
}

function reviews(pull: PullRequest, t: Say): Wait[] {
  const against = (pull.reviews ?? []).filter((review) => review.state === 'changes-requested').map(({ by }) => by);
  if (pull.decision === 'changes-requested' || against.length > 0)
    return [
      wait(
        'changes',
        'person',
        against.length > 0 ? t('{0} asked for changes', names(against, t)) : t('Changes were asked for'),
      ),
    ];
  if (pull.decision === 'review-required') {
    const asked = pull.requested ?? [];
    return [
      wait(
        'review',
        'person',
        asked.length > 0 ? t('A review by {0}', names(asked, t)) : t('A review, and nobody was asked for one'),
      ),
    ];
  }
  return pull.decision === undefined ? [wait('review', 'unknown', t('Whether it needs a review is not known'))] : [];
}

function threads(pull: PullRequest, t: Say): Wait[] {
  const open = pull.unresolvedThreads;
  if (open === undefined || open === 0) return [];
  return [wait('threads', 'person', open === 1 ? t('1 unresolved thread') : t('{0} unresolved threads', open))];
}

function checks(card: Pick<Card, 'ci' | 'forge'>, pull: PullRequest, t: Say): Wait[] {
  if (!pull.requiredChecks) return [wait('check', 'unknown', t('Which checks are required is not known'))];
  const told = states(card);
  return pull.requiredChecks.flatMap((name) => {
    const state = told.get(name);
    if (state === undefined) return [untold(card, name, t)];
    if (state === 'passed' || state === 'skipped') return [];
    if (state === 'waiting') return [wait('check', 'person', t('{0} waits for somebody to let it go on', name))];
    return [
      hasEnded(state)
        ? wait('check', 'person', t('{0} did not pass', name))
        : wait('check', 'machine', t('{0} is under way', name)),
    ];
  });
}

/** A check that nothing was heard of: it may be one of the jobs of a run that ended before anybody told us its jobs. */
function untold(card: Pick<Card, 'ci' | 'forge'>, name: string, t: Say): Wait {
  return runsAtHead(card).some(({ jobs, state }) => jobs === undefined && hasEnded(state))
    ? wait('check', 'unknown', t('Whether {0} passed is not known', name))
    : wait('check', 'machine', t('{0} has not reported yet', name));
}

const runsAtHead = ({ ci, forge }: Pick<Card, 'ci' | 'forge'>): CiRun[] =>
  latestRuns(ci.filter(({ commit }) => forge?.head === undefined || commit === forge.head));

/** How each check of the forge's newest commit stands, by name: those of others, our jobs, and our workflows. */
function states(card: Pick<Card, 'ci' | 'forge'>): Map<string, CiState> {
  const found = new Map<string, CiState>();
  for (const run of runsAtHead(card)) {
    found.set(run.workflow, run.state);
    for (const job of run.jobs ?? []) {
      found.set(job.name, job.state);
      found.set(`${run.workflow} / ${job.name}`, job.state);
    }
  }
  for (const check of card.forge?.checks ?? []) found.set(check.name, check.state);
  return found;
}

function names(logins: readonly string[], t: Say): string {
  const shown = logins.slice(0, 3).map((login) => `@${login}`);
  const more = logins.length - shown.length;
  if (more > 0) return t('{0} and {1} more', shown.join(', '), more);
  return shown.length < 2 ? shown.join('') : t('{0} and {1}', shown.slice(0, -1).join(', '), shown.at(-1) ?? '');
}

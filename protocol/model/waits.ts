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

/** What an open pull request waits for, the most pressing first; empty where it may be merged, is closed, or is not there. */
export function waitsFor(card: Pick<Card, 'ci' | 'forge'>): readonly Wait[] {
  const { forge } = card;
  const pull = forge?.pullRequest;
  if (!forge || !pull || pull.state === 'merged' || pull.state === 'closed') return [];
  return [...draft(pull), ...merge(forge, pull), ...reviews(pull), ...threads(pull), ...checks(card, pull)];
}

const wait = (kind: Wait['kind'], whom: Wait['for'], words: string): Wait => ({ kind, for: whom, words });

const draft = (pull: PullRequest): Wait[] => (pull.state === 'draft' ? [wait('draft', 'person', 'It is a draft')] : []);

function merge(forge: ForgeFact, pull: PullRequest): Wait[] {
  const waits: Wait[] = [];
  if (forge.conflicts === 'some') waits.push(wait('conflict', 'person', `It conflicts with ${forge.base}`));
  if (forge.conflicts === 'unknown')
    waits.push(wait('conflict', 'unknown', `Whether it conflicts with ${forge.base} is not known yet`));
  if (pull.mustBeUpToDate && forge.behind > 0) {
    const commits = forge.behind === 1 ? '1 commit' : `${forge.behind} commits`;
    waits.push(wait('behind', 'person', `It is ${commits} behind ${forge.base}, and has to be up to date`));
  }
  return waits;
}

function reviews(pull: PullRequest): Wait[] {
  const against = (pull.reviews ?? []).filter((review) => review.state === 'changes-requested').map(({ by }) => by);
  if (pull.decision === 'changes-requested' || against.length > 0)
    return [
      wait('changes', 'person', against.length > 0 ? `${names(against)} asked for changes` : 'Changes were asked for'),
    ];
  if (pull.decision === 'review-required') {
    const asked = pull.requested ?? [];
    return [
      wait(
        'review',
        'person',
        asked.length > 0 ? `A review by ${names(asked)}` : 'A review, and nobody was asked for one',
      ),
    ];
  }
  return pull.decision === undefined ? [wait('review', 'unknown', 'Whether it needs a review is not known')] : [];
}

function threads(pull: PullRequest): Wait[] {
  const open = pull.unresolvedThreads;
  if (open === undefined || open === 0) return [];
  return [wait('threads', 'person', open === 1 ? '1 unresolved thread' : `${open} unresolved threads`)];
}

function checks(card: Pick<Card, 'ci' | 'forge'>, pull: PullRequest): Wait[] {
  if (!pull.requiredChecks) return [wait('check', 'unknown', 'Which checks are required is not known')];
  const told = states(card);
  return pull.requiredChecks.flatMap((name) => {
    const state = told.get(name);
    if (state === undefined) return [untold(card, name)];
    if (state === 'passed' || state === 'skipped') return [];
    if (state === 'waiting') return [wait('check', 'person', `${name} waits for somebody to let it go on`)];
    return [
      hasEnded(state)
        ? wait('check', 'person', `${name} did not pass`)
        : wait('check', 'machine', `${name} is under way`),
    ];
  });
}

/** A check that nothing was heard of: it may be one of the jobs of a run that ended before anybody told us its jobs. */
function untold(card: Pick<Card, 'ci' | 'forge'>, name: string): Wait {
  return runsAtHead(card).some(({ jobs, state }) => jobs === undefined && hasEnded(state))
    ? wait('check', 'unknown', `Whether ${name} passed is not known`)
    : wait('check', 'machine', `${name} has not reported yet`);
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

function names(logins: readonly string[]): string {
  const shown = logins.slice(0, 3).map((login) => `@${login}`);
  const more = logins.length - shown.length;
  if (more > 0) return `${shown.join(', ')} and ${more} more`;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

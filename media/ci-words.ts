import { hasEnded } from '../protocol/model/health.ts';
import type { Card, Claim, Deed } from '../protocol/model/card.ts';
import type { PersonId } from '../protocol/model/ids.ts';
import type { CiState, FailingTest, Gate, GateDecision, Step } from '../protocol/model/run.ts';
import type { Source } from '../protocol/model/source.ts';
import { age, type Calendar, span } from './time.ts';
import { t } from './l10n.ts';

const minute = 60_000;

/** `at 10:02`, or with its day where that is not today. */
export function sinceWords(at: number, now: number, calendar: Calendar): string {
  const day = calendar.day(at, now);
  return day === t('Today') ? calendar.clock(at) : `${day}, ${calendar.clock(at)}`;
}

/** Who is on it, and since when. */
export function claimWords(claim: Claim, me: PersonId | undefined, now: number, calendar: Calendar): string {
  const since = sinceWords(claim.at, now, calendar);
  return claim.by.id === me ? t('You are on it since {0}', since) : t('{0} is on it since {1}', claim.by.name, since);
}

/** Who did what to a branch: `Ana reran what failed of tests #12`. */
export function deedWords({ by, did, ok }: Deed, me: PersonId | undefined): string {
  const said = by.id === me ? t('You {0}', did) : `${by.name} ${did}`;
  return ok ? said : t('{0}: refused', said);
}

/** What history says of a failure; nothing where nobody has looked yet. */
export function triageWords({ triage, flaky }: FailingTest, base: string | undefined): string {
  switch (triage) {
    case undefined:
      return '';
    case 'new':
      return t('new');
    case 'known':
      return t('known');
    case 'on-base':
      return base === undefined ? t('also red on the base') : t('also red on {0}', base);
    case 'flaky':
      return flaky ? t('flaky: {0} of the last {1} failed', flaky.failed, flaky.of) : t('flaky');
  }
}

/** How long a job or step took, or has been going on; nothing where that is not known. */
export function tookWords(
  { startedAt, endedAt, state }: Pick<Step, 'startedAt' | 'endedAt' | 'state'>,
  now: number,
): string {
  if (startedAt === undefined || state === 'skipped') return '';
  if (endedAt !== undefined) return span(endedAt - startedAt);
  // What is shown is drawn anew each minute, so that it never tells seconds that have long passed.
  const minutes = Math.floor((now - startedAt) / minute);
  return hasEnded(state) || minutes < 1 ? '' : t('for {0}', span(minutes * minute));
}

/** `1 failed, 2 running, 57 passed`, the worst first. */
export function stateCounts(all: readonly { readonly state: CiState }[]): string {
  return Object.entries(worstFirst)
    .flatMap(([state, said]) => {
      const many = all.filter((each) => each.state === state).length;
      return many === 0 ? [] : [said(many)];
    })
    .join(', ');
}

const worstFirst: Readonly<Record<CiState, (many: number) => string>> = {
  failed: (many) => t('{0} failed', many),
  'setup-failed': (many) => t('{0} set-up failed', many),
  'timed-out': (many) => t('{0} timed out', many),
  interrupted: (many) => t('{0} interrupted', many),
  waiting: (many) => t('{0} waiting', many),
  running: (many) => t('{0} running', many),
  'setting-up': (many) => t('{0} setting up', many),
  queued: (many) => t('{0} queued', many),
  cancelled: (many) => t('{0} cancelled', many),
  passed: (many) => t('{0} passed', many),
  skipped: (many) => t('{0} skipped', many),
};

/** What a gate waits for. */
export function gateWords(gate: Gate, now: number, calendar: Calendar): string {
  const { environment, until } = gate;
  if (until !== undefined) return t('{0} goes on at {1}', environment, sinceWords(until, now, calendar));
  const whom = gate.approvers.map((each) => `@${each}`).join(', ');
  return whom === '' ? t('{0} waits for approval', environment) : t('{0} waits for approval by {1}', environment, whom);
}

export function decisionWords({ environment, verdict, by, comment, at }: GateDecision, now: number): string {
  const said = comment === undefined || comment === '' ? '' : `: ${comment}`;
  const who = `@${by}`;
  const did =
    verdict === 'approved' ? t('{0} approved by {1}', environment, who) : t('{0} rejected by {1}', environment, who);
  return `${did}${at === undefined ? '' : `, ${age(at, now)}`}${said}`;
}

/** How old a source is, and why; nothing where it is fresh. */
export function sourceWords(source: Source, now: number, calendar: Calendar): string {
  const { name, state, asOf, why } = source;
  if (state === 'fresh') return '';
  const said = asOf === undefined ? name : t('{0} as of {1}', name, sinceWords(asOf, now, calendar));
  if (why !== undefined) return `${said}: ${why}`;
  return state === 'late' ? said : t('{0}: it cannot be asked just now', said);
}

/** Those of the sources that this card is read from, which may lag behind what is true. */
export function laggards(card: Card, sources: readonly Source[]): Source[] {
  const providers = new Set(card.ci.map(({ provider }) => provider));
  return sources.filter(({ id, kind, state }) => {
    // A card is read from no chat.
    if (state === 'fresh' || kind === 'chat') return false;
    // Where no run is known, none of the engines that are silent is known to have had none.
    return kind === 'forge' ? id === card.forge?.forge : providers.size === 0 || providers.has(id);
  });
}

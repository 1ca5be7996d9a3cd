import { ciWords, hasEnded } from '../protocol/model/health.ts';
import type { Card, Claim, Deed } from '../protocol/model/card.ts';
import type { PersonId } from '../protocol/model/ids.ts';
import type { CiState, FailingTest, Gate, GateDecision, Step } from '../protocol/model/run.ts';
import type { Source } from '../protocol/model/source.ts';
import { age, type Calendar, span } from './time.ts';
import { count } from './words.ts';
import { t } from './l10n.ts';

const minute = 60_000;

/** `at 10:02`, or with its day where that is not today. */
export function sinceWords(at: number, now: number, calendar: Calendar): string {
  const day = calendar.day(at, now);
  return day === t('Today') ? calendar.clock(at) : `${day}, ${calendar.clock(at)}`;
}

/** Who is on it, and since when. */
export function claimWords(claim: Claim, me: PersonId | undefined, now: number, calendar: Calendar): string {
  const who = claim.by.id === me ? 'You are' : `${claim.by.name} is`;
  return `${who} on it since ${sinceWords(claim.at, now, calendar)}`;
}

/** Who did what to a branch: `Ana reran what failed of tests #12`. */
export const deedWords = ({ by, did, ok }: Deed, me: PersonId | undefined): string =>
  `${by.id === me ? 'You' : by.name} ${did}${ok ? '' : ': refused'}`;

/** What history says of a failure; nothing where nobody has looked yet. */
export function triageWords({ triage, flaky }: FailingTest, base: string | undefined): string {
  switch (triage) {
    case undefined:
      return '';
    case 'new':
      return 'new';
    case 'known':
      return 'known';
    case 'on-base':
      return `also red on ${base ?? 'the base branch'}`;
    case 'flaky':
      return flaky ? `flaky: ${flaky.failed} of the last ${flaky.of} failed` : 'flaky';
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
  return hasEnded(state) || minutes < 1 ? '' : `for ${span(minutes * minute)}`;
}

/** `1 failed, 2 running, 57 passed`, the worst first. */
export function stateCounts(all: readonly { readonly state: CiState }[]): string {
  return worstFirst
    .flatMap((state) => {
      const many = all.filter((each) => each.state === state).length;
      return many === 0 ? [] : [`${many} ${ciWords[state]}`];
    })
    .join(', ');
}

const worstFirst: readonly CiState[] = [
  'failed',
  'setup-failed',
  'timed-out',
  'interrupted',
  'waiting',
  'running',
  'setting-up',
  'queued',
  'cancelled',
  'passed',
  'skipped',
];

/** What a gate waits for. */
export function gateWords(gate: Gate, now: number, calendar: Calendar): string {
  if (gate.until !== undefined) return `${gate.environment} goes on at ${sinceWords(gate.until, now, calendar)}`;
  const whom = gate.approvers.map((each) => `@${each}`).join(', ');
  return `${gate.environment} waits for approval${whom === '' ? '' : ` by ${whom}`}`;
}

export function decisionWords({ environment, verdict, by, comment, at }: GateDecision, now: number): string {
  const said = comment === undefined || comment === '' ? '' : `: ${comment}`;
  return `${environment} ${verdict} by @${by}${at === undefined ? '' : `, ${age(at, now)}`}${said}`;
}

/** How old a source is, and why; nothing where it is fresh. */
export function sourceWords(source: Source, now: number, calendar: Calendar): string {
  const { name, state, asOf, why } = source;
  if (state === 'fresh') return '';
  const when = asOf === undefined ? '' : ` as of ${sinceWords(asOf, now, calendar)}`;
  if (why !== undefined) return `${name}${when}: ${why}`;
  return state === 'late' ? `${name}${when}` : `${name}${when}: it cannot be asked just now`;
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

/** `3 tests`, by what they are. */
export const moreWords = (many: number, what: string): string => `Show ${count(many, `more ${what}`)}`;

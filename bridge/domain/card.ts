import type { Card, CardKey, Claim, Deed } from '../../protocol/model/card.ts';
import type { ForgeFact } from '../../protocol/model/pull-request.ts';
import type { CiRun } from '../../protocol/model/run.ts';
import type { WorkFact } from '../../protocol/model/work.ts';
import { mergeRun, newRun, type RunNews } from './run.ts';

/** A card keeps this many devices and runs: the newest. */
const keptDevices = 20;
export const keptRuns = 20;
const keptDeeds = 5;

/** One fact from one source. */
export type Fact =
  | { readonly source: 'work'; readonly fact: WorkFact }
  | { readonly source: 'forge'; readonly fact: ForgeFact }
  | { readonly source: 'ci'; readonly fact: CiRun }
  /** Absent: nobody is on it any more. */
  | { readonly source: 'claim'; readonly fact: Claim | undefined }
  | { readonly source: 'deed'; readonly fact: Deed };

/** What sources have said of a branch, before the store gave it a version. */
export type Facts = Omit<Card, 'version' | 'updatedAt'>;

/** The name under which a card is kept. No branch or repository holds a line feed. */
export const cardId = (key: CardKey): string => `${key.repository}\n${key.branch}`;

/** A card that nothing was told of for so long is history. */
const currentMs = 14 * 24 * 60 * 60_000;

/** Whether a branch is still of interest: something was told of it lately, or its pull request is open. */
export function isCurrent(card: Card, now: number): boolean {
  const state = card.forge?.pullRequest?.state;
  return now - card.updatedAt < currentMs || state === 'open' || state === 'draft';
}

/** A card of which nothing is known yet. */
export const blank = (key: CardKey): Facts => ({ key, work: [], ci: [] });

/**
 * The facts after one more, or the same object where it is not newer within its source: so any order of arrival, with any
 * repetition, ends in the same facts ([W4] in docs/protocol.md).
 */
export function withFact(facts: Facts, { source, fact }: Fact): Facts {
  switch (source) {
    case 'work':
      return withWork(facts, fact);
    case 'forge':
      return facts.forge && facts.forge.revision >= fact.revision ? facts : { ...facts, forge: fact };
    case 'ci':
      return withRun(facts, fact);
    case 'claim':
      return withClaim(facts, fact);
    case 'deed':
      return { ...facts, deeds: [fact, ...(facts.deeds ?? [])].toSorted((a, b) => b.at - a.at).slice(0, keptDeeds) };
  }
}

function withWork(facts: Facts, fact: WorkFact): Facts {
  // A device is somebody's: nobody speaks for another by using the id of their device.
  const known = facts.work.find((each) => each.device === fact.device && each.by.id === fact.by.id);
  if (known && known.counter >= fact.counter) return facts;
  const work = [fact, ...facts.work.filter((each) => each !== known)]
    .toSorted((a, b) => b.at - a.at || order(a.device, b.device) || order(a.by.id, b.by.id))
    .slice(0, keptDevices);
  return work.includes(fact) ? { ...facts, work } : facts;
}

function withRun(facts: Facts, run: CiRun): Facts {
  const known = facts.ci.find((each) => each.run === run.run);
  const { requestedBy = known?.requestedBy } = run;
  const told = mergeRun(known ?? newRun(run), asNews(run));
  // Whoever asked last is no news of the source's: it is only on the run that is kept.
  const merged = requestedBy?.id === told.requestedBy?.id ? told : { ...told, ...(requestedBy && { requestedBy }) };
  if (merged === known) return facts;
  const ci = [merged, ...facts.ci.filter((each) => each !== known)]
    .toSorted((a, b) => b.queuedAt - a.queuedAt || order(b.run, a.run))
    .slice(0, keptRuns);
  return ci.includes(merged) ? { ...facts, ci } : facts;
}

/** A whole run as news. That it has no failures says something only where somebody has looked for them. */
function asNews(run: CiRun): RunNews {
  const { failures, lines, ...rest } = run;
  return run.revisions?.evidence === undefined && failures.length + lines.length === 0 ? rest : run;
}

function withClaim(facts: Facts, claim: Claim | undefined): Facts {
  if (claim) return { ...facts, claim };
  if (!facts.claim) return facts;
  const { claim: _released, ...rest } = facts;
  return rest;
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

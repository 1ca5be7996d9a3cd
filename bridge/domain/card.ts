import type { Card, CardKey } from '../../protocol/model/card.ts';
import type { ForgeFact } from '../../protocol/model/pull-request.ts';
import type { CiRun, CiState } from '../../protocol/model/run.ts';
import type { WorkFact } from '../../protocol/model/work.ts';
import { hasEnded, verdict } from '../../protocol/model/health.ts';
import type { Turn } from '../../protocol/model/entry.ts';

/** A card keeps this many devices and runs: the newest. */
const keptDevices = 20;
export const keptRuns = 20;

/** One fact from one source. */
export type Fact =
  | { readonly source: 'work'; readonly fact: WorkFact }
  | { readonly source: 'forge'; readonly fact: ForgeFact }
  | { readonly source: 'ci'; readonly fact: CiRun };

/** What sources have said of a branch, before the store gave it a version. */
export type Facts = Omit<Card, 'version' | 'updatedAt'>;

/** The name under which a card is kept. No branch or repository holds a line feed. */
export const cardId = (key: CardKey): string => `${key.repository}\n${key.branch}`;

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
  if (known && !isNewer(run, known)) return facts;
  const ci = [run, ...facts.ci.filter((each) => each !== known)]
    .toSorted((a, b) => b.queuedAt - a.queuedAt || order(b.run, a.run))
    .slice(0, keptRuns);
  return ci.includes(run) ? { ...facts, ci } : facts;
}

const stages: Partial<Record<CiState, number>> = { queued: 0, 'setting-up': 1, running: 2 };
const stage = (state: CiState): number => stages[state] ?? 3;
const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Whether one fact of a run is newer than another: a later attempt, then a later stage, then a later revision. */
export function isNewer(one: CiRun, other: CiRun): boolean {
  if (one.attempt !== other.attempt) return one.attempt > other.attempt;
  const further = stage(one.state) - stage(other.state);
  return further === 0 ? one.revision > other.revision : further > 0;
}

/**
 * What a human should notice of a run's newest fact: a branch went red, was mended, or lost its run with the bridge. The same news
 * is told once: red after red is no turn.
 */
export function turn(before: Facts, after: Facts, run: CiRun): Turn | undefined {
  const known = before.ci.find((each) => each.run === run.run);
  if (!hasEnded(run.state) || (known && hasEnded(known.state) && known.attempt === run.attempt)) return undefined;
  if (run.state === 'interrupted') return 'interrupted';
  const was = lastVerdict(before);
  const is = lastVerdict(after);
  if (was === is) return undefined;
  if (is === 'failing') return 'red';
  return was === 'failing' && is === 'passing' ? 'fixed' : undefined;
}

/** What the newest run with a verdict said; a run under way has none yet. */
const lastVerdict = (facts: Facts): string | undefined => facts.ci.map(verdict).find((said) => said !== undefined);

import { hasEnded, settled, verdict } from '../../protocol/model/health.ts';
import type { CiRun } from '../../protocol/model/run.ts';
import type { Facts } from './card.ts';
import { isClear } from './turn.ts';

/** Progress is shown so long after it was made, and so long after the last time: who looks on sees it, and no platform is worn out by it. */
export const calmMs = 60_000;

/** What of a card people wait for: when any of it changes, they see it at once. */
function standing({ ci, forge, claim, work, deeds }: Facts): string {
  const pull = forge?.pullRequest;
  const gates = ci.flatMap(({ run, attempt, gates: asked = [] }) =>
    asked.map(({ environment, id }) => [run, attempt, environment, id ?? '']),
  );
  const tests = work.flatMap(({ device, by, tests: last }) => (last ? [[device, by.id, last.outcome]] : []));
  return JSON.stringify([
    isRed(ci),
    pull && ends.has(pull.state) ? pull.state : null,
    pull?.decision !== undefined && decided.has(pull.decision) ? pull.decision : null,
    [forge?.merged === true, forge?.conflicts === 'some'],
    gates.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
    claim && [claim.by.id, claim.at],
    tests.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
    deeds?.map(({ key, at, ok }) => [key, at, ok]) ?? [],
  ]);
}

/** A failure is worth a look once it is known what failed, which is mostly a second later. */
const isRed = (ci: readonly CiRun[]): boolean =>
  settled(ci) === 'failing' && ci.some((run) => verdict(run) === 'failing' && isClear(run));

const ends: ReadonlySet<string> = new Set(['merged', 'closed']);
const decided: ReadonlySet<string> = new Set(['approved', 'changes-requested']);

/**
 * Whether a card's change is a transition, which is wanted at once: a verdict of CI, a deployment's end, a pull request's end or its reviewers'
 * decision, a gate, a claim, a merge, conflicts, the outcome of local tests, a deed. All else is progress. A branch's first card is a transition, unless all that it tells is
 * that CI has begun: a pull request mostly follows.
 */
export const isTransition = (before: Facts, after: Facts): boolean =>
  (isBlank(before) && !hasJustBegun(after)) ||
  hasPassed(before, after) ||
  hasArrived(before, after) ||
  standing(before) !== standing(after);

const hasPassed = (before: Facts, after: Facts): boolean =>
  settled(after.ci) === 'passing' && settled(before.ci) !== 'passing';

/** That a commit is on its way to an environment is progress; that it has come there, or failed to, is not. */
function hasArrived(before: Facts, after: Facts): boolean {
  const known = new Set(arrivals(before));
  return arrivals(after).some((each) => !known.has(each));
}

const arrivals = ({ forge }: Facts): string[] =>
  (forge?.deployments ?? [])
    .filter(({ state }) => state === 'succeeded' || state === 'failed')
    .map(({ environment, state, commit }) => JSON.stringify([environment, state, commit]));

const isBlank = ({ ci, forge, work, claim }: Facts): boolean => !forge && !claim && ci.length + work.length === 0;

const hasJustBegun = ({ ci, forge, work }: Facts): boolean =>
  !forge?.pullRequest && work.length === 0 && ci.every(({ state }) => !hasEnded(state));

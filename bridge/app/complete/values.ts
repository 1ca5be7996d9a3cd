import type { Card } from '../../../protocol/model/card.ts';
import { hasEnded, health, type Health, runName } from '../../../protocol/model/health.ts';
import type { BranchName } from '../../../protocol/model/ids.ts';
import type { CiRun } from '../../../protocol/model/run.ts';

/** A word that may stand somewhere, as it is meant; `label` is how it is shown where that is another. */
export interface Value {
  readonly word: string;
  readonly label?: string;
  readonly detail: string;
}

const healthWords: Readonly<Record<Health, string>> = {
  passing: 'green',
  failing: 'red',
  running: 'running',
  unknown: '',
};

/** The branches of cards, the one that is looked at first. */
export function branchWords(cards: readonly Card[], { branch }: { readonly branch?: BranchName | undefined }): Value[] {
  return nearest(cards, branch).map((card) => ({ word: card.key.branch, detail: healthWords[health(card)] }));
}

/** Which runs a command is about. */
const fitting: Readonly<Record<string, (run: CiRun) => boolean>> = {
  'ci cancel': ({ state }) => !hasEnded(state),
  'ci rerun': ({ state }) => hasEnded(state),
  'ci approve': ({ gates = [] }) => gates.length > 0,
  'ci reject': ({ gates = [] }) => gates.length > 0,
};

/** The runs that a command may be about, those of the branch that is looked at first. */
export function runWords(cards: readonly Card[], command: string, branch: BranchName | undefined): Value[] {
  const isFit = fitting[command] ?? (() => true);
  return nearest(cards, branch).flatMap(({ key, ci }) =>
    ci.filter(isFit).map((run) => ({ word: run.run, detail: `${runName(run)} · ${key.branch}` })),
  );
}

/** Heads, as short as people write them: of the run or branch that was named, else of the branch that is looked at, else of all. */
export function commitWords(
  cards: readonly Card[],
  before: readonly string[],
  branch: BranchName | undefined,
): Value[] {
  const named = runsNamed(cards, before).map(({ card, run }) => ({ head: run.commit, card }));
  const near = cards.filter(({ key }) => before.includes(key.branch));
  const own = cards.filter(({ key }) => key.branch === branch);
  const of = [near, own, cards].find((each) => each.length > 0) ?? [];
  const heads = named.length > 0 ? named : of.flatMap((card) => headsOf(card).map((head) => ({ head, card })));
  return heads.map(({ head, card }) => ({ word: head.slice(0, 12), detail: card.key.branch }));
}

const headsOf = ({ work, forge }: Card) => [...(forge?.head ? [forge.head] : []), ...work.map(({ head }) => head)];

/** The jobs of the run that was named, else of the runs of the branch that is looked at, else of all. */
export function jobWords(cards: readonly Card[], before: readonly string[], branch: BranchName | undefined): Value[] {
  return runsMeant(cards, before, branch).flatMap((run) =>
    (run.jobs ?? []).map(({ name }) => ({ word: name, detail: runName(run) })),
  );
}

/** The environments that a run waits for somebody's word on. */
export function gateWords(cards: readonly Card[], before: readonly string[], branch: BranchName | undefined): Value[] {
  return runsMeant(cards, before, branch).flatMap((run) =>
    (run.gates ?? []).map(({ environment }) => ({ word: environment, detail: runName(run) })),
  );
}

function runsMeant(cards: readonly Card[], before: readonly string[], branch: BranchName | undefined): CiRun[] {
  const named = runsNamed(cards, before).map(({ run }) => run);
  const own = cards.filter(({ key }) => key.branch === branch).flatMap(({ ci }) => ci);
  return [named, own, cards.flatMap(({ ci }) => ci)].find((each) => each.length > 0) ?? [];
}

const runsNamed = (cards: readonly Card[], before: readonly string[]) =>
  cards.flatMap((card) => card.ci.filter(({ run }) => before.includes(run)).map((run) => ({ card, run })));

const nearest = (cards: readonly Card[], branch: BranchName | undefined): readonly Card[] =>
  cards.toSorted((a, b) => Number(b.key.branch === branch) - Number(a.key.branch === branch));

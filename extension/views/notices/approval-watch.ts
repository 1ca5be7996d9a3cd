import type { Card, CardKey } from '../../../protocol/model/card.ts';
import { deedKeys, isDone } from '../../../protocol/model/done.ts';
import { hasEnded } from '../../../protocol/model/health.ts';
import type { CiRun, Gate } from '../../../protocol/model/run.ts';
import type { Account } from '../../../protocol/wire/methods.ts';

/** A gate that waits for the reader. */
export interface Asked {
  readonly about: CardKey;
  readonly run: CiRun;
  readonly gate: Gate;
  /** The same in each window and on each day: an attempt of a run asks once for each of its gates. */
  readonly key: string;
}

/**
 * The gates that wait for somebody who is known by one of these accounts. Where an engine does not tell who may answer, nobody is asked by
 * name, and the feed tells everybody.
 */
export function askedOf(cards: readonly Card[], accounts: readonly Account[]): readonly Asked[] {
  const logins = new Set(accounts.map(({ login }) => login.toLowerCase()));
  if (logins.size === 0) return [];
  return cards.flatMap(({ key: about, ci, deeds }) =>
    ci
      .filter(({ state }) => !hasEnded(state))
      .flatMap((run) => (run.gates ?? []).map((gate) => ({ about, run, gate, key: deedKeys.gate(run, gate) })))
      .filter(({ run, gate, key }) => waitsFor(logins, run, gate) && !isDone(deeds, key)),
  );
}

function waitsFor(
  logins: ReadonlySet<string>,
  { decisions = [] }: CiRun,
  { approvers, environment, until }: Gate,
): boolean {
  if (until !== undefined || !approvers.some((login) => logins.has(login.toLowerCase()))) return false;
  return !decisions.some((each) => each.environment === environment && logins.has(each.by.toLowerCase()));
}

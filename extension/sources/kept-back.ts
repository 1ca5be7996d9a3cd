import type { CardKey } from '../../protocol/model/card.ts';
import { hereOf, type Situation } from '../situation.ts';

/** Whether this is the branch that is checked out here, and its name must not leave because of what is said about it. */
export function keptBack(situation: Pick<Situation, 'checkout' | 'decision'>, about: CardKey): boolean {
  const here = hereOf(situation);
  if (here?.repository !== about.repository || here.branch !== about.branch) return false;
  const { decision } = situation;
  return 'withhold' in decision && ['private', 'secret', 'off', 'untrusted'].includes(decision.withhold);
}

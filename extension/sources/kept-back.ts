import type { CardKey } from '../../protocol/model/card.ts';
import { hereOf, type Situation } from '../situation.ts';

/**
 * Whether this is the branch that is checked out here, and its name must not leave with what is said about it. While somebody is still typing
 * nothing is said yet, and so nothing goes that does not go anyway.
 */
export function keptBack(
  situation: Pick<Situation, 'checkout' | 'decision'>,
  about: CardKey,
  typing: boolean,
): boolean {
  const here = hereOf(situation);
  if (here?.repository !== about.repository || here.branch !== about.branch) return false;
  const { decision } = situation;
  if ('share' in decision || decision.withhold === 'presence') return false;
  return typing || ['private', 'secret', 'off', 'untrusted'].includes(decision.withhold);
}

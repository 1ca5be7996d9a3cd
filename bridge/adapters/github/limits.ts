import type { Clock } from '../../ports/clock.ts';
import { PlatformError } from '../../ports/platform-error.ts';

/** Until when GitHub wants to be left alone. Who asks meanwhile is refused here: asking all the same is what gets an App banned. */
export interface Limits {
  /** Throws where it is too early. */
  check(route: string): void;
  note(route: string, failure: PlatformError): void;
}

/** GitHub counts these apart. */
const budgetOf = (route: string): string => /^\S+ \/(graphql|search)\b/.exec(route)?.[1] ?? 'rest';

export function createLimits(clock: Clock): Limits {
  const until = new Map<string, { readonly at: number; readonly word: string }>();
  return {
    check(route) {
      const limit = until.get(budgetOf(route));
      const left = limit ? limit.at - clock.now() : 0;
      if (limit && left > 0) throw new PlatformError('limited', limit.word, left);
    },
    note(route, { fault, vendorWord, retryAfterMs }) {
      if (fault !== 'limited' || retryAfterMs === undefined) return;
      until.set(budgetOf(route), { at: clock.now() + retryAfterMs, word: vendorWord });
    },
  };
}

import type { Clock } from '../../ports/clock.ts';

/** Answers what was asked for a moment ago once more, and asks again only after that. */
export type Recall<T> = (key: string, ask: () => Promise<T>) => Promise<T | undefined>;

/** So many answers are kept; the oldest go first. */
const mostKept = 100;
/** Whoever types does not wait for longer: what comes later is there for the next letter. */
const patienceMs = 1_000;

/** Keeps each answer for `freshMs`. Answers undefined where it takes too long. */
export function createRecall<T>(clock: Clock, freshMs: number): Recall<T> {
  const known = new Map<string, { readonly at: number; readonly answer: Promise<T> }>();

  function asked(key: string, ask: () => Promise<T>): Promise<T> {
    const kept = known.get(key);
    // However the clock was set since: one that went back must not keep an old answer for as long.
    if (kept && Math.abs(clock.now() - kept.at) < freshMs) return kept.answer;
    const answer = ask();
    known.delete(key);
    known.set(key, { at: clock.now(), answer });
    const [oldest] = known.keys();
    if (known.size > mostKept && oldest !== undefined) known.delete(oldest);
    return answer;
  }

  return (key, ask) =>
    new Promise((resolve, reject) => {
      const giveUp = clock.after(patienceMs, () => resolve(undefined));
      asked(key, ask).then(resolve, reject).finally(giveUp);
    });
}

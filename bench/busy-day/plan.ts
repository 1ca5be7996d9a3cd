const minute = 60_000;
export const day = 8 * 60 * minute;
export const people = 40;
export const branches = 120;
const ciEvents = 2_000;
/** Chance that is the same each time (mulberry32). */
export function chanceFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface Act {
  readonly at: number;
  readonly type: 'push' | 'open' | 'request' | 'approve' | 'merge' | 'begin' | 'run' | 'end';
  readonly branch: number;
  readonly run?: number;
}

/** What people and CI do in a day: each branch is pushed, its pull request opened, reviewed, and mostly merged; each push has a run of two jobs. */
export function plan(): Act[] {
  const chance = chanceFrom(7);
  const acts: Act[] = [];
  let runs = 0;
  // A run tells nine times: three times of itself, and of each of two jobs.
  const wanted = Math.ceil(ciEvents / 9);
  const push = (branch: number, at: number): void => {
    if (runs >= wanted) return;
    acts.push({ at, type: 'push', branch }, { at: at + 5_000, type: 'begin', branch, run: runs });
    acts.push({ at: at + 30_000, type: 'run', branch, run: runs });
    acts.push({ at: at + (3 + chance() * 4) * minute, type: 'end', branch, run: runs });
    runs += 1;
  };
  const starts = Array.from({ length: branches }, (_, branch) => ({
    branch,
    at: chance() * (day - 70 * minute) + minute,
  }));
  for (const { branch, at } of starts) {
    push(branch, at);
    acts.push({ at: at + 6 * minute, type: 'open', branch }, { at: at + 7 * minute, type: 'request', branch });
    acts.push({ at: at + (20 + chance() * 20) * minute, type: 'approve', branch });
    if (chance() < 0.8) acts.push({ at: at + (45 + chance() * 15) * minute, type: 'merge', branch });
  }
  for (let branch = 0; runs < wanted; branch = (branch + 1) % branches)
    push(branch, (starts[branch]?.at ?? 0) + (8 + chance() * 10) * minute);
  return acts.toSorted((a, b) => a.at - b.at);
}

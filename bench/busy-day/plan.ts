import { chanceFrom } from '../chance.ts';

const minute = 60_000;
export const day = 8 * 60 * minute;
export const people = 40;
export const branches = 120;
const ciEvents = 2_000;

export interface Act {
  readonly at: number;
  readonly type: 'push' | 'open' | 'request' | 'approve' | 'merge' | 'begin' | 'run' | 'end';
  readonly branch: number;
  readonly run?: number;
}

/** What people and CI do in a day: each branch is pushed, its pull request opened, reviewed, and mostly merged; each push has a run of two jobs. */
export function plan(): Act[] {
  const chance = chanceFrom(7);
  const starts = Array.from({ length: branches }, () => chance() * (day - 70 * minute) + minute);
  // A run tells nine times: three times of itself, and of each of two jobs.
  const runs = Math.ceil(ciEvents / 9);
  const pushes = Array.from({ length: runs }, (_, run) => {
    const branch = run % branches;
    const at = (starts[branch] ?? 0) + (run < branches ? 0 : (8 + chance() * 10) * minute);
    return pushed(branch, run, at, chance);
  });
  const reviews = starts.map((at, branch) => reviewed(branch, at, chance));
  return [...pushes, ...reviews].flat().toSorted((a, b) => a.at - b.at);
}

const pushed = (branch: number, run: number, at: number, chance: () => number): Act[] => [
  { at, type: 'push', branch },
  { at: at + 5_000, type: 'begin', branch, run },
  { at: at + 30_000, type: 'run', branch, run },
  { at: at + (3 + chance() * 4) * minute, type: 'end', branch, run },
];

const reviewed = (branch: number, at: number, chance: () => number): Act[] => [
  { at: at + 6 * minute, type: 'open', branch },
  { at: at + 7 * minute, type: 'request', branch },
  { at: at + (20 + chance() * 20) * minute, type: 'approve', branch },
  ...(chance() < 0.8 ? [{ at: at + (45 + chance() * 15) * minute, type: 'merge', branch } as const] : []),
];

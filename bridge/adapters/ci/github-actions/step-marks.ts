import type { Step } from '../../../../protocol/model/run.ts';

/** Where a step begins in a log, if GitHub says so by itself. */
const begins = /^(?:##\[group\](Run .*)|Post job cleanup\.|Cleaning up orphan processes)/;

/** GitHub gives the times of steps in whole seconds, cut off. */
const secondMs = 1000;

/**
 * Tells which steps begin before each line of a job's log, in turn. The log names no steps, but its lines have times; a line that begins
 * something ends a second in which several steps began.
 */
export function stepMarks(steps: readonly Step[]): (at: number | undefined, line: string) => string[] {
  let next = 0;
  let last = 0;
  /** The index of the first step from `next` on that has printed something. */
  const loud = (): number => {
    let index = next;
    while (steps[index]?.state === 'skipped') index += 1;
    return index;
  };
  return (at, line) => {
    last = Math.max(last, at ?? last);
    const marks: string[] = [];
    for (let once = true; ; once = false) {
      const index = loud();
      const step = steps[index];
      if (!step || !(next === 0 || beginsIn(step, last, once ? line : ''))) return marks;
      marks.push(...steps.slice(next, index + 1).map(mark));
      next = index + 1;
    }
  };
}

/** Whether a line, or one before it, has to be a step's. A line in the step's first second is, where it is one that begins something. */
function beginsIn({ startedAt, name }: Step, at: number, line: string): boolean {
  if (startedAt === undefined || at < startedAt) return false;
  if (at >= startedAt + secondMs) return true;
  const match = begins.exec(line);
  if (!match) return false;
  const [, ran] = match;
  // What an action runs itself begins so, too: an action's step is only where its name is said.
  return ran === undefined ? !name.startsWith('Run ') : !/^Run [^ ]+\/[^ ]+@/.test(name) || ran.startsWith(name);
}

const mark = ({ state, name }: Step): string => `##[step ${state}] ${name}`;

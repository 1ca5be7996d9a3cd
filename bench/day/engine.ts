import { type Act, type Dice, minute, type RunPlan } from './acts.ts';

/** CI, and the pushes that set it going: what they do is written down in `acts`. */
export interface Engine {
  readonly acts: Act[];
  /** How many times CI will have told of something. */
  readonly events: () => number;
  /** A run from its beginning to its end; answers when that is. */
  readonly run: (branch: string, at: number, of: RunPlan) => { readonly id: number; readonly ended: number };
  /** Somebody pushes, and CI runs; what is red is run again, or mended. Answers when all is green. */
  readonly push: (branch: string, at: number) => number;
  /** The usual jobs; the first of them is quick, and the others end at about the same time. */
  readonly jobs: (names: readonly string[], red: boolean) => RunPlan['jobs'];
}

const failing = 0.15;

const jobsBy =
  ({ between }: Dice): Engine['jobs'] =>
  (names, red) => {
    const longest = between(2.5 * minute, 7 * minute);
    const guilty = between(0, names.length - 1);
    return names.map((name, index) => {
      const from = between(5_000, 30_000);
      const to = index === 0 ? from + between(8_000, 25_000) : between(longest - 50_000, longest);
      return { name, from, to, ...(red && index === guilty ? { red } : {}) };
    });
  };

export function createEngine(dice: Dice): Engine {
  const { happens, between } = dice;
  const jobs = jobsBy(dice);
  const acts: Act[] = [];
  let runs = 0;
  let events = 0;

  const run: Engine['run'] = (branch, at, of) => {
    const id = runs;
    runs += 1;
    // Begun, under way, ended: of the run itself and of each job.
    events += 3 + 3 * of.jobs.length;
    acts.push({ at, branch, type: 'begin', run: id, plan: of });
    for (const { name: job, from, to, red = false } of of.jobs) {
      acts.push({ at: at + from, branch, type: 'start', run: id, job });
      acts.push({ at: at + to, branch, type: 'end', run: id, job, red });
    }
    const ended = at + Math.max(...of.jobs.map(({ to }) => to)) + 2_000;
    acts.push({ at: ended, branch, type: 'finish', run: id, red: of.jobs.some(({ red }) => red) });
    return { id, ended };
  };

  function pushed(branch: string, at: number, tries: number): number {
    const red = tries < 2 && happens(failing);
    const names = ['lint', 'unit', 'e2e', 'build'].slice(0, happens(0.45) ? 4 : between(2, 3));
    acts.push({ at, branch, type: 'push' });
    const { id, ended } = run(branch, at + 4_000, { workflow: 'CI', jobs: jobs(names, red) });
    if (happens(0.1)) {
      const from = between(5_000, 20_000);
      const links = { name: 'links', from, to: from + between(20_000, 50_000) };
      run(branch, at + 4_000, { workflow: 'Docs', jobs: [links] });
    }
    return red ? mend(branch, id, ended, tries) : ended;
  }

  /** Somebody may say that they are on it. Then what failed is run again, and passes; or another push mends it. */
  function mend(branch: string, id: number, ended: number, tries: number): number {
    if (tries === 0 && happens(0.4)) {
      const by = happens(0.5) ? 'command' : 'button';
      acts.push({ at: ended + between(30_000, 110_000), branch, type: 'claim', by });
    }
    if (!happens(0.4)) return pushed(branch, ended + between(5 * minute, 12 * minute), tries + 1);
    const at = ended + between(2 * minute, 4 * minute);
    const until = at + between(minute, 3 * minute);
    events += 4;
    acts.push({ at, branch, type: 'rerun', run: id }, { at: until, branch, type: 'finish', run: id, red: false });
    return until;
  }

  return { acts, events: () => events, run, jobs, push: (branch, at) => pushed(branch, at, 0) };
}

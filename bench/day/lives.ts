import type { Engine } from './engine.ts';
import { type Dice, dayMs, minute } from './acts.ts';

/** From when to when a branch may be pushed to again. */
interface Life {
  readonly branch: string;
  readonly from: number;
  readonly to: number;
}

/** What becomes of branches: each is pushed, reviewed, and mostly merged. */
export function createLives({ happens, between }: Dice, { acts, run, push, jobs }: Engine) {
  /** Before the merge some go to staging, where somebody has to let them in. */
  function stage(branch: string, at: number): number {
    const letIn = between(minute, 5 * minute);
    const staging = { name: 'staging', from: letIn + 5_000, to: letIn + 65_000 };
    const { id, ended } = run(branch, at, { workflow: 'Deploy', environment: 'staging', jobs: [staging] });
    acts.push({ at: at + 2_000, branch, type: 'wait', run: id }, { at: at + letIn, branch, type: 'let-in', run: id });
    return ended;
  }

  function review(branch: string, at: number): number {
    if (!happens(0.1)) return at + between(8 * minute, 30 * minute);
    const asked = at + between(10 * minute, 25 * minute);
    acts.push({ at: asked, branch, type: 'changes' });
    return push(branch, asked + between(8 * minute, 20 * minute)) + between(5 * minute, 20 * minute);
  }

  function finish(branch: string, at: number): void {
    const end = at + (happens(0.85) ? between(10_000, 45_000) : between(3 * minute, 20 * minute));
    if (happens(0.9)) {
      acts.push({ at: end, branch, type: 'merge' });
      const main = { workflow: 'CI', jobs: jobs(['lint', 'unit', 'build'], happens(0.08)) };
      if (happens(0.1)) run('main', end + 5_000, main);
    } else acts.push({ at: end, branch, type: 'close' });
  }

  return {
    live(branch: string): Life {
      const from = between(2 * minute, dayMs - 170 * minute);
      const green = push(branch, from);
      // Some are not yet fit to be seen.
      if (happens(0.3)) return { branch, from: green, to: green + 60 * minute };
      const draft = happens(0.1);
      const opened = from + (happens(0.85) ? between(8_000, 40_000) : between(2 * minute, 8 * minute));
      acts.push({ at: opened, branch, type: 'open', draft });
      const ready = draft ? Math.max(green, opened) + between(minute, 15 * minute) : opened;
      if (draft) acts.push({ at: ready, branch, type: 'ready' });
      if (happens(0.5)) acts.push({ at: ready + 2_000, branch, type: 'request' });
      const approved = review(branch, Math.max(ready, green));
      // Some are left to lie.
      if (happens(0.1)) return { branch, from: green, to: approved - 10 * minute };
      acts.push({ at: approved, branch, type: 'approve' });
      finish(branch, happens(0.04) ? stage(branch, approved + 5_000) : approved);
      return { branch, from: green, to: approved - 10 * minute };
    },
    /** A further push while the branch is reviewed; sometimes while CI still runs, which is then cancelled. */
    pushAgain({ branch, from, to }: Life): void {
      if (to <= from) return;
      const at = between(from, to);
      const green = push(branch, at);
      if (green > to || !happens(0.7)) return;
      acts.push({ at: at - 70_000, branch, type: 'push' });
      const { id } = run(branch, at - 66_000, { workflow: 'CI', jobs: jobs(['lint', 'unit', 'e2e'], false) });
      acts.push({ at: at + 3_000, branch, type: 'cancel', run: id });
    },
  };
}

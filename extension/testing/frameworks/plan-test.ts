import { planDotnet, planGo, planJvm, planRust } from './compiled.ts';
import type { Ground, Plan, Planner, Unfit } from './ground.ts';
import { planJavaScript } from './javascript.ts';
import { planPython } from './python.ts';

const planners: readonly Planner[] = [planJavaScript, planPython, planGo, planRust, planJvm, planDotnet];

/**
 * How one test is run on this machine, or why it is not. What the file does not name today is not run by its name: most runners say that
 * all is well where no test was run.
 */
export function planTest(name: string, ground: Ground): Plan | Unfit {
  for (const plan of planners) {
    const found = plan(name, ground);
    if (found !== undefined) return found;
  }
  return 'no-framework';
}

import { verdict } from '../../protocol/model/health.ts';
import type { CiRun, FailingTest } from '../../protocol/model/run.ts';

/** So many earlier runs say whether a test comes and goes. */
const history = 10;

/**
 * A failed run with each failure as history sees it: `earlier` are the other runs of the branch, `base` those of the base branch, newest
 * first. A test that failed, passed and failed again is flaky; one that the base's newest run fails as well is the base's.
 */
export function triaged(run: CiRun, earlier: readonly CiRun[], base: readonly CiRun[]): CiRun {
  if (verdict(run) !== 'failing' || run.failures.length === 0) return run;
  const past = comparable(run, earlier);
  const onBase = comparable(run, base);
  return { ...run, failures: run.failures.map((test) => ({ ...test, ...judge(test, past, onBase) })) };
}

/** The runs of the same workflow that have a verdict, newest first. */
const comparable = (run: CiRun, others: readonly CiRun[]): CiRun[] =>
  others.filter(
    (each) =>
      each.run !== run.run &&
      each.provider === run.provider &&
      each.workflow === run.workflow &&
      verdict(each) !== undefined,
  );

function judge(
  test: FailingTest,
  past: readonly CiRun[],
  base: readonly CiRun[],
): Pick<FailingTest, 'triage' | 'flaky'> {
  const fails = (run: CiRun): boolean =>
    run.failures.some((each) => each.name === test.name && each.file === test.file);
  if (base[0] && fails(base[0])) return { triage: 'on-base' };
  const recent = [...past, ...base]
    .toSorted((a, b) => b.queuedAt - a.queuedAt)
    .slice(0, history)
    .map(fails);
  const before = recent.indexOf(true);
  // It fails now, passed in between, and failed before that.
  if (before > 0)
    return { triage: 'flaky', flaky: { failed: recent.filter(Boolean).length + 1, of: recent.length + 1 } };
  return { triage: past[0] && fails(past[0]) ? 'known' : 'new' };
}

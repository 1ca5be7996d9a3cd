import type { FailingTest } from '../../../protocol/model/run.ts';
import type { EndedRun, Kept, TestPart } from './test-results.ts';
import type { Tested } from './test-run.ts';

/**
 * What is known of all tests after a part of them ran alone. What was known to fail fails until it has been run again at the same commit; that
 * one test passes says nothing of the others, so where nothing is known of those, nobody knows how all would go.
 */
export function afterPart(known: Kept | undefined, run: EndedRun, part: TestPart): Kept {
  const passed = run.told.outcome === 'passed';
  const whole = known?.part ? undefined : known;
  if (whole && whole.told.commit !== run.told.commit) return passed ? whole : alone(run, [failingOf(part)]);
  if (!known || known.told.commit !== run.told.commit) return alone(run, passed ? [] : [failingOf(part)]);
  const rest = known.failures.filter((failure) => !covers(part, failure));
  const cleared = known.failures.length - rest.length;
  if (!passed) {
    if (cleared > 0) return known;
    const failures = [...known.failures, failingOf(part)].slice(-mostFailures);
    const told: Tested = { ...known.told, ...withOneMore(known.told), outcome: 'failed', endedAt: run.told.endedAt };
    return { ...known, told, failures };
  }
  if (!whole) return rest.length > 0 ? { ...known, failures: rest } : alone(run, []);
  return cleared > 0 ? withCleared(whole, run, rest, cleared) : whole;
}

/** As many as a report names. */
const mostFailures = 50;

/** A known run of all, of whose failures some have been run again and pass. It stays as far out of date as it was. */
function withCleared(
  known: Kept,
  { told: { endedAt } }: EndedRun,
  failures: readonly FailingTest[],
  cleared: number,
): Kept {
  const { counts } = known.told;
  const left = counts ? Math.max(failures.length, counts.failed - cleared) : failures.length;
  // Without counts it failed by more than what is named, or nobody knows.
  const all = known.unread.length > 0 || !counts ? 'incomplete' : 'passed';
  const told: Tested = {
    ...known.told,
    endedAt,
    outcome: left > 0 ? 'failed' : all,
    ...(counts && { counts: { ...counts, failed: left, passed: counts.passed + counts.failed - left } }),
  };
  return { ...known, told, failures };
}

/** A run of a part, where nothing is known of all at its commit. */
function alone(run: EndedRun, failures: readonly FailingTest[]): Kept {
  const one = run.part?.whole
    ? {}
    : { counts: { passed: failures.length === 0 ? 1 : 0, failed: failures.length, skipped: 0 } };
  const outcome = failures.length > 0 ? ('failed' as const) : ('incomplete' as const);
  return { ...run, told: { ...run.told, outcome, ...one }, failures, stale: false };
}

const failingOf = ({ name, file, whole }: TestPart): FailingTest => ({ name: (whole ? file : name) || file, file });

const covers = ({ name, file, whole }: TestPart, failure: FailingTest): boolean =>
  whole ? failure.file === file : failure.name === name && (failure.file === undefined || failure.file === file);

/** What passed alone before the run, and fails now, is taken for one of those that passed. */
const withOneMore = ({ counts }: Tested): Pick<Tested, 'counts'> =>
  counts ? { counts: { ...counts, passed: Math.max(0, counts.passed - 1), failed: counts.failed + 1 } } : {};

import type { FailingTest, TestCounts } from '../../../protocol/model/run.ts';
import type { EndedRun, Kept, TestPart } from './test-results.ts';
import type { Tested } from './test-run.ts';

/** As many as a report names. */
const mostFailures = 50;

/**
 * What is known of all tests after a part of them ran alone. What was known to fail fails until it has been run again at the same commit; that
 * one test passes says nothing of the others, so where nothing is known of those, nobody knows how all would go.
 */
export function afterPart(known: Kept | undefined, run: EndedRun, part: TestPart): Kept {
  const whole = known?.part ? undefined : known;
  // It ended well, though not all that it wrote could be read: so nothing new is known.
  if (run.told.outcome === 'incomplete') return known ?? alone(run, []);
  if (!known || known.told.commit !== run.told.commit)
    return whole && run.told.outcome === 'passed' ? whole : alone(run, failuresOf(run, part, []));
  const again = known.failures.filter((failure) => covers(part, failure));
  const found = failuresOf(run, part, again);
  const rest = known.failures.filter(
    (failure) => !again.includes(failure) && !found.some((each) => isSame(each, failure)),
  );
  if (!whole && rest.length === 0) return alone(run, found);
  if (again.length === 0 && found.length === 0) return known;
  const failures = [...rest, ...found].slice(-mostFailures);
  return withFailures(known, run, failures, rest.length + found.length - known.failures.length);
}

/** What failed in the part: as its report names it, or as it was known to fail, or by the name of the part itself. */
function failuresOf(
  { told, failures }: EndedRun,
  part: TestPart,
  again: readonly FailingTest[],
): readonly FailingTest[] {
  if (told.outcome === 'passed') return [];
  // It was in this file, whether its report says so or not.
  if (failures.length > 0)
    return failures.map((each) => (each.file === undefined ? { ...each, file: part.file } : each));
  return again.length > 0 ? again : [failingOf(part)];
}

/** A known run, of which other tests fail now: so many more, or fewer. It stays as far out of date as it was. */
function withFailures(
  known: Kept,
  { told: { endedAt } }: EndedRun,
  failures: readonly FailingTest[],
  more: number,
): Kept {
  const { counts } = known.told;
  const left = counts ? Math.max(failures.length, counts.failed + more) : failures.length;
  // Without counts it failed by more than what is named, or nobody knows.
  const all = known.part || known.unread.length > 0 || !counts ? 'incomplete' : 'passed';
  const told: Tested = {
    ...known.told,
    endedAt,
    outcome: left > 0 ? 'failed' : all,
    ...(counts && { counts: withFailed(counts, left) }),
  };
  return { ...known, told, failures };
}

/** What fails now passed before, and the other way round. */
const withFailed = ({ passed, failed, skipped }: TestCounts, now: number): TestCounts => ({
  passed: Math.max(0, passed + failed - now),
  failed: now,
  skipped,
});

/** A run of a part, where nothing is known of all at its commit. */
function alone(run: EndedRun, failures: readonly FailingTest[]): Kept {
  const one = { passed: failures.length === 0 ? 1 : 0, failed: failures.length, skipped: 0 };
  const counts = run.told.counts ?? (run.part?.whole ? undefined : one);
  const outcome = failures.length > 0 ? ('failed' as const) : ('incomplete' as const);
  return { ...run, told: { ...run.told, outcome, ...(counts && { counts }) }, failures, stale: false };
}

const failingOf = ({ name, file, whole }: TestPart): FailingTest => ({ name: (whole ? file : name) || file, file });

const covers = ({ name, file, whole }: TestPart, failure: FailingTest): boolean =>
  whole ? failure.file === file : failure.name === name && (failure.file === undefined || failure.file === file);

const isSame = (one: FailingTest, other: FailingTest): boolean => one.name === other.name && one.file === other.file;

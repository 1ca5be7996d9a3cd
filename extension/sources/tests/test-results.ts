import * as z from 'zod/mini';
import type { FailingTest } from '../../../protocol/model/run.ts';
import type { BranchName, RepositoryId } from '../../../protocol/model/ids.ts';
import type { TestSource } from '../../settings.ts';
import type { Checkout } from '../checkout.ts';
import { isBelow } from './below.ts';
import type { UnreadReport } from '../../../reports/unread-report.ts';
import { afterPart } from './after-part.ts';
import type { Tested, TestRun } from './test-run.ts';

/** What alone was run, where that was not all: one test, or its whole file. */
export const TestPart = z.object({ name: z.string(), file: z.string(), whole: z.boolean() });
export type TestPart = z.infer<typeof TestPart>;

/** A run that has ended, on the branch that was checked out then. */
export interface EndedRun {
  readonly source: TestSource;
  readonly repository: RepositoryId;
  readonly branch: BranchName;
  readonly told: Tested;
  readonly failures: readonly FailingTest[];
  readonly unread: readonly UnreadReport[];
  /** The checkout as it was when the run ended; absent where nobody has seen it then. */
  readonly seen?: Checkout | undefined;
  /** Absent where it was of all tests, as far as anybody knows. */
  readonly part?: TestPart | undefined;
}

/** The newest run of the tests on each branch. */
export interface TestResults {
  of(checkout: Checkout | undefined): TestRun | undefined;
  /** Keeps a run, unless a newer one is known. One of a part changes what is known of all, and is never taken for it. */
  keep(run: EndedRun): void;
  /** A file was written: what was tested in its repository before is out of date. False where nothing was. */
  written(path: string): boolean;
  /** Forgets what came of sources that are not wanted any more. */
  only(sources: ReadonlySet<TestSource>): void;
}

/** A run that is remembered. */
export interface Kept extends EndedRun {
  stale: boolean;
}

/** Keeps results for as long as the window is open. */
export function createTestResults(): TestResults {
  const results = new Map<string, Kept>();
  return {
    of(checkout) {
      const kept = results.get(keyOf(checkout) ?? '');
      if (!kept || !checkout) return undefined;
      // Once out of date it stays so: that as many files are changed as before does not say that it is the same ones.
      kept.stale ||= differs(kept, checkout);
      const { told, failures, unread, stale } = kept;
      return { told: stale ? { ...told, stale } : told, failures, unread, stale };
    },
    keep(run) {
      const key = `${run.repository} ${run.branch}`;
      const known = results.get(key);
      if (known && known.told.endedAt > run.told.endedAt) return;
      results.set(key, run.part ? afterPart(known, run, run.part) : { ...run, stale: false });
    },
    written(path) {
      const old = [...results.values()].filter(({ seen, stale }) => !stale && seen && isBelow(seen.root, path));
      for (const kept of old) kept.stale = true;
      return old.length > 0;
    },
    only(sources) {
      for (const [key, { source }] of results) if (!sources.has(source)) results.delete(key);
    },
  };
}

/** A result belongs to the branch on which it was had: no other branch may show it, and none that is private tells it to others. */
const keyOf = (checkout: Checkout | undefined): string | undefined =>
  checkout?.at.state === 'branch' ? `${checkout.repository} ${checkout.at.branch}` : undefined;

/** Whether a checkout is another than the one that was tested. Without a look at that one, uncommitted changes may be any. */
function differs({ told, seen }: EndedRun, { at, changes }: Checkout): boolean {
  if (at.state !== 'branch' || at.head !== told.commit) return true;
  if (seen) return kinds.some((kind) => changes[kind] !== seen.changes[kind]);
  return told.dirty || kinds.some((kind) => changes[kind] > 0);
}

const kinds = ['staged', 'unstaged', 'untracked', 'conflicted'] as const;

/** A test as a report tells of it. Reports differ in which of these they fill, and with what. Its texts hold no control characters. */
export interface ReportedTest {
  readonly name: string;
  readonly classname?: string;
  /** The names of the suites around it, from the outside. */
  readonly suites: readonly string[];
  readonly file?: string;
  readonly line?: number;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  /** What went wrong, and where, of one that failed. */
  readonly message: string;
  readonly trace: string;
}

/** What a text says of tests. */
export interface ReadTests {
  /** In its order; none where it is no report. */
  readonly tests: readonly ReportedTest[];
  /** False where it is a report, or nothing at all, that has not come to its end: what is missing may have failed. */
  readonly whole: boolean;
}

/** Reads a report, and stops now and then, so that whoever reads a long one can let others have their turn. */
export type Slices = Generator<undefined, ReadTests>;

/** What names more tests was written to fill a memory. */
const mostTests = 250_000;

/** Fails where a report would have more tests than any has. */
export function assertRoom(count: number): void {
  if (count > mostTests) throw new Error('too many tests');
}

/** Between two of these others have their turn. */
export const sliceCharacters = 256 * 1024;

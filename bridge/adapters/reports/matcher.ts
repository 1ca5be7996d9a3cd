/** What a matcher found: a test, or a place that a tool complains of. Paths are as they were written. */
export interface Finding {
  readonly name: string;
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly message?: string | undefined;
}

/** The lines of a log, each cut to what a matcher looks at. */
export type Lines = readonly string[];

/** Knows what one runner prints of a failure. */
export interface Matcher {
  /** Stands in the line at which a failure begins. Takes time by the line's length alone. */
  readonly begins: RegExp;
  /** Reads the failure that begins at `at`; undefined where it is none after all. Looks no further than `farthest` lines. */
  read(lines: Lines, at: number, match: RegExpExecArray): Finding | undefined;
}

/** A matcher looks so many lines ahead, or back. */
export const farthest = 60;

/** A whole number that counts lines; undefined where it is none. */
export function lineNumber(digits: string | undefined): number | undefined {
  const line = Number(digits);
  return Number.isSafeInteger(line) && line > 0 ? line : undefined;
}

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
  /** Reads the failure that begins at `at`; undefined where it is none after all. */
  readonly read: (lines: Lines, at: number, match: RegExpExecArray) => Finding | undefined;
}

/** A failure is read so many lines on. */
const farthest = 60;

/** A message is its first lines. */
const messageLines = 10;

/** A whole number that counts lines; undefined where it is none. */
export function lineNumber(digits: string | undefined): number | undefined {
  const line = Number(digits);
  return Number.isSafeInteger(line) && line > 0 ? line : undefined;
}

/** The lines after `at` up to the first that `ends`, which is not among them. */
export function following(lines: Lines, at: number, ends: RegExp): Lines {
  const block = lines.slice(at + 1, at + 1 + farthest);
  const end = block.findIndex((line) => ends.test(line));
  return end < 0 ? block : block.slice(0, end);
}

/** The first lines that say something, up to the first that does not; without their indentation. */
export function saidIn(block: Lines): string {
  const from = block.findIndex((line) => line.trim() !== '');
  if (from < 0) return '';
  const end = block.findIndex((line, index) => index > from && line.trim() === '');
  return block
    .slice(from, end < 0 ? undefined : end)
    .slice(0, messageLines)
    .map((line) => line.trim())
    .join('\n');
}

/** The first place that lines tell of by this expression, whose groups are a file and a line. */
export function placeIn(block: Lines, expression: RegExp): Pick<Finding, 'file' | 'line'> {
  for (const each of block) {
    const [, file, line] = expression.exec(each) ?? [];
    if (file !== undefined && !file.includes('node_modules/')) return { file, line: lineNumber(line) };
  }
  return {};
}

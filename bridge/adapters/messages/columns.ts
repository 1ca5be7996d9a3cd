import type { Inline } from '../../../protocol/model/message.ts';
import { cut } from './cut.ts';

const rowsShown = 50;
const longestCell = 200;

/** A table as columns of one width each, in monospace, which every client shows. `clean` makes text fit to be shown. */
export function columns(
  header: readonly string[],
  rows: readonly (readonly (readonly Inline[])[])[],
  clean: (text: string) => string,
): string {
  const cells = rows.slice(0, rowsShown).map((row) => row.map((cell) => cell.map((each) => each.text).join('')));
  const lines = [header, ...cells].map((row) => row.map((cell) => cut(clean(cell).replaceAll('\n', ' '), longestCell)));
  const widths = header.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const aligned = lines.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return [...aligned, ...(rows.length > rowsShown ? [`and ${rows.length - rowsShown} more`] : [])].join('\n');
}

import type { Inline } from '../../../../protocol/model/message.ts';
import { clean, cut, type RichInline, type TableCell } from './blocks.ts';

type Cell = readonly Inline[];
/** How the words of one cell look as rich text. */
type Rich = (children: Cell) => RichInline[];

/** https://docs.slack.dev/reference/block-kit/blocks/table-block/ : the header is a row like the others. */
const rowsMost = 100;
const columnsMost = 20;
const longestTable = 7000;
const rowsInText = 50;

/** The rows of Slack's own table; undefined where it could not hold this one whole. */
export function tableRows(
  header: readonly string[],
  rows: readonly (readonly Cell[])[],
  rich: Rich,
): TableCell[][] | undefined {
  if (header.length === 0 || header.length > columnsMost || rows.length >= rowsMost) return undefined;
  const found = [header.map(raw), ...rows.map((row) => header.map((_, column) => cellOf(row[column] ?? [], rich)))];
  return JSON.stringify(found).length > longestTable ? undefined : found;
}

/** Slack refuses empty cells; a blank one is read as empty again. */
const raw = (text: string): TableCell => ({ type: 'raw_text', text: clean(text).trim() === '' ? ' ' : clean(text) });

function cellOf(children: Cell, rich: Rich): TableCell {
  const [first] = children;
  if (children.length === 0 || (children.length === 1 && first?.type === 'text' && !first.style))
    return raw(first?.text ?? '');
  const elements = rich(children);
  if (elements.length === 0) return raw('');
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] };
}

/** Columns of one width each, in monospace, which every client of Slack's shows. */
export function tableText(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const cells = rows.slice(0, rowsInText).map((row) => row.map((cell) => cell.map((each) => each.text).join('')));
  const lines = [header, ...cells].map((row) => row.map((cell) => cut(clean(cell).replaceAll('\n', ' '), 200)));
  const widths = header.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const aligned = lines.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return [...aligned, ...(rows.length > rowsInText ? [`and ${rows.length - rowsInText} more`] : [])].join('\n');
}

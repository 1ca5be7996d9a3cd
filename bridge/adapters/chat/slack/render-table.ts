import type { Inline } from '../../../../protocol/model/message.ts';
import { clean, type RichInline, type TableCell } from './blocks.ts';

type Cell = readonly Inline[];
/** How the words of one cell look as rich text. */
type Rich = (children: Cell) => RichInline[];

/** https://docs.slack.dev/reference/block-kit/blocks/table-block/ : the header is a row like the others. */
const rowsMost = 100;
const columnsMost = 20;
const longestTable = 7000;

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

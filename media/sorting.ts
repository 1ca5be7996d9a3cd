import type { Block } from '../protocol/model/message.ts';

type Row = (Block & { type: 'table' })['rows'][number];

/** By which column a table is sorted; absent: as it came. */
export interface Sorting {
  readonly column: number;
  readonly order: 'ascending' | 'descending';
}

/** What a press on a column's name does: rising, falling, as it came. */
export function pressed(now: Sorting | undefined, column: number): Sorting | undefined {
  if (now?.column !== column) return { column, order: 'ascending' };
  return now.order === 'ascending' ? { column, order: 'descending' } : undefined;
}

/** The rows in order. Numbers and durations go by what they are worth; cells that say nothing stand last; equals stay as they came. */
export function sorted(rows: readonly Row[], by: Sorting | undefined): readonly Row[] {
  if (!by) return rows;
  const cells = new Map(rows.map((row) => [row, textOf(row[by.column] ?? [])]));
  const said = rows.filter((row) => cells.get(row) !== '');
  const worth = new Map(said.map((row) => [row, worthOf(cells.get(row) ?? '')]));
  const counts = said.every((row) => worth.get(row) !== undefined);
  const compare = (a: Row, b: Row): number =>
    counts ? (worth.get(a) ?? 0) - (worth.get(b) ?? 0) : collator.compare(cells.get(a) ?? '', cells.get(b) ?? '');
  const sign = by.order === 'ascending' ? 1 : -1;
  return [...said.toSorted((a, b) => sign * compare(a, b)), ...rows.filter((row) => cells.get(row) === '')];
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

const textOf = (cell: Row[number]): string =>
  cell
    .map(({ text }) => text)
    .join('')
    .trim();

const second = 1000;
const units: Readonly<Record<string, number>> = {
  ms: 1,
  s: second,
  sec: second,
  m: 60 * second,
  min: 60 * second,
  h: 3600 * second,
  d: 86_400 * second,
  day: 86_400 * second,
  days: 86_400 * second,
};

/** What a cell is worth, if it is a number or a duration: `1,204`, `-3 %`, `2 min 5 s`, `3 h ago`, `just now`. */
export function worthOf(text: string): number | undefined {
  if (text === 'just now') return 0;
  const number = /^[#+]?([-−]?)([\d,]*\.?\d+)\s*%?$/.exec(text);
  if (number) return Number(number[2]?.replaceAll(',', '')) * (number[1] === '' ? 1 : -1);
  const duration = text.replace(/\s+ago$/, '');
  if (!/^(?:\d+(?:\.\d+)?\s*[a-z]+\s*)+$/.test(duration)) return undefined;
  const parts = [...duration.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+)/g)].map(([, many, unit]) => ({
    many: Number(many),
    unit: units[unit ?? ''],
  }));
  return parts.every(({ unit }) => unit !== undefined)
    ? parts.reduce((sum, { many, unit = 0 }) => sum + many * unit, 0)
    : undefined;
}

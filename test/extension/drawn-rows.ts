import { nowRows } from '../../extension/views/now-model.ts';
import type { Row } from '../../extension/views/rows/row.ts';
import type { CommandSpec } from '../../protocol/model/command.ts';
import type { Source } from '../../protocol/model/source.ts';
import { card, roomView, situation } from './situations.ts';
import { capable } from '../support/samples.ts';

const time = (at: number) => `t${at}`;
export const source = (part: Partial<Source> = {}): Source => ({
  id: 'memory',
  kind: 'ci',
  name: 'Memory CI',
  state: 'fresh',
  can: capable,
  ...part,
});
const commands: CommandSpec[] = [{ name: 'claim', summary: '', effect: 'write', arguments: [] }];

export const rowsOf = (part: Parameters<typeof card>[0], sources = [source()]): readonly Row[] =>
  nowRows(situation({ room: roomView({ cards: [card(part)], sources, commands }) }), time);
export const flat = (rows: readonly Row[]): Row[] => rows.flatMap((each) => [each, ...flat(each.children ?? [])]);

/** The rows below one, as an indented list of what is read. */
export function drawn(id: string, part: Parameters<typeof card>[0], sources?: Source[]): string[] {
  const draw = (row: Row, depth: number): string[] => [
    `${'  '.repeat(depth)}${row.icon} ${row.label}${row.description ? ` | ${row.description}` : ''}`,
    ...(row.children ?? []).flatMap((child) => draw(child, depth + 1)),
  ];
  const found = flat(rowsOf(part, sources)).find((row) => row.id === id);
  return found ? draw(found, 0) : [];
}

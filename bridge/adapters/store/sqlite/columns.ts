import type { SQLOutputValue } from 'node:sqlite';

/** One row as SQLite gave it. */
export type Row = Record<string, SQLOutputValue>;

/** A text column. Tables are STRICT, so anything else is a mistake in the statement. */
export function text(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw new TypeError(`${column} is no text`);
  return value;
}

/** An integer column, within what a number holds exactly: node:sqlite throws beyond. */
export function integer(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== 'number') throw new TypeError(`${column} is no integer`);
  return value;
}

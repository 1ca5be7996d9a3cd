import type { SQLInputValue } from 'node:sqlite';
import * as z from 'zod/mini';
import type { CardKey } from '../../../../protocol/model/card.ts';
import { RoomId } from '../../../../protocol/model/ids.ts';
import type { Task } from '../../../ports/store.ts';
import { calmUntil } from '../calm.ts';
import { aboutOf, type Row as Kept } from '../row.ts';
import { integer, type Row, text } from './columns.ts';

const State = z.enum(['waiting', 'unsure', 'sent', 'dead', 'superseded']);

/** A card's name in a column. No branch or repository holds a line feed. */
export const cardName = ({ repository, branch }: CardKey): string => `${repository}\n${branch}`;

/** A column that may hold nothing. */
const optional = <K extends string, V>(row: Row, column: string, of: (column: string) => Record<K, V>) =>
  row[column] === null ? {} : of(column);

/** The row as it was kept. The task is as it was asked for, and not validated again: see `kept` in things.ts. */
export function keptRow(row: Row): Kept {
  const task: Task = JSON.parse(text(row, 'task'));
  const calm = row['calm_ms'] === null ? undefined : { ms: integer(row, 'calm_ms'), until: integer(row, 'calm_until') };
  const delivery = {
    id: text(row, 'id'),
    room: z.parse(RoomId, row['room']),
    lane: text(row, 'lane'),
    task,
    state: z.parse(State, row['state']),
    queuedAt: integer(row, 'queued_at'),
    notBefore: integer(row, 'not_before'),
    attempts: integer(row, 'attempts'),
    wanted: integer(row, 'wanted'),
    sent: integer(row, 'sent'),
    ...optional(row, 'posted', (of) => ({ posted: text(row, of) })),
    ...optional(row, 'reason', (of) => ({ reason: text(row, of) })),
    ...optional(row, 'sent_at', (of) => ({ sentAt: integer(row, of) })),
    ...optional(row, 'entry', (of) => ({ entry: integer(row, of) })),
    ...calmUntil(calm),
  };
  return {
    delivery,
    calm,
    ...optional(row, 'leased_until', (of) => ({ leasedUntil: integer(row, of) })),
    ...optional(row, 'settled_at', (of) => ({ settledAt: integer(row, of) })),
  };
}

/** The row's columns, all but its `seq`. */
export function columnsOf({ delivery, calm, leasedUntil, settledAt }: Kept): Record<string, SQLInputValue> {
  const { id, room, lane, task, state, queuedAt, notBefore, attempts, wanted, sent, posted, reason } = delivery;
  const about = aboutOf(task);
  return {
    id,
    room,
    lane,
    state,
    attempts,
    wanted,
    sent,
    task: JSON.stringify(task),
    queued_at: queuedAt,
    not_before: notBefore,
    posted: posted ?? null,
    reason: reason ?? null,
    leased_until: leasedUntil ?? null,
    settled_at: settledAt ?? null,
    sent_at: delivery.sentAt ?? null,
    entry: delivery.entry ?? null,
    about: about ? cardName(about) : null,
    calm_ms: calm?.ms ?? null,
    calm_until: calm?.until ?? null,
  };
}

/** The names of these columns. */
export const columnNames = [
  'id',
  'room',
  'lane',
  'task',
  'state',
  'queued_at',
  'not_before',
  'attempts',
  'wanted',
  'sent',
  'posted',
  'reason',
  'leased_until',
  'settled_at',
  'sent_at',
  'entry',
  'about',
  'calm_ms',
  'calm_until',
] as const;

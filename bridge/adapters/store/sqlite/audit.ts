import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { AuditRow } from '../../../ports/store.ts';
import { text } from './columns.ts';

/**
 * Adds a row to the audit: `hash` is the SHA-256, in hex, of the hash before it (nothing before the first) and the row's JSON, so
 * that a row edited, moved or taken out from among the others is noticed.
 */
export function auditTable(db: DatabaseSync): (row: AuditRow) => void {
  const last = db.prepare('SELECT hash FROM audit ORDER BY seq DESC LIMIT 1');
  const insert = db.prepare('INSERT INTO audit (row, hash) VALUES (?, ?)');

  return ({ at, room, person, act, detail, verdict }) => {
    const before = last.get();
    const json = JSON.stringify({ at, room, person, act, detail, verdict });
    insert.run(
      json,
      createHash('sha256')
        .update((before ? text(before, 'hash') : '') + json)
        .digest('hex'),
    );
  };
}

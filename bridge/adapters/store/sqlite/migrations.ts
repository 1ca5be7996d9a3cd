/**
 * What each version of the schema adds to the one before; `user_version` counts them. A row that was released is never edited:
 * a new shape of anything that is kept, inside the JSON too, is a new row.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE thing (
    kind TEXT NOT NULL, id TEXT NOT NULL, room TEXT, version INTEGER NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (kind, id)
  ) STRICT;
  CREATE INDEX thing_of_room ON thing (kind, room, id) WHERE room IS NOT NULL;
  CREATE INDEX outcome_age ON thing (value ->> 'at') WHERE kind = 'outcome';

  CREATE TABLE feed (room TEXT NOT NULL PRIMARY KEY, epoch TEXT NOT NULL, top INTEGER NOT NULL) STRICT;
  CREATE TABLE entry (
    room TEXT NOT NULL REFERENCES feed (room), place INTEGER NOT NULL, at INTEGER NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (room, place)
  ) STRICT;

  CREATE TABLE delivery (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, room TEXT NOT NULL, lane TEXT NOT NULL, task TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'unsure', 'sent', 'dead')),
    queued_at INTEGER NOT NULL, not_before INTEGER NOT NULL, attempts INTEGER NOT NULL,
    wanted INTEGER NOT NULL, sent INTEGER NOT NULL, posted TEXT, reason TEXT,
    leased_until INTEGER, settled_at INTEGER
  ) STRICT;
  CREATE INDEX delivery_open ON delivery (lane, seq) WHERE state IN ('waiting', 'unsure');
  CREATE INDEX delivery_ended ON delivery (settled_at) WHERE state IN ('sent', 'dead');

  CREATE TABLE audit (seq INTEGER PRIMARY KEY, row TEXT NOT NULL, hash TEXT NOT NULL) STRICT;
  `,
];

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
  `
  CREATE TABLE delivery_2 (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, room TEXT NOT NULL, lane TEXT NOT NULL, task TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'unsure', 'sent', 'dead', 'superseded')),
    queued_at INTEGER NOT NULL, not_before INTEGER NOT NULL, attempts INTEGER NOT NULL,
    wanted INTEGER NOT NULL, sent INTEGER NOT NULL, posted TEXT, reason TEXT,
    leased_until INTEGER, settled_at INTEGER, sent_at INTEGER, entry INTEGER, about TEXT,
    calm_ms INTEGER, calm_until INTEGER
  ) STRICT;
  INSERT INTO delivery_2 SELECT
    seq, id, room, lane, task, state, queued_at, not_before, attempts, wanted, sent, posted, reason, leased_until, settled_at,
    iif(state = 'sent', settled_at, NULL), NULL,
    coalesce(task ->> '$.card.repository', task ->> '$.about.repository') || char(10) ||
      coalesce(task ->> '$.card.branch', task ->> '$.about.branch'),
    0, 0
    FROM delivery;
  DROP TABLE delivery;
  ALTER TABLE delivery_2 RENAME TO delivery;
  CREATE INDEX delivery_open ON delivery (lane, seq, posted, calm_until) WHERE state IN ('waiting', 'unsure');
  CREATE INDEX delivery_leased ON delivery (lane, leased_until) WHERE leased_until IS NOT NULL;
  CREATE INDEX delivery_ended ON delivery (settled_at) WHERE state IN ('sent', 'dead', 'superseded');
  CREATE INDEX delivery_about ON delivery (about, seq) WHERE about IS NOT NULL;
  CREATE INDEX delivery_entry ON delivery (entry) WHERE entry IS NOT NULL;

  CREATE TABLE ledger (
    seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, room TEXT NOT NULL, about TEXT, entry INTEGER, delivery TEXT, row TEXT NOT NULL
  ) STRICT;
  CREATE INDEX ledger_age ON ledger (at);
  CREATE INDEX ledger_about ON ledger (about, seq) WHERE about IS NOT NULL;
  CREATE INDEX ledger_entry ON ledger (entry) WHERE entry IS NOT NULL;
  CREATE INDEX ledger_delivery ON ledger (delivery, seq) WHERE delivery IS NOT NULL;

  CREATE INDEX entry_amended ON entry (room, value ->> 'of') WHERE value ->> 'type' = 'amended';
  `,
];

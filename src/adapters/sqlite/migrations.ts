// The schema of the state file, one step a version. A step that was released is never changed: add another.

/** `migrations[n]` leads from schema n to schema n + 1; SQLite's own `user_version` holds the number. */
export const migrations: readonly string[] = [
  `
  CREATE TABLE watch (
    id TEXT PRIMARY KEY,
    latest_version TEXT,
    checked_at TEXT NOT NULL
  ) STRICT;
  CREATE TABLE model_version (
    watch_id TEXT NOT NULL REFERENCES watch (id),
    -- version and creation time in one spelling: see identityOf
    identity TEXT NOT NULL,
    version TEXT NOT NULL,
    created_at TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('baseline', 'owed', 'fired', 'passed-over', 'ignored')),
    reason TEXT NOT NULL,
    PRIMARY KEY (watch_id, identity)
  ) STRICT;
  CREATE INDEX owed ON model_version (watch_id) WHERE state = 'owed';
  `,
  // Versions can wait. SQLite cannot change a CHECK, so the table is made anew.
  `
  ALTER TABLE watch ADD COLUMN due_at TEXT;
  CREATE TABLE model_version_2 (
    watch_id TEXT NOT NULL REFERENCES watch (id),
    identity TEXT NOT NULL,
    version TEXT NOT NULL,
    created_at TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('baseline', 'waiting', 'owed', 'fired', 'passed-over', 'ignored')),
    reason TEXT NOT NULL,
    PRIMARY KEY (watch_id, identity)
  ) STRICT;
  INSERT INTO model_version_2 SELECT watch_id, identity, version, created_at, state, reason FROM model_version;
  DROP TABLE model_version;
  ALTER TABLE model_version_2 RENAME TO model_version;
  CREATE INDEX owed ON model_version (watch_id) WHERE state = 'owed';
  `,
  // Orders that commands give while a watcher runs, replays, the history, and which watches there are.
  `
  ALTER TABLE model_version ADD COLUMN replay INTEGER NOT NULL DEFAULT 0;
  CREATE TABLE watch_orders (
    watch_id TEXT PRIMARY KEY,
    orders TEXT NOT NULL -- JSON: watchOrdersSchema
  ) STRICT;
  CREATE TABLE timeline (
    id INTEGER PRIMARY KEY,
    watch_id TEXT NOT NULL,
    identity TEXT NOT NULL, -- '' for an entry about the whole watch
    entry TEXT NOT NULL -- JSON: timelineEntrySchema
  ) STRICT;
  CREATE INDEX timeline_of_version ON timeline (watch_id, identity, id);
  CREATE TABLE watch_listing (
    place INTEGER PRIMARY KEY,
    listing TEXT NOT NULL -- JSON: watchListingSchema
  ) STRICT;
  `,
  // What the relay has forwarded. It holds a hash only.
  `
  CREATE TABLE forwarded_version (
    key TEXT PRIMARY KEY,
    state TEXT NOT NULL CHECK (state IN ('begun', 'done')),
    at TEXT NOT NULL
  ) STRICT;
  `,
];

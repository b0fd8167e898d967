import type { DatabaseSync } from 'node:sqlite';

/**
 * Versions of the schema, oldest first; `user_version` of the file counts those that it has.
 *
 * - Keys are whole numbers: rows of `ops` and `members` are many, and an id is up to 140 characters.
 * - A message's state (edits, deletion, reactions folded in) stands in the row of its `message` operation, so a
 *   page of history is one range of one tree.
 * - A user's version is the greatest among `members.version`, or `users.version` if that is more: it need not be
 *   written with every message. Who removes rows of `members` must raise `users.version` first.
 */
const steps = [
  `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE apps (
    k INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, secret TEXT NOT NULL, origins TEXT NOT NULL, limits TEXT NOT NULL
  );
  CREATE TABLE users (
    k INTEGER PRIMARY KEY, app INTEGER NOT NULL REFERENCES apps, id TEXT NOT NULL, name TEXT, avatar TEXT,
    role TEXT NOT NULL, version INTEGER NOT NULL DEFAULT 0, seen INTEGER, UNIQUE (app, id)
  );
  CREATE INDEX users_role ON users (app, role, k);
  CREATE TABLE conversations (
    k INTEGER PRIMARY KEY, app INTEGER NOT NULL REFERENCES apps, id TEXT NOT NULL, kind TEXT NOT NULL, title TEXT,
    seq INTEGER NOT NULL, ord INTEGER NOT NULL, floor INTEGER NOT NULL DEFAULT 0, ts INTEGER NOT NULL,
    created INTEGER NOT NULL, preview TEXT, count INTEGER NOT NULL, UNIQUE (app, id)
  );
  CREATE INDEX conversations_kind ON conversations (app, kind, ts);
  CREATE INDEX conversations_count ON conversations (app, count);
  CREATE TABLE members (
    conv INTEGER NOT NULL REFERENCES conversations, user INTEGER NOT NULL REFERENCES users,
    version INTEGER NOT NULL, read INTEGER NOT NULL, read_ord INTEGER NOT NULL, delivered INTEGER NOT NULL,
    unread INTEGER NOT NULL, left INTEGER NOT NULL, PRIMARY KEY (conv, user)
  ) WITHOUT ROWID;
  CREATE INDEX members_version ON members (user, version);
  CREATE TABLE ops (
    conv INTEGER NOT NULL REFERENCES conversations, seq INTEGER NOT NULL, kind TEXT NOT NULL,
    by INTEGER NOT NULL REFERENCES users, ts INTEGER NOT NULL, ord INTEGER, target INTEGER, cid BLOB, hash BLOB,
    body TEXT, state TEXT, PRIMARY KEY (conv, seq)
  ) WITHOUT ROWID;
  CREATE UNIQUE INDEX ops_cid ON ops (cid, by) WHERE cid IS NOT NULL;
  CREATE INDEX ops_target ON ops (conv, target) WHERE kind IN ('edit', 'react');
  CREATE TABLE files (
    app INTEGER NOT NULL REFERENCES apps, id TEXT NOT NULL, owner INTEGER NOT NULL REFERENCES users,
    name TEXT NOT NULL, mime TEXT NOT NULL, size INTEGER NOT NULL, created INTEGER NOT NULL,
    complete INTEGER NOT NULL DEFAULT 0, conv INTEGER REFERENCES conversations, names INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (app, id)
  ) WITHOUT ROWID;
  CREATE INDEX files_unnamed ON files (created) WHERE names = 0;
  `,
  // Flags are 1 pinned, 2 archived, 4 muted (rule P6).
  `
  ALTER TABLE members ADD COLUMN flags INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE members ADD COLUMN mention INTEGER NOT NULL DEFAULT 0;
  `,
  // What can be searched: search.ts. Nothing is indexed here: each conversation that was is behind its mark.
  `
  CREATE TABLE search_marks (conv INTEGER PRIMARY KEY, seq INTEGER NOT NULL);
  CREATE TABLE search_rows (k INTEGER PRIMARY KEY, conv INTEGER NOT NULL, seq INTEGER NOT NULL, UNIQUE (conv, seq));
  CREATE VIRTUAL TABLE search USING fts5 (place, words, content = '', contentless_delete = 1, prefix = '1 2 3 4 6',
    tokenize = "unicode61 remove_diacritics 0 categories 'L* N* M* Co'");
  `,
  // What the bytes of a file are by themselves.
  `
  ALTER TABLE files ADD COLUMN type TEXT;
  `,
  // Whether it may be seen: 0 yes, 1 its check is not over, 2 never.
  `
  ALTER TABLE files ADD COLUMN checked INTEGER NOT NULL DEFAULT 0;
  CREATE INDEX files_unchecked ON files (created) WHERE checked = 1;
  `,
  // What the files of an app take. Kept by the database itself, so that it is right after any crash.
  `
  CREATE TABLE file_usage (app INTEGER PRIMARY KEY, files INTEGER NOT NULL, bytes INTEGER NOT NULL);
  INSERT INTO file_usage SELECT app, count(*), sum(size) FROM files WHERE complete = 1 AND checked < 2 GROUP BY app;
  CREATE TRIGGER files_whole AFTER UPDATE OF complete ON files WHEN NEW.complete > OLD.complete BEGIN
    INSERT INTO file_usage VALUES (NEW.app, 1, NEW.size)
      ON CONFLICT (app) DO UPDATE SET files = files + 1, bytes = bytes + NEW.size;
  END;
  CREATE TRIGGER files_rejected AFTER UPDATE OF checked ON files WHEN NEW.checked = 2 AND OLD.checked < 2 BEGIN
    UPDATE file_usage SET files = files - 1, bytes = bytes - OLD.size WHERE app = OLD.app;
  END;
  CREATE TRIGGER files_gone AFTER DELETE ON files WHEN OLD.complete = 1 AND OLD.checked < 2 BEGIN
    UPDATE file_usage SET files = files - 1, bytes = bytes - OLD.size WHERE app = OLD.app;
  END;
  CREATE INDEX files_dropped ON files (conv) WHERE names = 0 AND conv IS NOT NULL;
  `,
  // What a user has under way (rule U11).
  `
  CREATE INDEX files_under_way ON files (owner, created) WHERE names = 0 AND conv IS NULL;
  `,
];

/** Brings a database file to the newest schema. Throws on a file from a newer server. */
export function migrate(db: DatabaseSync): void {
  const { user_version: has } = db.prepare('PRAGMA user_version').get() as { user_version: number };
  if (has > steps.length)
    throw new Error(`the data are of a newer server (schema ${has}, known ${steps.length})`);
  for (let step = has; step < steps.length; step++) {
    db.exec('BEGIN IMMEDIATE');
    try {
      db.exec(steps[step]!);
      db.exec(`PRAGMA user_version = ${step + 1}`);
      db.exec('COMMIT');
    } catch (error) {
      db.exec('ROLLBACK');
      throw error;
    }
  }
}

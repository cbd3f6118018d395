/** "HDCA": marks the file as ours, so that some other SQLite database is not taken for a log. */
export const applicationId = 0x48444341

/** Grows with each change of the schema; a file with a greater one was written by a newer console and is left alone. */
export const schemaVersion = 1

/**
 * The columns that queries need are computed from `body`, so there is nothing beside the hashed text that could contradict it.
 * The triggers stop bugs, not attackers (who can drop them; that they are there is checked at every verification). The one on INSERT
 * also stops INSERT OR REPLACE, which fires no DELETE trigger unless recursive_triggers is on.
 */
export const schemaSql = `
  CREATE TABLE entries (
    seq INTEGER PRIMARY KEY,
    body TEXT NOT NULL,
    hash TEXT NOT NULL,
    prev_hash TEXT GENERATED ALWAYS AS (body ->> '$.prevHash') VIRTUAL,
    kind TEXT GENERATED ALWAYS AS (body ->> '$.kind') VIRTUAL,
    attempt_id TEXT GENERATED ALWAYS AS (body ->> '$.attemptId') VIRTUAL,
    permit_id TEXT GENERATED ALWAYS AS (body ->> '$.permitId') VIRTUAL
  ) STRICT;
  CREATE UNIQUE INDEX entries_by_permit ON entries (permit_id) WHERE permit_id IS NOT NULL;
  CREATE UNIQUE INDEX entries_one_intent ON entries (attempt_id) WHERE kind = 'intent';
  CREATE INDEX entries_by_attempt ON entries (attempt_id, seq) WHERE attempt_id IS NOT NULL;
  CREATE INDEX entries_by_kind ON entries (kind, seq);

  CREATE TRIGGER entries_only_follow BEFORE INSERT ON entries
  WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM entries)
    OR NEW.body ->> '$.seq' IS NOT NEW.seq
    OR (NEW.seq > 1 AND NEW.body ->> '$.prevHash' IS NOT (SELECT hash FROM entries WHERE seq = NEW.seq - 1))
  BEGIN SELECT RAISE(ABORT, 'the audit log only grows at its end'); END;
  CREATE TRIGGER entries_never_change BEFORE UPDATE ON entries
  BEGIN SELECT RAISE(ABORT, 'an audit row is never changed'); END;
  CREATE TRIGGER entries_never_go BEFORE DELETE ON entries
  BEGIN SELECT RAISE(ABORT, 'an audit row is never deleted'); END;

  CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TRIGGER meta_never_changes BEFORE UPDATE ON meta BEGIN SELECT RAISE(ABORT, 'fixed at installation'); END;
  CREATE TRIGGER meta_never_goes BEFORE DELETE ON meta BEGIN SELECT RAISE(ABORT, 'fixed at installation'); END;

  CREATE TABLE write_probe (id INTEGER PRIMARY KEY CHECK (id = 1), tries INTEGER NOT NULL) STRICT;
  INSERT INTO write_probe VALUES (1, 0);
`

/** From version 0 to 7. What Photos holds, what the server has, what each run did. */
export const FIRST_TABLES: readonly string[] = [
  `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

  -- One row for each user of each server that this library was ever synced to: remote ids mean nothing elsewhere.
  CREATE TABLE targets (id INTEGER PRIMARY KEY, user_id TEXT NOT NULL UNIQUE, server TEXT NOT NULL);

  CREATE TABLE assets (
    uuid TEXT PRIMARY KEY,
    present INTEGER NOT NULL,
    digest TEXT NOT NULL,
    filename TEXT NOT NULL,
    media TEXT NOT NULL,
    captured_at TEXT NOT NULL,
    favorite INTEGER NOT NULL,
    hidden INTEGER NOT NULL,
    title TEXT,
    caption TEXT,
    keywords TEXT NOT NULL,
    shared INTEGER NOT NULL,
    burst TEXT NOT NULL,
    burst_id TEXT,
    live INTEGER NOT NULL,
    screenshot INTEGER NOT NULL,
    latitude REAL,
    longitude REAL
  ) WITHOUT ROWID;

  CREATE TABLE parts (
    uuid TEXT NOT NULL REFERENCES assets(uuid) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    path TEXT,
    available INTEGER NOT NULL,
    size INTEGER,
    modified_at INTEGER,
    revision TEXT,
    -- Hexadecimal; null until the file was read. Kept when the file is evicted to iCloud: the contents are still the same.
    sha1 TEXT,
    PRIMARY KEY (uuid, kind)
  ) WITHOUT ROWID;
  CREATE INDEX parts_by_sha1 ON parts (sha1) WHERE sha1 IS NOT NULL;
  CREATE INDEX parts_to_hash ON parts (uuid) WHERE sha1 IS NULL AND available = 1;

  -- Contents that a part had and lost (an edit made anew, or reverted).
  CREATE TABLE former_parts (
    uuid TEXT NOT NULL, kind TEXT NOT NULL, sha1 TEXT NOT NULL, replaced_at INTEGER NOT NULL,
    PRIMARY KEY (uuid, kind, sha1)
  ) WITHOUT ROWID;

  CREATE TABLE albums (uuid TEXT PRIMARY KEY, present INTEGER NOT NULL, title TEXT NOT NULL, folders TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE album_members (
    album TEXT NOT NULL REFERENCES albums(uuid) ON DELETE CASCADE, position INTEGER NOT NULL, uuid TEXT NOT NULL,
    PRIMARY KEY (album, position)
  ) WITHOUT ROWID;

  -- The heart: contents that the server has proved to hold, by checksum.
  CREATE TABLE proofs (
    target INTEGER NOT NULL REFERENCES targets(id) ON DELETE CASCADE,
    sha1 TEXT NOT NULL,
    remote_id TEXT NOT NULL,
    -- 'uploaded' by us or 'found' there before.
    origin TEXT NOT NULL,
    proved_at INTEGER NOT NULL,
    PRIMARY KEY (target, sha1)
  ) WITHOUT ROWID;

  -- Contents that could not be brought to the server, and when to try again.
  CREATE TABLE refusals (
    target INTEGER NOT NULL REFERENCES targets(id) ON DELETE CASCADE,
    sha1 TEXT NOT NULL,
    reason TEXT NOT NULL,
    message TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    PRIMARY KEY (target, sha1)
  ) WITHOUT ROWID;

  CREATE TABLE remote_albums (
    target INTEGER NOT NULL REFERENCES targets(id) ON DELETE CASCADE,
    album TEXT NOT NULL,
    -- Null while the album is being made: the intent is written first so that a crash cannot leave a second album behind.
    remote_id TEXT,
    name TEXT NOT NULL,
    -- JSON list of the ids of albums of that name that were there before.
    existing TEXT NOT NULL,
    PRIMARY KEY (target, album)
  ) WITHOUT ROWID;
  -- What we put into albums. A row stays when a person takes the asset out in Immich, so that it is not put back.
  CREATE TABLE album_entries (
    target INTEGER NOT NULL REFERENCES targets(id) ON DELETE CASCADE,
    album TEXT NOT NULL, uuid TEXT NOT NULL, remote_id TEXT NOT NULL,
    PRIMARY KEY (target, album, uuid)
  ) WITHOUT ROWID;
  CREATE TABLE live_links (
    target INTEGER NOT NULL REFERENCES targets(id) ON DELETE CASCADE,
    still_id TEXT NOT NULL, video_id TEXT NOT NULL,
    PRIMARY KEY (target, still_id)
  ) WITHOUT ROWID;
  -- The value of a field at the last sync, for the three-way rule.
  CREATE TABLE synced_fields (
    target INTEGER NOT NULL REFERENCES targets(id) ON DELETE CASCADE,
    uuid TEXT NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL, synced_at INTEGER NOT NULL,
    PRIMARY KEY (target, uuid, field)
  ) WITHOUT ROWID;

  -- Files in the staging folder that we put there.
  CREATE TABLE staged_files (path TEXT PRIMARY KEY, sha1 TEXT NOT NULL, size INTEGER NOT NULL, staged_at INTEGER NOT NULL) WITHOUT ROWID;

  CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    trigger TEXT NOT NULL,
    due_at INTEGER,
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    -- Null while it runs.
    outcome TEXT,
    reason TEXT,
    report TEXT
  );
  CREATE TABLE problems (
    run INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    code TEXT NOT NULL,
    problem TEXT NOT NULL,
    PRIMARY KEY (run, position)
  ) WITHOUT ROWID;
  `,
  `
  -- The three-way rule is kept for each file on the server: an edit that comes later has to get its details, too.
  DROP TABLE synced_fields;
  CREATE TABLE synced_details (
    target INTEGER NOT NULL REFERENCES targets(id) ON DELETE CASCADE,
    remote_id TEXT NOT NULL,
    -- Of the asset and of the rules that were applied: while it is the same there is nothing to compare.
    digest TEXT NOT NULL,
    -- JSON: what Photos said when it was last brought to the server.
    details TEXT NOT NULL,
    PRIMARY KEY (target, remote_id)
  ) WITHOUT ROWID;

  CREATE TABLE stacks (
    target INTEGER NOT NULL REFERENCES targets(id) ON DELETE CASCADE,
    -- The UUID of the asset, or 'burst:' and the id of the burst.
    key TEXT NOT NULL,
    -- Null when there is none of ours: not made yet, or a person has one of the files in a stack of their own.
    remote_id TEXT,
    -- JSON list of remote ids, the cover first: what we made, or what was found to be left alone.
    members TEXT NOT NULL,
    -- JSON list: what is being made; written first so that a cut-off run is understood. Null when it was done.
    intent TEXT,
    PRIMARY KEY (target, key)
  ) WITHOUT ROWID;

  -- 0 when the asset was in the album before we came to put it there: then it is not ours to take out.
  ALTER TABLE album_entries ADD COLUMN ours INTEGER NOT NULL DEFAULT 1;
  `,
  `CREATE INDEX album_members_by_asset ON album_members (uuid);`,
  `
  -- Contents that a person threw away in Immich and wants to be left out, in the trash there and after it was emptied.
  CREATE TABLE left_out (
    target INTEGER NOT NULL REFERENCES targets(id) ON DELETE CASCADE,
    sha1 TEXT NOT NULL, chosen_at INTEGER NOT NULL,
    PRIMARY KEY (target, sha1)
  ) WITHOUT ROWID;
  `,
  `
  -- What a due time waits or waited for before its run ('power', 'network', 'server', 'another-run') and since when; null if it did not.
  ALTER TABLE runs ADD COLUMN waiting_for TEXT;
  ALTER TABLE runs ADD COLUMN waiting_since INTEGER;
  -- One row for each due time.
  CREATE UNIQUE INDEX runs_by_due_time ON runs (due_at) WHERE due_at IS NOT NULL;
  `,
  `
  -- UUID of the asset that a person chose for the cover.
  ALTER TABLE albums ADD COLUMN key_asset TEXT;
  -- What Photos said at the last sync: 'asc' or 'desc', and the remote id of the cover. Null while we have not set any.
  ALTER TABLE remote_albums ADD COLUMN sort_order TEXT;
  ALTER TABLE remote_albums ADD COLUMN cover TEXT;
  `,
  `
  ALTER TABLE assets ADD COLUMN width INTEGER;
  ALTER TABLE assets ADD COLUMN height INTEGER;
  -- Bytes of the original, also while it is only in iCloud.
  ALTER TABLE assets ADD COLUMN original_size INTEGER;
  -- The next run reads the library again, for these.
  DELETE FROM meta WHERE key = 'inventory-fingerprint';

  -- Contents for which a file stands that the person's phone has sent: on the server, but not proved, because its bytes are others.
  CREATE TABLE twins (
    target INTEGER NOT NULL REFERENCES targets(id) ON DELETE CASCADE,
    sha1 TEXT NOT NULL, remote_id TEXT NOT NULL,
    -- The asset for which it was linked.
    uuid TEXT NOT NULL,
    -- 1 when it was found in the server's trash: then it stands for nothing until the person has decided.
    trashed INTEGER NOT NULL,
    linked_at INTEGER NOT NULL,
    PRIMARY KEY (target, sha1)
  ) WITHOUT ROWID;

  -- Proofs that were taken back: what we had uploaded is still ours when the server holds it again.
  CREATE TABLE former_proofs (
    target INTEGER NOT NULL REFERENCES targets(id) ON DELETE CASCADE,
    sha1 TEXT NOT NULL, remote_id TEXT NOT NULL, origin TEXT NOT NULL,
    PRIMARY KEY (target, sha1)
  ) WITHOUT ROWID;
  `,
];

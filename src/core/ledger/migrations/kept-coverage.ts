/** From version 7 to 14. The coverage of each asset is kept, and what is still to do. */
export const KEPT_COVERAGE: readonly string[] = [
  `
  -- Coverage, kept for one target (coverage-ledger.ts): the state of each asset, how many assets are in each, and which may have changed.
  CREATE TABLE covered_assets (
    uuid TEXT PRIMARY KEY,
    hidden INTEGER NOT NULL, shared INTEGER NOT NULL, unpicked INTEGER NOT NULL, screenshot INTEGER NOT NULL, media TEXT NOT NULL,
    in_album INTEGER NOT NULL, day TEXT NOT NULL,
    state TEXT NOT NULL, reason TEXT NOT NULL, known INTEGER NOT NULL, proved INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX open_assets ON covered_assets (uuid) WHERE state <> 'complete';
  CREATE TABLE coverage_counts (
    hidden INTEGER NOT NULL, shared INTEGER NOT NULL, unpicked INTEGER NOT NULL, screenshot INTEGER NOT NULL, media TEXT NOT NULL,
    in_album INTEGER NOT NULL, day TEXT NOT NULL,
    state TEXT NOT NULL, reason TEXT NOT NULL,
    assets INTEGER NOT NULL, known INTEGER NOT NULL, proved INTEGER NOT NULL,
    PRIMARY KEY (hidden, shared, unpicked, screenshot, media, in_album, day, state, reason)
  ) WITHOUT ROWID;
  CREATE TABLE coverage_stale (uuid TEXT PRIMARY KEY) WITHOUT ROWID;

  -- (ON CONFLICT and not OR IGNORE: the conflict rule of the statement that fires a trigger wins over the latter.)
  CREATE TRIGGER stale_by_new_asset AFTER INSERT ON assets BEGIN INSERT INTO coverage_stale VALUES (new.uuid) ON CONFLICT DO NOTHING; END;
  CREATE TRIGGER stale_by_asset AFTER UPDATE OF present, hidden, shared, burst, screenshot, media, captured_at ON assets
    WHEN (new.present, new.hidden, new.shared, new.burst, new.screenshot, new.media, substr(new.captured_at, 1, 10))
      IS NOT (old.present, old.hidden, old.shared, old.burst, old.screenshot, old.media, substr(old.captured_at, 1, 10))
    BEGIN INSERT INTO coverage_stale VALUES (new.uuid) ON CONFLICT DO NOTHING; END;
  CREATE TRIGGER stale_by_lost_asset AFTER DELETE ON assets BEGIN INSERT INTO coverage_stale VALUES (old.uuid) ON CONFLICT DO NOTHING; END;
  CREATE TRIGGER stale_by_new_part AFTER INSERT ON parts BEGIN INSERT INTO coverage_stale VALUES (new.uuid) ON CONFLICT DO NOTHING; END;
  CREATE TRIGGER stale_by_part AFTER UPDATE OF available, size, sha1 ON parts
    WHEN (new.available, new.size IS 0, new.sha1) IS NOT (old.available, old.size IS 0, old.sha1)
    BEGIN INSERT INTO coverage_stale VALUES (new.uuid) ON CONFLICT DO NOTHING; END;
  CREATE TRIGGER stale_by_lost_part AFTER DELETE ON parts BEGIN INSERT INTO coverage_stale VALUES (old.uuid) ON CONFLICT DO NOTHING; END;
  CREATE TRIGGER stale_by_new_proof AFTER INSERT ON proofs
    BEGIN INSERT INTO coverage_stale SELECT uuid FROM parts WHERE sha1 = new.sha1 ON CONFLICT DO NOTHING; END;
  CREATE TRIGGER stale_by_lost_proof AFTER DELETE ON proofs
    BEGIN INSERT INTO coverage_stale SELECT uuid FROM parts WHERE sha1 = old.sha1 ON CONFLICT DO NOTHING; END;
  CREATE TRIGGER stale_by_new_refusal AFTER INSERT ON refusals
    BEGIN INSERT INTO coverage_stale SELECT uuid FROM parts WHERE sha1 = new.sha1 ON CONFLICT DO NOTHING; END;
  CREATE TRIGGER stale_by_refusal AFTER UPDATE OF reason ON refusals WHEN new.reason <> old.reason
    BEGIN INSERT INTO coverage_stale SELECT uuid FROM parts WHERE sha1 = new.sha1 ON CONFLICT DO NOTHING; END;
  CREATE TRIGGER stale_by_lost_refusal AFTER DELETE ON refusals
    BEGIN INSERT INTO coverage_stale SELECT uuid FROM parts WHERE sha1 = old.sha1 ON CONFLICT DO NOTHING; END;
  CREATE TRIGGER stale_by_new_left_out AFTER INSERT ON left_out
    BEGIN INSERT INTO coverage_stale SELECT uuid FROM parts WHERE sha1 = new.sha1 ON CONFLICT DO NOTHING; END;
  CREATE TRIGGER stale_by_lost_left_out AFTER DELETE ON left_out
    BEGIN INSERT INTO coverage_stale SELECT uuid FROM parts WHERE sha1 = old.sha1 ON CONFLICT DO NOTHING; END;
  CREATE TRIGGER stale_by_new_twin AFTER INSERT ON twins
    BEGIN INSERT INTO coverage_stale SELECT uuid FROM parts WHERE sha1 = new.sha1 ON CONFLICT DO NOTHING; END;
  CREATE TRIGGER stale_by_twin AFTER UPDATE OF trashed ON twins
    BEGIN INSERT INTO coverage_stale SELECT uuid FROM parts WHERE sha1 = new.sha1 ON CONFLICT DO NOTHING; END;
  CREATE TRIGGER stale_by_lost_twin AFTER DELETE ON twins
    BEGIN INSERT INTO coverage_stale SELECT uuid FROM parts WHERE sha1 = old.sha1 ON CONFLICT DO NOTHING; END;
  CREATE TRIGGER stale_by_new_member AFTER INSERT ON album_members BEGIN INSERT INTO coverage_stale VALUES (new.uuid) ON CONFLICT DO NOTHING; END;
  CREATE TRIGGER stale_by_lost_member AFTER DELETE ON album_members BEGIN INSERT INTO coverage_stale VALUES (old.uuid) ON CONFLICT DO NOTHING; END;
  CREATE TRIGGER stale_by_album AFTER UPDATE OF present ON albums WHEN new.present <> old.present
    BEGIN INSERT INTO coverage_stale SELECT uuid FROM album_members WHERE album = new.uuid ON CONFLICT DO NOTHING; END;

  -- For a look at every run: files that are empty, and the places where files would appear, folder by folder.
  CREATE INDEX parts_empty ON parts (uuid) WHERE available = 1 AND size = 0;
  CREATE INDEX parts_absent ON parts (path) WHERE available = 0 AND path IS NOT NULL;
  `,
  `
  -- Attempts to fetch originals from iCloud. A row stays when it came: it counts for the night.
  CREATE TABLE cloud_fetches (
    uuid TEXT PRIMARY KEY, attempts INTEGER NOT NULL, last_at INTEGER NOT NULL,
    -- Not before.
    next_at INTEGER NOT NULL,
    -- Why the last attempt failed; null when it did not.
    reason TEXT
  ) WITHOUT ROWID;
  `,
  `
  -- When contents that failed are tried again by themselves.
  ALTER TABLE refusals ADD COLUMN due_at INTEGER NOT NULL DEFAULT 0;
  -- Those that have waited longest for a second look at the server come first.
  CREATE INDEX proofs_by_age ON proofs (target, proved_at);
  `,
  `
  -- Every proof asks whether its contents are staged.
  CREATE INDEX staged_files_by_sha1 ON staged_files (sha1);
  `,
  `
  -- What is still to be read and to be brought over, as the last plan knew it, and what was done in each hour since 1970.
  CREATE TABLE work_left (step TEXT PRIMARY KEY, files INTEGER NOT NULL, bytes INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE work_done (
    hour INTEGER NOT NULL, step TEXT NOT NULL, files INTEGER NOT NULL, bytes INTEGER NOT NULL,
    seconds REAL NOT NULL, uploading REAL NOT NULL, PRIMARY KEY (hour, step)
  ) WITHOUT ROWID;
  `,
  `
  -- What iCloud calls an asset or an album, on every Mac of the account; null for what is not in iCloud.
  ALTER TABLE assets ADD COLUMN cloud_guid TEXT;
  ALTER TABLE albums ADD COLUMN cloud_guid TEXT;
  -- Why a part is not on this Mac: 'in-icloud', 'disk-not-connected' or 'missing'. Null while it is, and until the next inventory.
  ALTER TABLE parts ADD COLUMN absence TEXT;
  DROP TRIGGER stale_by_part;
  CREATE TRIGGER stale_by_part AFTER UPDATE OF available, size, sha1, absence ON parts
    WHEN (new.available, new.size IS 0, new.sha1, new.absence) IS NOT (old.available, old.size IS 0, old.sha1, old.absence)
    BEGIN INSERT INTO coverage_stale VALUES (new.uuid) ON CONFLICT DO NOTHING; END;
  -- The next run reads the library again, for these.
  DELETE FROM meta WHERE key = 'inventory-fingerprint';
  `,
  `
  -- Assets that the server has made of a form of ours, file and sidecar, until their contents are proved.
  CREATE TABLE created_assets (
    target INTEGER NOT NULL REFERENCES targets(id) ON DELETE CASCADE,
    remote_id TEXT NOT NULL,
    PRIMARY KEY (target, remote_id)
  ) WITHOUT ROWID;
  `,
];

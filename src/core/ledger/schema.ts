/**
 * The tables of the ledger and how older ledgers become the newest. Rules: a migration is never edited after a release, only appended;
 * what Photos holds (`assets`, `parts`, `albums`, `album_members`) can always be read again, what we know of the server (`proofs`,
 * `remote_albums`, `album_entries`, `live_links`, `stacks`, `synced_details`) is written only after the server said so.
 */

/** Each entry brings the ledger from version `index` to `index + 1` (SQLite's `user_version`). */
export const MIGRATIONS: readonly string[] = [
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
  `
  -- When the server was last asked about every verified file of this target (milliseconds since 1970); null before the first time. All are
  -- asked about, so that nobody has to know which have waited longest.
  ALTER TABLE targets ADD COLUMN verified_at INTEGER;
  DROP INDEX proofs_by_age;
  -- The note of this ledger on the server: its number as written for certain and as begun, and the files that it is on.
  CREATE TABLE markers (
    target INTEGER PRIMARY KEY REFERENCES targets(id) ON DELETE CASCADE,
    written INTEGER NOT NULL, intended INTEGER NOT NULL,
    -- JSON list of remote ids.
    places TEXT NOT NULL
  );
  -- Since when an album of ours is known to have been deleted by a person: it is not made again, but is ours again should it come back.
  -- (Of those given up before, which have an empty id, nothing more is known.)
  ALTER TABLE remote_albums ADD COLUMN gone_at INTEGER;
  -- When the server was last seen to have the details (milliseconds since 1970); null while that is only expected. What it said before they were
  -- set, as JSON, and how often they were set in vain.
  ALTER TABLE synced_details ADD COLUMN observed_at INTEGER;
  ALTER TABLE synced_details ADD COLUMN before TEXT;
  ALTER TABLE synced_details ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;
  -- The video that the server plays for the still where that is not ours; null where it is.
  ALTER TABLE live_links ADD COLUMN played TEXT;
  -- Former UUIDs of albums of a library that was repaired or downloaded again.
  CREATE TABLE album_aliases (uuid TEXT NOT NULL, former TEXT NOT NULL, PRIMARY KEY (uuid, former)) WITHOUT ROWID;
  `,
  `
  -- 1 for a picture that Photos took out of an album after a person had taken ours out in Immich: put into it again in Photos, it stays out.
  ALTER TABLE album_entries ADD COLUMN taken INTEGER NOT NULL DEFAULT 0;
  `,
  `
  -- What tells two pictures of the same second, name and size apart, as far as Photos knows it.
  ALTER TABLE assets ADD COLUMN orientation INTEGER;
  ALTER TABLE assets ADD COLUMN camera_make TEXT;
  ALTER TABLE assets ADD COLUMN camera_model TEXT;
  -- The next run reads the library again, for these.
  DELETE FROM meta WHERE key = 'inventory-fingerprint';
  -- Of the phone's file: its contents (SHA-1, hexadecimal), by which it is verified, its name, and when it was taken (ISO 8601). Null until the
  -- server was asked for the file, which happens once.
  ALTER TABLE twins ADD COLUMN remote_sha1 TEXT;
  ALTER TABLE twins ADD COLUMN remote_name TEXT;
  ALTER TABLE twins ADD COLUMN remote_captured_at TEXT;
  `,
  `
  -- What came of downloading a file from the server and reading it: 'sound', 'damaged' or 'not-delivered', and when.
  CREATE TABLE content_checks (
    target INTEGER NOT NULL REFERENCES targets(id) ON DELETE CASCADE,
    remote_id TEXT NOT NULL, sha1 TEXT NOT NULL, outcome TEXT NOT NULL, checked_at INTEGER NOT NULL,
    PRIMARY KEY (target, remote_id)
  ) WITHOUT ROWID;
  `,
  `
  -- When details were last set by a call (milliseconds since 1970), while it was not seen yet what the server's jobs have left of them.
  ALTER TABLE synced_details ADD COLUMN set_at INTEGER;
  `,
  `
  -- Problems are kept by code and values, and get their words when they are read. Of those before only the words are known: they keep them.
  UPDATE problems SET problem = json_object(
    'code', problem ->> 'code', 'values', NULL,
    'text', json_object('sentence', problem ->> 'sentence', 'advice', problem ->> 'advice', 'action', problem ->> 'action'),
    'about', json(problem -> 'about'), 'count', problem ->> 'count');
  UPDATE runs SET report = json_set(report, '$.problems', json((
    SELECT json_group_array(json_object(
      'code', value ->> 'code', 'values', NULL,
      'text', json_object('sentence', value ->> 'sentence', 'advice', value ->> 'advice', 'action', value ->> 'action'),
      'about', json(value -> 'about'), 'count', value ->> 'count'))
    FROM json_each(report, '$.problems')))) WHERE report IS NOT NULL;
  `,
  `
  -- When the server was asked for a file whose details are expected, and the key could not see it (milliseconds since 1970).
  ALTER TABLE synced_details ADD COLUMN unseen_at INTEGER;
  `,
  `
  -- Why files failed, and why due times have no run, is kept by code and values as JSON. Of what was kept before only the words are known.
  UPDATE refusals SET message = json_quote(message);
  UPDATE cloud_fetches SET reason = json_quote(reason) WHERE reason IS NOT NULL;
  UPDATE runs SET reason = json_quote(reason) WHERE reason IS NOT NULL;
  `,
  `
  -- What each run did, by name, for a person to look at (run-items.ts). Details: JSON list, of what was changed alone.
  CREATE TABLE run_items (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
    kind TEXT NOT NULL, uuid TEXT NOT NULL, filename TEXT NOT NULL, details TEXT,
    UNIQUE (run, kind, uuid)
  );
  CREATE TABLE run_albums (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
    uuid TEXT NOT NULL, name TEXT NOT NULL, is_new INTEGER NOT NULL, added INTEGER NOT NULL, removed INTEGER NOT NULL, arranged INTEGER NOT NULL,
    UNIQUE (run, uuid)
  );
  `,
  `
  -- Coverage is kept by kind, too, and with it how much lies where: on this Mac, only in iCloud, on the server. Made anew with the next settling.
  DELETE FROM covered_assets;
  ALTER TABLE covered_assets ADD COLUMN kind TEXT NOT NULL DEFAULT '';
  -- 1 when the original is on this Mac, and when it is in iCloud alone.
  ALTER TABLE covered_assets ADD COLUMN on_mac INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE covered_assets ADD COLUMN in_cloud INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE covered_assets ADD COLUMN mac_bytes INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE covered_assets ADD COLUMN cloud_bytes INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE covered_assets ADD COLUMN proved_bytes INTEGER NOT NULL DEFAULT 0;
  DROP TABLE coverage_counts;
  CREATE TABLE coverage_counts (
    hidden INTEGER NOT NULL, shared INTEGER NOT NULL, unpicked INTEGER NOT NULL, screenshot INTEGER NOT NULL, media TEXT NOT NULL,
    in_album INTEGER NOT NULL, day TEXT NOT NULL,
    kind TEXT NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL,
    assets INTEGER NOT NULL, known INTEGER NOT NULL, proved INTEGER NOT NULL,
    on_mac INTEGER NOT NULL, in_cloud INTEGER NOT NULL, mac_bytes INTEGER NOT NULL, cloud_bytes INTEGER NOT NULL, proved_bytes INTEGER NOT NULL,
    PRIMARY KEY (hidden, shared, unpicked, screenshot, media, in_album, day, kind, state, reason)
  ) WITHOUT ROWID;
  DELETE FROM meta WHERE key = 'coverage-kept-for';
  DROP TRIGGER stale_by_asset;
  CREATE TRIGGER stale_by_asset AFTER UPDATE OF present, hidden, shared, burst, screenshot, media, captured_at, live, filename, original_size ON assets
    WHEN (new.present, new.hidden, new.shared, new.burst, new.screenshot, new.media, substr(new.captured_at, 1, 10), new.live, new.filename, new.original_size)
      IS NOT (old.present, old.hidden, old.shared, old.burst, old.screenshot, old.media, substr(old.captured_at, 1, 10), old.live, old.filename, old.original_size)
    BEGIN INSERT INTO coverage_stale VALUES (new.uuid) ON CONFLICT DO NOTHING; END;
  DROP TRIGGER stale_by_part;
  CREATE TRIGGER stale_by_part AFTER UPDATE OF available, size, sha1, absence ON parts
    WHEN (new.available, new.size, new.sha1, new.absence) IS NOT (old.available, old.size, old.sha1, old.absence)
    BEGIN INSERT INTO coverage_stale VALUES (new.uuid) ON CONFLICT DO NOTHING; END;
  `,
  `
  -- How many members of each album are in which state, kept for one scope (album-counts.ts), and the albums whose members have changed since.
  CREATE TABLE album_counts (
    album TEXT NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL, assets INTEGER NOT NULL,
    PRIMARY KEY (album, state, reason)
  ) WITHOUT ROWID;
  CREATE TABLE album_stale (album TEXT PRIMARY KEY) WITHOUT ROWID;
  CREATE TRIGGER album_stale_by_new_member AFTER INSERT ON album_members
    BEGIN INSERT INTO album_stale VALUES (new.album) ON CONFLICT DO NOTHING; END;
  CREATE TRIGGER album_stale_by_lost_member AFTER DELETE ON album_members
    BEGIN INSERT INTO album_stale VALUES (old.album) ON CONFLICT DO NOTHING; END;
  `,
];

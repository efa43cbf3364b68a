/** From version 14 on. What the server was seen to have and when; problems and reasons by code; what a person can look at. */
export const FACTS_AND_CODES: readonly string[] = [
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
  `
  -- What the history keeps in words names its button: to try again was “retry”, which is what the schedule does.
  UPDATE problems SET problem = json_set(problem, '$.text.action', 'try-again') WHERE problem ->> '$.text.action' = 'retry';
  UPDATE runs SET report = json_set(report, '$.problems', json((
    SELECT json_group_array(json(CASE WHEN value ->> '$.text.action' = 'retry' THEN json_set(value, '$.text.action', 'try-again') ELSE value END))
    FROM json_each(report, '$.problems')))) WHERE report ->> '$.problems' LIKE '%"action":"retry"%';
  `,
  `
  -- What the server does not take counts as that, also where it is in iCloud alone. Counted anew with the next settling.
  DELETE FROM meta WHERE key IN ('coverage-kept-for', 'albums-kept-for');
  `,
];

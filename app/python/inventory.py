"""Prints what a Photos library holds as JSON lines, and may then export from it; started as `osxphotos run
inventory.py LIBRARY SNAPSHOT`. SNAPSHOT is a copy of the library's database that nobody else uses; the one in the library is never opened.

The shapes of the lines are those of src/core/photos/inventory-record.ts: first `library`, then every `asset` sorted by UUID (with a `problem`
line for each one that could not be read, and an `altered` line after one whose texts could not be taken as they are), then every `album` (`members` lines continue a large one), last `end`. Nothing is written
anywhere else and nothing is changed.

Then it holds the library, which takes seconds to read, and waits for one line on standard input: an order to export, as
src/core/photos/held-library.ts writes it. Without a line it ends.

It reads osxphotos' own tables, because the public API is slow (`path_raw` lists a folder of thousands of files for each asset), so that
100,000 assets take less than two seconds after loading. Everything that reads such internals is guarded: a surprise costs an asset the
way through the public properties, and if these fail, too, it gets a `problem` line; the inventory is never lost.
"""

import gc
import json
import math
import os
import re
import signal
import sqlite3
import stat
import sys
from datetime import timedelta, timezone

# Standard output belongs to the records. Whatever osxphotos or a library of its own prints goes to standard error instead.
records = os.fdopen(os.dup(1), "w", encoding="ascii", newline="\n", buffering=1 << 18)
os.dup2(2, 1)

PICKED = 0b1000 | 0b10000  # the frame was selected by the person, or is the key frame
NO_RENDERS = frozenset()

# What osxphotos calls the two kinds of assets in its table.
PHOTO, MOVIE = 0, 1
# What the walk reads of its table and no public property tells.
ONLY_IN_TABLE = ("pk", "lastmodifieddate_timestamp", "burstPickType", "burstUUID")
LENGTH_OF_DATE = len("2024-03-06T10:11:12.000+01:00")

# ZINTERNALRESOURCE: version 2 is the current edit. The file name of a render spells its recipe, `UUID_1_201_a.heic` is recipe
# 0x10192: format 1 (image), number 201 in the upper bits of the rest.
CURRENT_EDIT = 2
TYPE_IMAGE, TYPE_VIDEO, TYPE_LIVE_VIDEO = 0, 1, 3
FULL_SIZE_IMAGE_RECIPE = 0x10192 >> 1
# ZADJUSTMENTSSTATE of slow-motion videos that nobody edited: their "adjustment" is the slow playback, and there is no render of it.
SLOW_MOTION_DEFAULT = 3

# Longer lines are cut where they are read. So much of a text is told at most, in a record that would be longer than this.
MOST_IN_A_LINE = 500_000
MOST_OF_A_TITLE = 5_000
MOST_OF_A_CAPTION = 20_000
MOST_OF_A_KEYWORD = 1_000
MOST_KEYWORDS = 300
MOST_OF_A_MESSAGE = 1_000

# Seconds since 2001. What is further away than the year 9999 has a date that nobody can read.
LATEST = 252_455_616_000
# osxphotos takes this for an unknown date; of larger numbers it dies while it loads the library.
UNREADABLE = 300_000_000_000
# What it multiplies and adds without looking. In seconds.
OFFSETS = ("ZTIMEZONEOFFSET", "ZINFERREDTIMEZONEOFFSET")
LARGEST_OFFSET = 86_400

# A disk that is not the one that macOS started from.
VOLUME = re.compile("/Volumes/[^/]+")
ROOT = re.compile("/[^/]+")
IDENTIFIER = re.compile("[A-Za-z0-9-]+")

# An album of 30,000 assets would be a line of more than a megabyte, which the reader takes for a program gone wrong: the rest of a
# large album follows in `members` lines.
MOST_MEMBERS = 5000


encode = json.JSONEncoder(ensure_ascii=True, separators=(",", ":")).encode
text = json.encoder.encode_basestring_ascii


def write(record):
    records.write(encode(record) + "\n")


def load_mended(library, snapshot):
    """
    The library, what was wrong with texts of some assets, by UUID, and whether anything had to be mended. Of one such text or one impossible date osxphotos dies while it loads;
    the snapshot is ours, and is mended then.
    """
    try:
        return load(library, snapshot), {}, False
    except Exception as error:
        try:
            mended, is_mended = mend(snapshot)
        except Exception as other:
            print(f"inventory: the snapshot could not be mended: {other}", file=sys.stderr)
            raise error from None
        if not is_mended:
            raise
        return load(library, snapshot), mended, True


def mend(snapshot):
    """Makes texts UTF-8 and impossible dates impossible in a way that osxphotos knows. @returns UUIDs, and whether there was anything."""
    database = sqlite3.connect(snapshot)
    database.text_factory = bytes
    mended = set()
    changes = 0
    name = lambda value: value.decode("utf-8", "replace") if isinstance(value, bytes) else value
    tables = [name(row[0]) for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for table in tables:
        columns = {name(row[1]): name(row[2]) or "" for row in database.execute(f'PRAGMA table_info("{table}")')}
        for column, kind in columns.items():
            if column in OFFSETS:
                changes += replace(database, table, column, f"NOT abs({column}) <= {LARGEST_OFFSET}", None)
            elif kind == "TIMESTAMP":
                changes += replace(database, table, column, f"NOT abs({column}) <= {UNREADABLE}", UNREADABLE)
            for key in mend_texts(database, table, column) if kind in ("VARCHAR", "TEXT", "") else ():
                changes += 1
                mended.add((table, key))
    uuids = {uuid for table, key in mended for uuid in assets_of(database, table, columns_of(database, table), key)}
    database.commit()
    database.close()
    return {name(uuid): "one of its texts is damaged" for uuid in uuids if uuid}, changes > 0


def columns_of(database, table):
    return {row[1].decode("ascii", "replace") for row in database.execute(f'PRAGMA table_info("{table}")')}


def replace(database, table, column, where, value):
    return database.execute(
        f'UPDATE "{table}" SET {column} = ? WHERE typeof({column}) IN (\'integer\', \'real\') AND {where}', (value,)
    ).rowcount


def mend_texts(database, table, column):
    """@returns the keys of the rows that were changed"""
    keys = []
    for key, value in database.execute(f'SELECT rowid, "{column}" FROM "{table}" WHERE typeof("{column}") = \'text\'').fetchall():
        try:
            value.decode("utf-8")
        except UnicodeDecodeError:
            database.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE rowid = ?', (value.decode("utf-8", "replace"), key))
            keys.append(key)
    return keys


def assets_of(database, table, columns, key):
    """The UUIDs of the assets that a row belongs to, as far as it says so."""
    assets = "ZGENERICASSET" if columns_of(database, "ZGENERICASSET") else "ZASSET"
    attributes = f"JOIN ZADDITIONALASSETATTRIBUTES x ON x.ZASSET = a.Z_PK JOIN \"{table}\" t"
    if table == assets:
        found = f"SELECT ZUUID FROM {assets} WHERE rowid = ?"
    elif "ZASSET" in columns:
        found = f'SELECT a.ZUUID FROM {assets} a JOIN "{table}" t ON t.ZASSET = a.Z_PK WHERE t.rowid = ?'
    elif table == "ZASSETDESCRIPTION":
        found = f"SELECT a.ZUUID FROM {assets} a {attributes} ON t.Z_PK = x.ZASSETDESCRIPTION WHERE t.rowid = ?"
    else:
        return []
    return [row[0] for row in database.execute(found, (key,))]


def load(library, snapshot):
    import osxphotos

    # Loading makes millions of objects and no garbage: looking for some again and again is a seventh of its time.
    gc.disable()
    try:
        # Search data (labels) is the slowest part of loading and not needed; the parameter is internal to osxphotos.
        return osxphotos.PhotosDB(dbfile=snapshot, library_path=library, _skip_searchinfo=True)
    except TypeError:
        return osxphotos.PhotosDB(dbfile=snapshot, library_path=library)
    finally:
        gc.freeze()
        gc.enable()


def header(library, snapshot, db, is_mended):
    import osxphotos

    try:
        from osxphotos.photosdb.photosdb_utils import get_model_version

        model = int(get_model_version(snapshot))
    except Exception:
        model = None
    return {
        "kind": "library",
        "path": library,
        "photosVersion": str(getattr(db, "photos_version", "")),
        "modelVersion": model,
        "osxphotosVersion": osxphotos.__version__,
        "mended": is_mended,
    }


def asset_table(db):
    """macOS 10.15 has another name for it."""
    return "ZGENERICASSET" if db.execute("SELECT 1 FROM sqlite_master WHERE name = 'ZGENERICASSET'").fetchone() else "ZASSET"


def read_renders(db):
    """Which assets have a render of which part, by primary key, on this Mac or in iCloud; None when the table has another shape."""
    try:
        rows = db.execute(
            f"""SELECT ZASSET, ZRESOURCETYPE, ZRECIPEID FROM ZINTERNALRESOURCE
                WHERE ZVERSION = {CURRENT_EDIT} AND ZTRASHEDSTATE = 0"""
        )
        renders = {}
        for asset_key, kind, recipe in rows:
            if kind == TYPE_IMAGE and (recipe or 0) >> 1 != FULL_SIZE_IMAGE_RECIPE:
                continue  # a thumbnail or a video's poster frame
            renders.setdefault(asset_key, set()).add(kind)
        return renders
    except Exception as error:
        print(f"inventory: the table of renders could not be read: {error}", file=sys.stderr)
        return None


def read_in_icloud(db, table, guid):
    """
    What iCloud calls the rows of this table that it holds, by UUID. Rows of shared albums carry a name, too, which is not theirs alone: their
    state is another one.
    """
    try:
        return dict(db.execute(f"SELECT ZUUID, {guid} FROM {table} WHERE ZCLOUDLOCALSTATE = 1 AND {guid} IS NOT NULL"))
    except Exception as error:
        print(f"inventory: what iCloud calls the rows of {table} could not be read: {error}", file=sys.stderr)
        return {}


def settle_missing(db):
    """
    osxphotos lets the last of several rows decide whether an original is here, and rows of other assets with the same contents are among them.
    An asset's own rows know; with them the export goes by the same answer (app/python/on_photo.py does it for an export that reads anew).
    """
    try:
        missing = {row["pk"]: row for row in db._dbphotos.values() if row["isMissing"] == 1 and not row["shared"]}
        if missing:
            for (key,) in db.execute("SELECT ZASSET FROM ZINTERNALRESOURCE WHERE ZDATASTORESUBTYPE IN (1, 3) AND ZLOCALAVAILABILITY = 1"):
                if key in missing:
                    missing[key]["isMissing"] = 0
    except Exception as error:
        print(f"inventory: what is here could not be read: {error}", file=sys.stderr)


class Library:
    """What the walk looks up for every asset in osxphotos. What is not there is None, and the asset takes the slow way."""

    def __init__(self, db):
        self.db = db
        # photos() leaves out unpicked burst frames, therefore osxphotos' own table.
        self.rows = db._dbphotos
        self.shared_with_you = uuid_table(db, "_db_syndication_uuid")
        self.path = getattr(db, "_library_path", None)
        self.originals = getattr(db, "_masters_path", None)
        self.renders = read_renders(db)
        self.cloud_guids = read_in_icloud(db, asset_table(db), "ZCLOUDASSETGUID")
        self.exif = uuid_table(db, "_db_exifinfo_uuid") or {}
        self.volumes = {}
        self.confined = {}
        self.raw_files = RawFiles()
        self.folders = {}

    def absence(self, row, uuid, path=None):
        """Why a file of this asset is not on this Mac, if it is not. `path`: of an original that Photos only refers to."""
        if row["shared"] or row["incloud"] or uuid in self.cloud_guids:
            return "in-icloud"
        return "disk-not-connected" if path and not self.is_connected(path) else "missing"

    def is_connected(self, path):
        volume = VOLUME.match(path)
        if volume is None:
            return True
        name = volume[0]
        if name not in self.volumes:
            self.volumes[name] = os.path.isdir(name)
        return self.volumes[name]

    def is_confined(self, path):
        """
        Whether this file, which may itself be no link, lies in the library. The bundle, or its originals or resources as a whole, may be links:
        then that place is the library. No other folder may, and no path may lead out of it.
        """
        folder = path.rpartition("/")[0]
        if folder not in self.confined:
            places = (self.path, self.originals, os.path.join(self.path, "resources"))
            self.confined[folder] = any(lies_below(folder, place) for place in places)
        return self.confined[folder]

    def is_on_its_volume(self, path):
        """Whether a file that Photos only refers to lies on the disk that its path names."""
        folder = path.rpartition("/")[0]
        if folder not in self.confined:
            volume = VOLUME.match(path) or ROOT.match(path)
            try:
                self.confined[folder] = os.stat(folder).st_dev == os.stat(volume[0]).st_dev
            except (OSError, TypeError, ValueError):
                self.confined[folder] = False
        return self.confined[folder]

    def folder(self, directory):
        """The absolute path, with a slash at its end, of a folder that is named relative to that of the originals."""
        path = self.folders.get(directory)
        if path is None:
            path = self.folders[directory] = os.path.join(self.originals, directory, "")
        return path


class RawFiles:
    """Finds the RAW file of a RAW+JPEG pair as osxphotos does (the first file `STEM_4*` beside the original), listing each folder once."""

    def __init__(self):
        self.folders = {}

    def find(self, folder, stem):
        names = self.folders.get(folder)
        if names is None:
            names = self.folders[folder] = {}
            try:
                for name in sorted(os.listdir(folder), reverse=True):
                    key = name.rpartition(".")[0] or name
                    names[key.lower()] = name
            except OSError:
                pass
        name = names.get(f"{stem}_4".lower())
        return os.path.join(folder, name) if name else None


def lies_below(folder, place):
    if ".." in folder.split("/") or not (folder + "/").startswith(place.rstrip("/") + "/"):
        return False
    expected = os.path.normpath(os.path.join(os.path.realpath(place), os.path.relpath(folder, place)))
    return os.path.realpath(folder) == expected


def raw_path(library, row):
    if row["isMissing"] == 1:
        return None  # osxphotos exports no RAW of an asset whose original is missing
    return library.raw_files.find(library.folder(row["directory"]), os.path.splitext(row["filename"])[0])


class OwnFiles:
    """Where the files of an ordinary asset are, or would be: in the library itself, by the rules of osxphotos' `_path_5` and so on."""

    __slots__ = ("library", "uuid", "row", "path", "absence")

    def __init__(self, library, uuid, row):
        self.library = library
        self.uuid = uuid
        self.row = row
        self.path = library.folder(row["directory"]) + row["filename"]
        self.absence = library.absence(row, uuid)
        if not IDENTIFIER.fullmatch(uuid):
            raise ValueError("it has an odd identifier")

    def is_allowed(self, path):
        return self.library.is_confined(path)

    def original(self):
        return part(self, "original", self.path, self.row["isMissing"] != 1)

    def edited(self, revision):
        kind = self.row["type"]
        if kind == PHOTO:
            has_heic = self.row["UTI"] == "public.heic" and self.library.db.photos_version != 5
            return part(self, "edited", self.render("1_201_a.heic" if has_heic else "1_201_a.jpeg"), True, revision)
        return part(self, "edited", self.render("2_0_a.mov") if kind == MOVIE else None, True, revision)

    def live_video(self, is_original_here):
        return part(self, "live-video", beside(self.path, "_3.mov"), is_original_here)[0]

    def edited_live_video(self, revision):
        return part(self, "edited-live-video", self.render("2_100_a.mov"), True, revision)

    def raw(self):
        return part(self, "raw", raw_path(self.library, self.row), True)[0]

    def render(self, name):
        return self.library.path + f"/resources/renders/{self.uuid[0]}/{self.uuid}_{name}"


class ToldFiles:
    """The same as osxphotos' public properties tell it: for shared albums, shared moments and files outside of the library."""

    def __init__(self, library, photo, row):
        self.library = library
        self.photo = photo
        self.row = row
        self.path = expected_path(photo)
        self.absence = library.absence(row, photo.uuid, self.path if photo.isreference else None)

    def is_allowed(self, path):
        if self.photo.isreference and not path.startswith(self.library.path + "/"):
            return self.library.is_on_its_volume(path)
        return self.library.is_confined(path)

    def original(self):
        return told_part(self, "original", self.photo.path, self.path)

    def edited(self, revision):
        return told_part(self, "edited", self.photo.path_edited, expected_edited_path(self.photo), revision)

    def live_video(self, _is_original_here):
        return told_part(self, "live-video", self.photo.path_live_photo, beside(self.photo.path or self.path, "_3.mov"))[0]

    def edited_live_video(self, revision):
        uuid = self.photo.uuid
        expected = os.path.join(self.library.path, "resources", "renders", uuid[0], f"{uuid}_2_100_a.mov")
        return told_part(self, "edited-live-video", self.photo.path_edited_live_photo, expected, revision)

    def raw(self):
        return part(self, "raw", self.photo.path_raw if self.photo.isreference else raw_path(self.library, self.row), True)[0]


def expected_path(photo):
    """Where the original would be; osxphotos' public `path` is None for a missing one."""
    try:
        return photo._path_5()
    except Exception:
        return None


def expected_edited_path(photo):
    try:
        return photo._path_edited_5()
    except Exception:
        return None


def beside(original, suffix):
    return os.path.splitext(original)[0] + suffix if original else None


def told_part(files, kind, found, expected, revision=None):
    return part(files, kind, found or expected, bool(found), revision)


def part(files, kind, path, is_exported, revision=None):
    """
    A part as JSON, and whether it is on this Mac. `path`: where the file is or will be, or None; `is_exported`: whether osxphotos would
    export it if it is there.
    """
    path = str(path) if path else None
    status = status_of(path) if path else None
    absence = files.absence
    if status is not None and not (stat.S_ISREG(status.st_mode) and files.is_allowed(path)):
        absence = "outside-library"
    elif status is not None and is_exported:
        modified = status.st_mtime_ns // 1_000_000
        available = f'"available":true,"absence":null,"size":{status.st_size},"modifiedAt":{modified}'
        return f'{{"kind":"{kind}","path":{text(path)},{available},"revision":{text_or_null(revision)}}}', True
    # A file that is there, but Photos' database does not say so (yet) and osxphotos will not export it: waiting for it is no use.
    expected = text(path) if path and status is None else "null"
    unavailable = f'"available":false,"absence":"{absence}","size":null,"modifiedAt":null'
    return f'{{"kind":"{kind}","path":{expected},{unavailable},"revision":{text_or_null(revision)}}}', False


def status_of(path):
    """Of the file itself: a link is no file of the library."""
    try:
        return os.lstat(path)
    except (OSError, ValueError):
        return None


def parts_of(files, row, renders):
    """The parts of an asset as JSON."""
    original, is_here = files.original()
    parts = [original]
    is_live = row["live_photo"]
    edited_live = None
    adjusted = row["hasAdjustments"]
    if adjusted:
        edit_time = row["lastmodifieddate_timestamp"]  # ZADJUSTMENTTIMESTAMP, despite its name
        revision = None if edit_time is None else str(edit_time)
        known = NO_RENDERS if renders is None else renders.get(row["pk"], NO_RENDERS)
        only_slow_motion = row["slow_mo"] or adjusted == SLOW_MOTION_DEFAULT
        edited, is_edited_here = files.edited(revision)
        if is_edited_here or not only_slow_motion or (TYPE_IMAGE if row["type"] == PHOTO else TYPE_VIDEO) in known:
            parts.append(edited)
        if is_live:
            # An edited Live Photo has a video of its own only if the edit touched the video (or Photos rendered it with the still).
            video, is_video_here = files.edited_live_video(revision)
            edited_live = video if is_video_here or TYPE_LIVE_VIDEO in known else None
    if is_live:
        parts.append(files.live_video(is_here))
    if edited_live:
        parts.append(edited_live)
    if row["has_raw"]:
        parts.append(files.raw())
    return ",".join(parts)


def has_date(row):
    """Of what is further away than the year 9999 osxphotos makes 1970."""
    seconds = row.get("imageDate_timestamp")
    return not isinstance(seconds, (int, float)) or -LATEST < seconds < LATEST


def captured_at(date):
    written = date.isoformat(timespec="milliseconds")
    if len(written) > LENGTH_OF_DATE:
        # Local mean times of old photos (+00:53:28) are no valid ISO 8601; the instant stays the same.
        minutes = round(date.utcoffset().total_seconds() / 60)
        written = date.astimezone(timezone(timedelta(minutes=minutes))).isoformat(timespec="milliseconds")
    return written


def burst_role(row):
    if not row["burst"]:
        return "none"
    pick = row["burstPickType"] or 0
    return "picked" if pick == 0 or pick & PICKED else "unpicked"


def flag(value):
    return "true" if value else "false"


def text_or_null(value):
    return "null" if value is None else text(value)


def count(value):
    return repr(value) if isinstance(value, int) and value > 0 else "null"


def coordinate(value):
    return repr(value) if isinstance(value, (int, float)) and math.isfinite(value) else "null"


def camera(library, uuid):
    """Make and model as JSON."""
    exif = library.exif.get(uuid) or {}
    names = (exif.get("ZCAMERAMAKE"), exif.get("ZCAMERAMODEL"))
    return [text(name[:MOST_OF_A_KEYWORD]) if isinstance(name, str) and name else "null" for name in names]


def keywords(values):
    return ",".join([text(keyword) for keyword in sorted({keyword for keyword in values if keyword})]) if values else ""


def asset(library, uuid, row, files):
    """The record of an asset as JSON, put together by hand: json's encoder alone takes a third of the time of the whole walk."""
    make, model = camera(library, uuid)
    return (
        f'{{"kind":"asset","uuid":{text(uuid)}'
        f',"cloudGuid":{text_or_null(library.cloud_guids.get(uuid))}'
        f',"originalFilename":{text(row["originalFilename"] or row["filename"] or uuid)}'
        f',"media":"{"movie" if row["type"] == MOVIE else "photo"}"'
        f',"capturedAt":"{captured_at(row["imageDate"])}"'
        f',"favorite":{flag(row["favorite"] == 1)}'
        f',"hidden":{flag(row["hidden"] == 1)}'
        f',"title":{text_or_null(row["name"] or None)}'
        f',"caption":{text_or_null(row["extendedDescription"] or None)}'
        f',"keywords":[{keywords(row["keywords"])}]'
        f',"shared":{flag(row["shared"])}'
        f',"burst":"{burst_role(row)}"'
        f',"burstId":{text_or_null(row["burstUUID"] if row["burst"] else None)}'
        f',"live":{flag(row["live_photo"])}'
        f',"edited":{flag(row["hasAdjustments"])}'
        f',"screenshot":{flag(row["screenshot"])}'
        f',"width":{count(row["original_width"])}'
        f',"height":{count(row["original_height"])}'
        f',"orientation":{count(row["original_orientation"])}'
        f',"cameraMake":{make}'
        f',"cameraModel":{model}'
        f',"originalSize":{count(row["original_filesize"])}'
        f',"latitude":{coordinate(row["latitude"])}'
        f',"longitude":{coordinate(row["longitude"])}'
        f',"parts":[{parts_of(files, row, library.renders)}]}}'
    )


def shortened(row):
    return {
        **row,
        "originalFilename": (row["originalFilename"] or "")[-MOST_OF_A_KEYWORD:],
        "name": (row["name"] or "")[:MOST_OF_A_TITLE],
        "extendedDescription": (row["extendedDescription"] or "")[:MOST_OF_A_CAPTION],
        "keywords": [keyword[:MOST_OF_A_KEYWORD] for keyword in sorted(row["keywords"] or ())[:MOST_KEYWORDS] if keyword],
    }


def asset_from_table(library, uuid, view):
    """The record; None for what Photos itself does not show in the library: its trash, and "Shared with You" pictures that nobody saved."""
    row = view(library.rows[uuid])
    if row["intrash"]:
        return None
    sharing = library.shared_with_you.get(uuid)
    if sharing is not None and sharing["syndication_identifier"] is not None and sharing["syndication_history"] == 0:
        return None
    if row["shared"] or row["moment_share"] or row["isreference"]:
        files = ToldFiles(library, library.db.get_photo(uuid), row)
    else:
        files = OwnFiles(library, uuid, row)
    return asset(library, uuid, row, files)


def asset_from_properties(library, uuid, view):
    """The same from osxphotos' public properties; of the table only what none of them tells."""
    photo = library.db.get_photo(uuid)
    if photo.intrash or (photo.syndicated and not photo.saved_to_library):
        return None
    row = {
        **dict.fromkeys(ONLY_IN_TABLE),
        **library.rows[uuid],
        "originalFilename": photo.original_filename,
        "filename": photo.filename,
        "type": PHOTO if photo.isphoto else MOVIE if photo.ismovie else None,
        "imageDate": photo.date,
        "favorite": photo.favorite,
        "hidden": photo.hidden,
        "name": photo.title,
        "extendedDescription": photo.description,
        "keywords": photo.keywords,
        "shared": photo.shared,
        "burst": photo.burst,
        "live_photo": photo.live_photo,
        "hasAdjustments": photo.adjustment_type,
        "slow_mo": photo.slow_mo,
        "screenshot": photo.screenshot,
        "incloud": photo.incloud,
        "has_raw": photo.has_raw,
        "isMissing": int(photo.ismissing),
        "original_width": photo.original_width,
        "original_height": photo.original_height,
        "original_orientation": photo.original_orientation,
        "original_filesize": photo.original_filesize,
        "latitude": photo.latitude,
        "longitude": photo.longitude,
    }
    row = view(row)
    return asset(library, uuid, row, ToldFiles(library, photo, row))


def uuid_table(db, name):
    """One of osxphotos' own tables by UUID, which answers faster than its properties; None when it is not there."""
    table = getattr(db, name, None)
    return table if isinstance(table, dict) else None


def write_problem(uuid, filename, error, about="asset"):
    message = f"{type(error).__name__}: {error}" if isinstance(error, Exception) else error
    filename = filename if isinstance(filename, str) else None
    record = {"kind": "problem", "about": about, "uuid": str(uuid), "filename": filename, "message": message[:MOST_OF_A_MESSAGE]}
    write(record)


def filename_of(library, uuid):
    row = library.rows.get(uuid) or {}
    return row.get("originalFilename") or row.get("filename")


def write_unlisted(library):
    """What Photos has and osxphotos does not list, as problems: its number shall not be smaller than Photos'."""
    table = asset_table(library.db)
    counted = library.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    if counted == len(library.rows):
        return
    seen = set()
    for key, uuid, filename in library.db.execute(f"SELECT Z_PK, ZUUID, ZFILENAME FROM {table} WHERE ZTRASHEDSTATE IS NOT 1"):
        if uuid is None or uuid in seen:
            write_problem(f"row-{key}", filename, "its record has no identifier of its own")
        elif uuid not in library.rows:
            write_problem(uuid, filename, "osxphotos does not list it")
        seen.add(uuid)


def write_assets(db, mended):
    """Writes every asset and returns the UUIDs of those that were written. `mended`: what was wrong with some of them, by UUID."""
    library = Library(db)
    written = set()
    too_long = "its texts are too long"
    try:
        write_unlisted(library)
    except Exception as error:
        print(f"inventory: assets could not be counted: {error}", file=sys.stderr)
    for uuid in sorted(library.rows, key=str):
        try:
            record = asset_of(library, uuid)
            is_cut = record is not None and len(record) > MOST_IN_A_LINE
            if is_cut:
                record = asset_of(library, uuid, shortened)
        except Exception as error:
            write_problem(uuid, filename_of(library, uuid), error)
            continue
        if record is not None:
            records.write(record + "\n")
            written.add(uuid)
            altered = mended.get(uuid) or (too_long if is_cut else None)
            if altered:
                write({"kind": "altered", "what": "texts", "uuid": uuid, "message": altered})
            if not has_date(library.rows[uuid]):
                write({"kind": "altered", "what": "date", "uuid": uuid, "message": "its date cannot be read"})
    return written


def asset_of(library, uuid, view=lambda row: row):
    try:
        return asset_from_table(library, uuid, view)
    except Exception:
        # The table has another shape than is known here: ten times as long, and as true.
        return asset_from_properties(library, uuid, view)


def members_of(db, album, known):
    """The UUIDs of an album in Photos' order, as `album.photos` has them, but without an object for each."""
    rows = uuid_table(db, "_dbalbums_album").get(album.uuid, ())
    uuids = [uuid for uuid, _order in sorted(rows, key=lambda row: (row[1] or 0, row[0])) if uuid in known]
    order = getattr(album.sort_order, "name", "")
    if order in ("NEWEST_FIRST", "OLDEST_FIRST"):
        uuids.sort(key=lambda uuid: db._dbphotos[uuid]["imageDate"], reverse=order == "NEWEST_FIRST")
    elif order == "TITLE":
        uuids.sort(key=lambda uuid: db._dbphotos[uuid]["name"] or "")
    return list(dict.fromkeys(uuids))


def album_members(db, album, known):
    try:
        return members_of(db, album, known)
    except Exception:
        return list(dict.fromkeys(photo.uuid for photo in album.photos if photo.uuid in known))


def read_key_assets(db):
    """The photo that a person made the key photo of an album, by the album's UUID; empty when the table has another shape."""
    try:
        rows = db.execute(
            f"""SELECT album.ZUUID, asset.ZUUID FROM ZGENERICALBUM album
                JOIN {asset_table(db)} asset ON asset.Z_PK = album.ZCUSTOMKEYASSET"""
        )
        return dict(rows)
    except Exception as error:
        print(f"inventory: the key photos of albums could not be read: {error}", file=sys.stderr)
        return {}


def write_albums(db, known):
    count = 0
    key_assets = read_key_assets(db)
    cloud_guids = read_in_icloud(db, "ZGENERICALBUM", "ZCLOUDGUID")
    for album in sorted(db.album_info, key=lambda album: album.uuid):
        try:
            record = {
                "kind": "album",
                "uuid": album.uuid,
                "cloudGuid": cloud_guids.get(album.uuid),
                "title": (album.title or "")[:MOST_OF_A_TITLE],
                "folders": [name or "" for name in album.folder_names],
                "keyAsset": key_assets.get(album.uuid),
                "assets": album_members(db, album, known),
            }
        except Exception as error:
            write_problem(album.uuid, None, error, about="album")
            continue
        members = record["assets"]
        record["assets"] = members[:MOST_MEMBERS]
        write(record)
        for start in range(MOST_MEMBERS, len(members), MOST_MEMBERS):
            write({"kind": "members", "uuid": album.uuid, "assets": members[start : start + MOST_MEMBERS]})
        count += 1
    return count


def export_held(db, order):
    """
    `osxphotos export` with these arguments, but from the library that was read already: osxphotos' `export_cli` takes a PhotosDB in place of
    a path. Whatever the command does besides (its words, its crash log, its exit code) is the same.
    """
    from osxphotos.cli.export import export

    os.environ.update(order["environment"])
    os.chdir(order["folder"])
    context = export.make_context("export", list(order["arguments"]))
    context.params["db"] = db
    print("inventory: exporting", file=sys.stderr, flush=True)
    with context:
        export.invoke(context)


def take_order():
    """Waits for the order; None when the reader wants nothing more. From then on there is no standard input, as for every export."""
    line = sys.stdin.readline()
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    return json.loads(line) if line.strip() else None


def main():
    library, snapshot = (os.path.abspath(path) for path in sys.argv[1:3])
    db, mended, is_mended = load_mended(library, snapshot)
    settle_missing(db)
    write(header(library, snapshot, db, is_mended))
    assets = write_assets(db, mended)
    albums = write_albums(db, assets)
    write({"kind": "end", "assets": len(assets), "albums": albums})
    records.flush()
    # The two outputs are read independently of each other: all that was said on this one, too, was about the inventory.
    print("inventory: complete", file=sys.stderr, flush=True)
    del assets
    order = take_order()
    if order is None:
        # Python would take a second to clear up the memory of a large library.
        os._exit(0)
    export_held(db, order)


if __name__ == "__main__":
    # The reader may have been stopped: die quietly instead of with a traceback.
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        print(f"inventory: failed: {type(error).__name__}: {error}", file=sys.stderr)
        sys.exit(1)

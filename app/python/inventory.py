"""Prints what a Photos library holds as JSON lines; started as `osxphotos run inventory.py LIBRARY`.

The shapes of the lines are those of src/core/photos/asset.ts: first `library`, then every `asset` sorted by UUID (with a `problem`
line for each one that could not be read), then every `album` (`members` lines continue a large one), last `end`. Nothing is written anywhere else and nothing is changed.

It reads osxphotos' own tables where the public API is slow (`path_raw` lists a folder of thousands of files for each asset), so that
100,000 assets take two seconds after loading. Everything that reads such internals is guarded: a surprise costs one asset a `problem`
line, never the inventory.
"""

import json
import math
import os
import signal
import sys
from datetime import timedelta, timezone

# Standard output belongs to the records. Whatever osxphotos or a library of its own prints goes to standard error instead.
records = os.fdopen(os.dup(1), "w", encoding="ascii", newline="\n", buffering=1 << 18)
os.dup2(2, 1)

PICKED = 0b1000 | 0b10000  # the frame was selected by the person, or is the key frame
NO_RENDERS = frozenset()

# ZINTERNALRESOURCE: version 2 is the current edit. The file name of a render spells its recipe, `UUID_1_201_a.heic` is recipe
# 0x10192: format 1 (image), number 201 in the upper bits of the rest.
CURRENT_EDIT = 2
TYPE_IMAGE, TYPE_VIDEO, TYPE_LIVE_VIDEO = 0, 1, 3
FULL_SIZE_IMAGE_RECIPE = 0x10192 >> 1
# ZADJUSTMENTSSTATE of slow-motion videos that nobody edited: their "adjustment" is the slow playback, and there is no render of it.
SLOW_MOTION_DEFAULT = 3

# An album of 30,000 assets would be a line of more than a megabyte, which the reader takes for a program gone wrong: the rest of a
# large album follows in `members` lines.
MOST_MEMBERS = 5000


encode = json.JSONEncoder(ensure_ascii=True, separators=(",", ":")).encode


def write(record):
    records.write(encode(record) + "\n")


def load(library):
    import osxphotos

    try:
        # Search data (labels) is the slowest part of loading and not needed; the parameter is internal to osxphotos.
        return osxphotos.PhotosDB(dbfile=library, _skip_searchinfo=True)
    except TypeError:
        return osxphotos.PhotosDB(dbfile=library)


def header(library, db):
    import osxphotos

    try:
        from osxphotos.photosdb.photosdb_utils import get_model_version

        model = int(get_model_version(os.path.join(library, "database", "Photos.sqlite")))
    except Exception:
        model = None
    return {
        "kind": "library",
        "path": library,
        "photosVersion": str(getattr(db, "photos_version", "")),
        "modelVersion": model,
        "osxphotosVersion": osxphotos.__version__,
    }


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


class RawFiles:
    """Finds the RAW file of a RAW+JPEG pair as osxphotos does (the first file `STEM_4*` beside the original), with one listing per folder."""

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


def raw_path(photo, info, raw_files):
    if info.get("isMissing") == 1:
        return None  # osxphotos exports no RAW of an asset whose original is missing
    if photo.isreference:
        return photo.path_raw
    folder = info["directory"]
    if not folder.startswith("/"):
        folder = os.path.join(photo._db._masters_path, folder)
    return raw_files.find(folder, os.path.splitext(info["filename"])[0])


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


def part(kind, found, expected=None, revision=None):
    """`found`: the path that osxphotos would export, or None; `expected`: where the file will be once it is on this Mac."""
    if found:
        try:
            status = os.stat(found)
            return {
                "kind": kind,
                "path": str(found),
                "available": True,
                "size": status.st_size,
                "modifiedAt": status.st_mtime_ns // 1_000_000,
                "revision": revision,
            }
        except OSError:
            expected = found
    elif expected and os.path.exists(expected):
        # The file is there, but Photos' database does not say so (yet) and osxphotos will not export it: waiting for the file is no use.
        expected = None
    return {
        "kind": kind,
        "path": str(expected) if expected else None,
        "available": False,
        "size": None,
        "modifiedAt": None,
        "revision": revision,
    }


def parts_of(photo, info, renders, raw_files):
    uuid = photo.uuid
    original = photo.path
    original_expected = original or expected_path(photo)
    parts = [part("original", original, original_expected)]

    edited_live = None
    if photo.hasadjustments:
        edited = photo.path_edited
        edit_time = info.get("lastmodifieddate_timestamp")  # ZADJUSTMENTTIMESTAMP, despite its name
        revision = None if edit_time is None else str(edit_time)
        known = None if renders is None else renders.get(info.get("pk"), NO_RENDERS)
        has_render = known is not None and bool(known & ({TYPE_IMAGE} if photo.isphoto else {TYPE_VIDEO}))
        only_slow_motion = photo.slow_mo or info.get("hasAdjustments") == SLOW_MOTION_DEFAULT
        if edited or has_render or not only_slow_motion:
            parts.append(part("edited", edited, expected_edited_path(photo), revision))
        if photo.live_photo:
            # An edited Live Photo has a video of its own only if the edit touched the video (or Photos rendered it with the still).
            found = photo.path_edited_live_photo
            if found or (known is not None and TYPE_LIVE_VIDEO in known):
                folder = os.path.join(photo._db._library_path, "resources", "renders", uuid[0])
                edited_live = part("edited-live-video", found, os.path.join(folder, f"{uuid}_2_100_a.mov"), revision)

    if photo.live_photo:
        parts.append(part("live-video", photo.path_live_photo, beside(original_expected, "_3.mov")))
    if edited_live:
        parts.append(edited_live)
    if photo.has_raw:
        parts.append(part("raw", raw_path(photo, info, raw_files)))
    return parts


def captured_at(photo):
    date = photo.date
    offset = date.utcoffset() or timedelta(0)
    if offset.seconds % 60:
        # Local mean times of old photos (+00:53:28) are no valid ISO 8601; the instant stays the same.
        date = date.astimezone(timezone(timedelta(minutes=round(offset.total_seconds() / 60))))
    return date.isoformat(timespec="milliseconds")


def coordinate(value):
    return value if isinstance(value, (int, float)) and math.isfinite(value) else None


def count(value):
    return value if isinstance(value, int) and value > 0 else None


def burst_role(info):
    if not info.get("burst"):
        return "none"
    pick = info.get("burstPickType") or 0
    return "picked" if pick == 0 or pick & PICKED else "unpicked"


def asset(photo, info, renders, raw_files):
    return {
        "kind": "asset",
        "uuid": photo.uuid,
        "originalFilename": photo.original_filename or photo.filename or photo.uuid,
        "media": "movie" if photo.ismovie else "photo",
        "capturedAt": captured_at(photo),
        "favorite": bool(photo.favorite),
        "hidden": bool(photo.hidden),
        "title": photo.title or None,
        "caption": photo.description or None,
        "keywords": sorted({keyword for keyword in info.get("keywords") or () if keyword}),
        "shared": bool(photo.shared),
        "burst": burst_role(info),
        "burstId": info.get("burstUUID") if info.get("burst") else None,
        "live": bool(photo.live_photo),
        "edited": bool(photo.hasadjustments),
        "screenshot": bool(photo.screenshot),
        "width": count(info.get("original_width")),
        "height": count(info.get("original_height")),
        "originalSize": count(info.get("original_filesize")),
        "latitude": coordinate(info.get("latitude")),
        "longitude": coordinate(info.get("longitude")),
        "parts": parts_of(photo, info, renders, raw_files),
    }


def in_library(photo, info):
    """False for what Photos itself does not show in the library: its trash, and "Shared with You" pictures that nobody has saved."""
    if info.get("intrash"):
        return False
    shared_with_you = uuid_table(photo._db, "_db_syndication_uuid")
    if shared_with_you is not None and photo.uuid not in shared_with_you:
        return True
    return not (photo.syndicated and not photo.saved_to_library)


def uuid_table(db, name):
    """One of osxphotos' own tables by UUID, which answers faster than its properties; None when it is not there."""
    table = getattr(db, name, None)
    return table if isinstance(table, dict) else None


def write_assets(db):
    """Writes every asset and returns the UUIDs of those that were written."""
    renders = read_renders(db)
    raw_files = RawFiles()
    written = set()
    # photos() leaves out unpicked burst frames, therefore osxphotos' own table.
    for uuid in sorted(db._dbphotos, key=str):
        try:
            photo = db.get_photo(uuid)
            info = db._dbphotos[uuid]
            if not in_library(photo, info):
                continue
            record = asset(photo, info, renders, raw_files)
        except Exception as error:
            write({"kind": "problem", "uuid": str(uuid), "message": f"{type(error).__name__}: {error}"})
            continue
        write(record)
        written.add(uuid)
    return written


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
    for assets in ("ZASSET", "ZGENERICASSET"):
        try:
            rows = db.execute(
                f"SELECT album.ZUUID, asset.ZUUID FROM ZGENERICALBUM album JOIN {assets} asset ON asset.Z_PK = album.ZCUSTOMKEYASSET"
            )
            return dict(rows)
        except Exception as error:
            reason = error
    print(f"inventory: the key photos of albums could not be read: {reason}", file=sys.stderr)
    return {}


def write_albums(db, known):
    count = 0
    key_assets = read_key_assets(db)
    for album in sorted(db.album_info, key=lambda album: album.uuid):
        try:
            record = {
                "kind": "album",
                "uuid": album.uuid,
                "title": album.title or "",
                "folders": [name or "" for name in album.folder_names],
                "keyAsset": key_assets.get(album.uuid),
                "assets": album_members(db, album, known),
            }
        except Exception as error:
            write({"kind": "problem", "uuid": str(album.uuid), "message": f"{type(error).__name__}: {error}"})
            continue
        members = record["assets"]
        record["assets"] = members[:MOST_MEMBERS]
        write(record)
        for start in range(MOST_MEMBERS, len(members), MOST_MEMBERS):
            write({"kind": "members", "uuid": album.uuid, "assets": members[start : start + MOST_MEMBERS]})
        count += 1
    return count


def main():
    library = os.path.abspath(sys.argv[1])
    db = load(library)
    write(header(library, db))
    assets = write_assets(db)
    albums = write_albums(db, assets)
    write({"kind": "end", "assets": len(assets), "albums": albums})
    records.flush()


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

"""
Every asset as a record. It comes from osxphotos' own tables, because the public API is slow (`path_raw` lists a folder of thousands of files for
each asset): 100,000 assets take less than two seconds after loading. Where the tables have another shape than is known here, an asset takes
the way through the public properties, and if these fail, too, it gets an `unreadable`. The inventory is never lost.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from .files import MOVIE, PHOTO, Files, OwnFiles, ToldFiles, parts_of
from .library import Library
from .notices import say, say_slow
from .osxphotos_types import Database, Row
from .photos_tables import asset_table
from .records import Records, flag, text, text_or_null

PICKED = 0b1000 | 0b10000  # the frame was selected by the person, or is the key frame
# What the walk reads of osxphotos' table and no public property tells.
ONLY_IN_TABLE = ("pk", "lastmodifieddate_timestamp", "burstPickType", "burstUUID")
LENGTH_OF_DATE = len("2024-03-06T10:11:12.000+01:00")
# Seconds since 2001. What is further away than the year 9999 has a date that nobody can read.
LATEST = 252_455_616_000

# Longer lines are cut where they are read. So much of a text is told at most, in a record that would be longer than this.
MAX_LINE = 500_000
MAX_TITLE = 5_000
MAX_CAPTION = 20_000
MAX_KEYWORD = 1_000
MAX_KEYWORDS = 300

View = Callable[[Row], Row]


def write_assets(records: Records, database: Database, mended: Mapping[str, str]) -> set[str]:
    """Writes every asset and returns the UUIDs of those that were written. `repaired`: what was wrong with some of them, by UUID."""
    library = Library(database)
    written = set()
    try:
        write_unlisted(records, library)
    except Exception as error:
        say(f"inventory: assets could not be counted: {error}")
    for uuid in sorted(library.rows, key=str):
        try:
            record = asset_of(library, uuid)
            is_cut = record is not None and len(record) > MAX_LINE
            if is_cut:
                record = asset_of(library, uuid, shortened)
        except Exception as error:
            records.write_unreadable(uuid, filename_of(library, uuid), error)
            continue
        if record is not None:
            records.write_line(record)
            written.add(uuid)
            altered = mended.get(uuid) or ("its texts are too long" if is_cut else None)
            if altered:
                records.write({"kind": "altered", "what": "texts", "uuid": uuid, "message": altered})
            if not has_date(library.rows[uuid]):
                message = "its date cannot be read"
                records.write({"kind": "altered", "what": "date", "uuid": uuid, "message": message})
    return written


def write_unlisted(records: Records, library: Library) -> None:
    """What Photos has and osxphotos does not list, as unreadable: its number shall not be smaller than Photos'."""
    execute = library.database.execute
    table = asset_table(library.database)
    if execute(f"SELECT count(*) FROM {table}").fetchone()[0] == len(library.rows):
        return
    seen = set()
    for key, uuid, filename in execute(f"SELECT Z_PK, ZUUID, ZFILENAME FROM {table} WHERE ZTRASHEDSTATE IS NOT 1"):
        if uuid is None or uuid in seen:
            records.write_unreadable(f"row-{key}", filename, "its record has no identifier of its own")
        elif uuid not in library.rows:
            records.write_unreadable(uuid, filename, "osxphotos does not list it")
        seen.add(uuid)


def filename_of(library: Library, uuid: str) -> object:
    row = library.rows.get(uuid) or {}
    return row.get("originalFilename") or row.get("filename")


def as_it_is(row: Row) -> Row:
    return row


def shortened(row: Row) -> Row:
    keywords = sorted(row["keywords"] or ())[:MAX_KEYWORDS]
    return {
        **row,
        "originalFilename": (row["originalFilename"] or "")[-MAX_KEYWORD:],
        "name": (row["name"] or "")[:MAX_TITLE],
        "extendedDescription": (row["extendedDescription"] or "")[:MAX_CAPTION],
        "keywords": [keyword[:MAX_KEYWORD] for keyword in keywords if keyword],
    }


def asset_of(library: Library, uuid: str, view: View = as_it_is) -> str | None:
    """The record; None for what Photos itself does not show in the library."""
    try:
        return asset_from_table(library, uuid, view)
    except Exception as error:
        # Ten times as long, and as true. Where an asset itself is odd, this fails, too, and says so.
        record = asset_from_properties(library, uuid, view)
        say_slow("assets are read by osxphotos’ properties", error)
        return record


def asset_from_table(library: Library, uuid: str, view: View = as_it_is) -> str | None:
    """The record; None for Photos' trash, and for "Shared with You" pictures that nobody saved."""
    row = view(library.rows[uuid])
    if row["intrash"]:
        return None
    if library.shared_with_you is None:
        raise LookupError("osxphotos’ table of what others have shared")
    sharing = library.shared_with_you.get(uuid)
    if sharing is not None and sharing["syndication_identifier"] is not None and sharing["syndication_history"] == 0:
        return None
    files: Files
    if row["shared"] or row["moment_share"] or row["isreference"]:
        files = ToldFiles(library, library.database.get_photo(uuid), row)
    else:
        files = OwnFiles(library, uuid, row)
    return asset(library, uuid, row, files)


def asset_from_properties(library: Library, uuid: str, view: View = as_it_is) -> str | None:
    """The same from osxphotos' public properties; of the table only what none of them tells."""
    photo = library.database.get_photo(uuid)
    if photo.intrash or (photo.syndicated and not photo.saved_to_library):
        return None
    row = view(
        {
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
    )
    return asset(library, uuid, row, ToldFiles(library, photo, row))


def asset(library: Library, uuid: str, row: Row, files: Files) -> str:
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


def has_date(row: Row) -> bool:
    """Of what is further away than the year 9999 osxphotos makes 1970."""
    seconds = row.get("imageDate_timestamp")
    return not isinstance(seconds, (int, float)) or -LATEST < seconds < LATEST


def captured_at(date: datetime) -> str:
    written = date.isoformat(timespec="milliseconds")
    if len(written) > LENGTH_OF_DATE:
        # Local mean times of old photos (+00:53:28) are no valid ISO 8601; the instant stays the same.
        minutes = round((date.utcoffset() or timedelta(0)).total_seconds() / 60)
        written = date.astimezone(timezone(timedelta(minutes=minutes))).isoformat(timespec="milliseconds")
    return written


def burst_role(row: Row) -> str:
    if not row["burst"]:
        return "none"
    pick = row["burstPickType"] or 0
    return "picked" if pick == 0 or pick & PICKED else "unpicked"


def count(value: Any) -> str:
    return repr(value) if isinstance(value, int) and value > 0 else "null"


def coordinate(value: Any) -> str:
    return repr(value) if isinstance(value, (int, float)) and math.isfinite(value) else "null"


def camera(library: Library, uuid: str) -> list[str]:
    """Make and model as JSON."""
    exif = library.exif.get(uuid) or {}
    names = (exif.get("ZCAMERAMAKE"), exif.get("ZCAMERAMODEL"))
    return [text(name[:MAX_KEYWORD]) if isinstance(name, str) and name else "null" for name in names]


def keywords(values: Iterable[str]) -> str:
    return ",".join([text(keyword) for keyword in sorted({keyword for keyword in values if keyword})]) if values else ""

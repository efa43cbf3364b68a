"""
What osxphotos calls during an export: `--post-function on_photo.py::on_photo`, `--filename "{function:on_photo.py::file_stem}"`,
`--query-function on_photo.py::in_order` and before it `--query-function on_photo.py::with_plain_names` and, if there may be unpicked burst
frames, `--query-function on_photo.py::with_unpicked_frames`, and before a download `--query-function on_photo.py::before_download`.
src/core/photos/export.ts puts the command together.

Nothing here but `before_download` may raise: an exception would end the whole export.
"""

import os
import re
from collections.abc import Sequence
from importlib.util import find_spec

from .export_records import append, failed_record, note_current, record_of
from .notices import say, words
from .osxphotos_private import (
    apply_performance_patches,
    database_of,
    database_of_query,
    is_system_library,
    leave_photos_alone,
    row_of,
    use_plain_names,
)
from .osxphotos_types import Photo
from .pace import Pace
from .photos_tables import ORIGINAL_IS_HERE
from .sidecars import mend_sidecars

PLAIN_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,8}")

pace = Pace()


def with_plain_names(photos: Sequence[Photo]) -> Sequence[Photo]:
    """
    Has osxphotos take the UUID and the ending of the library's own file for the name that a photo had before. What is staged need not be
    called as in Photos, where a name may be anything: `..`, 255 bytes long with an ending of 200, the same as another one's but for
    composed letters (which osxphotos takes apart on a Mac, and not always).
    """
    use_plain_names(plain_name)
    return photos


def plain_name(photo: Photo) -> str:
    extension = os.path.splitext(photo.filename or "")[1]
    return photo.uuid + (extension if PLAIN_EXTENSION.fullmatch(extension) else "")


def before_download(photos: Sequence[Photo]) -> Sequence[Photo]:
    """
    `--query-function` of an export that has Photos download originals. What it raises ends the export before it begins: nothing may be
    downloaded where Photos could be ended by it, and another library has nothing of these photos.
    """
    if os.environ["IMMICH_SYNC_DOWNLOAD"] == "photos" and find_spec("photoscript"):
        leave_photos_alone()
    if photos and not is_system_library(database_of(photos[0]).library_path):
        raise ValueError("Photos downloads for the System Photo Library only, and this library is another one")
    return photos


def with_unpicked_frames(photos: Sequence[Photo]) -> Sequence[Photo]:
    """
    Adds the unpicked burst frames that are named in the file of UUIDs: osxphotos finds them only through a picked frame, and then all of them.
    If the database cannot be found, those frames stay out and are reported as unanswered.
    """
    try:
        database = database_of(photos[0]) if photos else database_of_query()
        with open(os.environ["IMMICH_SYNC_UUIDS"], encoding="utf-8") as file:
            wanted = {line.strip() for line in file if line.strip()}
        missing = database.photos_by_uuid(sorted(wanted - {photo.uuid for photo in photos}))
        return [*photos, *(photo for photo in missing if not photo.intrash)]
    except Exception as error:
        say(f"on_photo: burst frames: {words(error)}")
        return photos


def in_order(photos: Sequence[Photo]) -> Sequence[Photo]:
    """
    Puts the photos in the order of the file of UUIDs; what is not named there comes last. osxphotos 0.77 sorts them by capture time after
    this, which is the order of the file but for photos of the same second. It also spares osxphotos what it would do again for each photo.
    """
    try:
        apply_performance_patches()
        settle_missing(photos)
        pace.read_order(os.environ["IMMICH_SYNC_UUIDS"])
        return sorted(photos, key=lambda photo: pace.place_of(photo.uuid))
    except Exception as error:
        say(f"on_photo: order: {words(error)}")
        return photos


def settle_missing(photos: Sequence[Photo]) -> None:
    """As in photos_tables.py: rows of other assets with the same contents do not say whether an original is here."""
    try:
        for photo in photos:
            row = row_of(photo)
            if row["isMissing"] != 1 or photo.shared:
                continue
            here = database_of(photo).execute(f"SELECT 1 FROM ZINTERNALRESOURCE WHERE ZASSET = ? AND {ORIGINAL_IS_HERE}", (row["pk"],))
            if here.fetchone():
                row["isMissing"] = 0
    except Exception as error:
        say(f"on_photo: missing: {words(error)}")


def file_stem(photo: Photo, args: object = None, options: object = None) -> str:
    """The name of the exported file without its extension."""
    del args, options
    try:
        note_current(os.environ["IMMICH_SYNC_CURRENT"], photo.uuid)
    except Exception:
        pass
    return photo.uuid


def on_photo(photo: Photo, results: object, verbose: object) -> None:
    """Appends a record to the file named by IMMICH_SYNC_RECORDS, and waits until the export may continue."""
    del verbose
    try:
        path = os.environ["IMMICH_SYNC_RECORDS"]
        try:
            record = record_of(photo, results)
        except Exception as error:
            record = failed_record(photo.uuid, error)
        record["sidecars"] = mend_sidecars(photo, record["sidecars"])
        append(path, record)
        pace.wait_for_leave(photo.uuid, os.environ.get("IMMICH_SYNC_ALLOWED"))
    except Exception as error:
        say(f"on_photo: {words(error)}")

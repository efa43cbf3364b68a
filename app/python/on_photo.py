"""What osxphotos calls during an export: `--post-function on_photo.py::on_photo`, `--filename "{function:on_photo.py::file_stem}"`,
`--query-function on_photo.py::in_order` and before it `--query-function on_photo.py::with_plain_names` and, if there may be unpicked burst
frames, `--query-function on_photo.py::with_unpicked_frames`, and before a download `--query-function on_photo.py::before_download`.

`on_photo` appends one JSON line for each photo to the file named by IMMICH_SYNC_RECORDS (see src/core/photos/export-record.ts); `in_order`
also spares osxphotos what it would do anew for each photo.
Nothing here but `before_download` may raise: an exception would end the whole export.
"""

import json
import os
import re
import sys
import time
import unicodedata
from datetime import timedelta, timezone
from functools import lru_cache
from importlib.util import find_spec
from xml.sax.saxutils import escape, unescape

PLAIN_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,8}")


def with_plain_names(photos):
    """
    Has osxphotos take the UUID and the ending of the library's own file for the name that a photo had before. What is staged need not be
    called as in Photos, where a name may be anything: `..`, 255 bytes long with an ending of 200, the same as another one's but for
    composed letters (which osxphotos takes apart on a Mac, and not always).
    """
    from osxphotos import PhotoInfo

    def plain_name(photo):
        extension = os.path.splitext(photo.filename or "")[1]
        return photo.uuid + (extension if PLAIN_EXTENSION.fullmatch(extension) else "")

    PhotoInfo.original_filename = property(plain_name)
    return photos


def spare_repetitions():
    """
    What osxphotos 0.77 does for each photo without any use is half of an export's time. It parses the same three templates, which it then only
    reads; to sort a few lists it copies all that it knows of the photo to the last leaf, and changes the top alone (`PhotoInfo.json`,
    `PhotoInfo._json_hexdigest`); with `--retry 1`, which is to try a photo once more, it wraps every touch of a file into a machinery for one
    attempt (`fileutil.retry_all_methods`); it asks for the analyses of the picture and for what iCloud knows, each time in a database that
    it opens for that, to note them in the export database, where whoever likes may read them (`PhotoExporter._get_photo_json_full`:
    what decides whether a file is exported again is the digest of the rest); and it checks the names of the same few folders. Where it has
    changed, it goes on as it likes.
    """
    for spare in (parse_templates_once, copy_the_top_alone, touch_files_plainly, keep_what_decides, check_folders_once):
        try:
            spare()
        except Exception:
            pass


def parse_templates_once():
    from osxphotos.phototemplate import PhotoTemplateParser

    if not hasattr(PhotoTemplateParser.parse, "cache_info"):
        PhotoTemplateParser.parse = lru_cache(maxsize=64)(PhotoTemplateParser.parse)


def copy_the_top_alone():
    from osxphotos import PhotoInfo

    uncached = PhotoInfo._asdict_uncached

    def asdict(photo, shallow=True):
        if shallow not in photo._asdict_cache:
            photo._asdict_cache[shallow] = uncached(photo, shallow=shallow)
        return dict(photo._asdict_cache[shallow])

    PhotoInfo.asdict = asdict


def touch_files_plainly():
    from osxphotos.fileutil import RETRY_FILEUTIL_CONFIG

    if RETRY_FILEUTIL_CONFIG["retries"] == 1:
        RETRY_FILEUTIL_CONFIG["retry_enabled"] = False


def keep_what_decides():
    from osxphotos.photoexporter import PhotoExporter

    if callable(PhotoExporter._get_photo_json_full):
        PhotoExporter._get_photo_json_full = lambda exporter: exporter.photo.json(shallow=True)


def check_folders_once():
    module = sys.modules["osxphotos.cli.export"]
    for name in ("sanitize_filepath", "is_valid_filepath"):
        check = getattr(module, name)
        if not hasattr(check, "cache_info"):
            setattr(module, name, lru_cache(maxsize=1024)(check))


descriptors = {}
"""Files that something is written to for every photo: opening them anew each time would be a tenth of an export."""


def descriptor_of(path, flags):
    if path not in descriptors:
        descriptors[path] = os.open(path, os.O_WRONLY | os.O_CREAT | flags, 0o600)
    return descriptors[path]


def note_current(photo):
    """Says which photo osxphotos is at, for the case that it ends there: in the first line of the file named by IMMICH_SYNC_CURRENT."""
    try:
        os.pwrite(descriptor_of(os.environ["IMMICH_SYNC_CURRENT"], 0), f"{photo.uuid}\n".encode("utf-8"), 0)
    except Exception:
        pass


def leave_photos_alone():
    """
    photoscript 0.6 and osxphotos 0.77 end Photos by force and try again: after an AppleScript that took too long (`script_loader.run_script`),
    and after ten failures (`PhotoExporter._kill_photos_process`). It may be the Photos that the person is working in.
    """
    from osxphotos.photoexporter import PhotoExporter
    from photoscript import script_loader

    if not callable(PhotoExporter._kill_photos_process) or not callable(script_loader.kill_photos_app):
        raise AttributeError("where Photos would be ended")
    PhotoExporter._kill_photos_process = staticmethod(lambda: None)
    script_loader.kill_photos_app = lambda _state: None
    script_loader.configure_run_script(retry_enabled=False)


def is_system_library(path):
    """False only when Photos is known to have another one: AppleScript and PhotoKit ask the System Photo Library, whatever was read here."""
    from osxphotos.utils import get_system_library_path

    try:
        return os.path.samefile(path, get_system_library_path())
    except Exception:
        return True


def before_download(photos):
    """
    `--query-function` of an export that has Photos download originals. What it raises ends the export before it begins: nothing may be
    downloaded where Photos could be ended by it, and another library has nothing of these photos.
    """
    if os.environ["IMMICH_SYNC_DOWNLOAD"] == "photos" and find_spec("photoscript"):
        leave_photos_alone()
    if photos and not is_system_library(photos[0]._db.library_path):
        raise ValueError("Photos downloads for the System Photo Library only, and this library is another one")
    return photos


def file_stem(photo, args=None, options=None):
    """The name of the exported file without its extension."""
    note_current(photo)
    return photo.uuid


def with_unpicked_frames(photos):
    """
    Adds the unpicked burst frames that are named in the file of UUIDs: osxphotos finds them only through a picked frame, and then all of them.
    The database is not handed to a query function; if it cannot be found any more, those frames stay out and are reported as unanswered.
    """
    try:
        db = photos[0]._db if photos else sys._getframe(1).f_locals["photosdb"]
        with open(os.environ["IMMICH_SYNC_UUIDS"], encoding="utf-8") as file:
            wanted = {line.strip() for line in file if line.strip()}
        missing = db.photos_by_uuid(sorted(wanted - {photo.uuid for photo in photos}))
        return photos + [photo for photo in missing if not photo.intrash]
    except Exception as error:
        print(f"on_photo: burst frames: {type(error).__name__}: {error}", file=sys.stderr)
        return photos


order = {}
"""The place of each UUID in the file of UUIDs; empty until `in_order` was called."""


def settle_missing(photos):
    """As in inventory.py: rows of other assets with the same contents do not say whether an original is here."""
    try:
        for photo in photos:
            if photo._info["isMissing"] != 1 or photo.shared:
                continue
            here = photo._db.execute(
                "SELECT 1 FROM ZINTERNALRESOURCE WHERE ZASSET = ? AND ZDATASTORESUBTYPE IN (1, 3) AND ZLOCALAVAILABILITY = 1",
                (photo._info["pk"],),
            )
            if here.fetchone():
                photo._info["isMissing"] = 0
    except Exception as error:
        print(f"on_photo: missing: {type(error).__name__}: {error}", file=sys.stderr)


def in_order(photos):
    """
    Puts the photos in the order of the file of UUIDs; what is not named there comes last. osxphotos 0.77 sorts them by capture time after
    this, which is the order of the file but for photos of the same second.
    """
    spare_repetitions()
    settle_missing(photos)
    try:
        with open(os.environ["IMMICH_SYNC_UUIDS"], encoding="utf-8") as file:
            order.update((uuid, place) for place, uuid in enumerate(line.strip() for line in file) if uuid)
        return sorted(photos, key=lambda photo: order.get(photo.uuid, len(order)))
    except Exception as error:
        print(f"on_photo: order: {type(error).__name__}: {error}", file=sys.stderr)
        return photos


def wait_for_leave(uuid):
    """
    Holds the export up until the file IMMICH_SYNC_ALLOWED lets it go on: it says how many of the UUIDs may be exported. So one export, with
    one reading of the library, fills the disk no faster than it is emptied. A file that is touched while waiting shows that all is well.
    """
    path = os.environ.get("IMMICH_SYNC_ALLOWED")
    place = order.get(uuid)
    if not path or place is None or place + 1 >= len(order):
        return
    parent = os.getppid()
    waited = 0
    while os.getppid() == parent:
        try:
            with open(path, encoding="ascii") as file:
                if place + 1 < int(file.read()):
                    return
        except (OSError, ValueError):
            return
        if waited % 50 == 0:
            with open(path + ".waiting", "w", encoding="ascii") as file:
                file.write(str(waited))
        waited += 1
        time.sleep(0.02)


def part_of(photo, path):
    """Which part of the asset an exported file is: `UUID.heic`, `UUID.mov`, `UUID_edited.heic`, `UUID_edited.mov`, `UUID.dng`, each perhaps with ` (1)`."""
    stem, extension = os.path.splitext(os.path.basename(path))
    extension = extension.lower()
    edited = bool(photo.hasadjustments) and stem.startswith(photo.uuid + "_edited")
    if photo.live_photo and extension == ".mov":
        return "edited-live-video" if edited else "live-video"
    if edited:
        return "edited"
    original = os.path.splitext(photo.original_filename or "")[1].lower()
    if photo.has_raw and extension != original:
        return "raw"
    return "original"


# What osxphotos (0.75 to 0.77) writes is not what Immich (2.0 to 3.1, `metadata.service.ts` with exiftool-vendored) would need:
# - the capture date comes as `xmp:CreateDate` without its zone, and the sidecar's date wins over the file's; `exif:DateTimeOriginal` goes first;
# - where the sidecar tells a place, the local time is worked out in the zone of that place, unless `exif:OffsetTimeOriginal` says another: for
#   films, too. Without a place the date's own offset counts; a zone beside it would only stand in the way of a date that is changed later, of
#   which Immich writes nothing but the date;
# - `ImageDescription || Description`: what a camera wrote into the file beats `dc:description`, not `tiff:ImageDescription`. Both empty are a
#   caption that is none.
OURS = """<rdf:Description rdf:about=""
 xmlns:exif='http://ns.adobe.com/exif/1.0/' xmlns:tiff='http://ns.adobe.com/tiff/1.0/'>
        <exif:DateTimeOriginal>{date}</exif:DateTimeOriginal>
{zone}        <tiff:ImageDescription><rdf:Alt><rdf:li xml:lang='x-default'>{caption}</rdf:li></rdf:Alt></tiff:ImageDescription>
</rdf:Description>
</rdf:RDF>"""
FORMER = re.compile("<rdf:Description rdf:about=\"\"\n xmlns:exif='[^']*'(?: xmlns:tiff='[^']*')?>\\s*<exif:DateTimeOriginal>.*?</rdf:RDF>", re.DOTALL)
ZONE = """        <exif:OffsetTimeOriginal>{offset}</exif:OffsetTimeOriginal>
"""
PLACE = re.compile(r"exif:GPSL(atitude|ongitude)\b")
# exiftool hands these to Immich as numbers and truth values: `1.0` would become `1`. With a blank behind it, which Immich cuts off, it is text.
NO_TEXT = re.compile(r"-?\d+(\.\d+)?(e[-+]?\d+)?|true|false", re.IGNORECASE)
# Composed letters, as people and servers search for them. Each text by itself: a mark that comes first must not become one letter with the `>`.
TEXT = re.compile(r"(?<=>)[^<>]+(?=<)")
# Immich takes tags from this list before any other. With a parent for all tags (IMMICH_SYNC_TAG_PARENT) they come below it.
TAGS = re.compile(r"(<digiKam:TagsList>\s*<rdf:Seq>)(.*?)(</rdf:Seq>)", re.DOTALL)
TAG = re.compile(r"<rdf:li>(.*?)</rdf:li>", re.DOTALL)
QUOTES = {"&#34;": '"', "&#39;": "'"}
# It does not escape the names of people, and passes control characters on that XML does not know.
PERSON = re.compile(r"(<(mwg-rs:Name|MPReg:PersonDisplayName)>)(.*?)(</\2>)", re.DOTALL)
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def captured_at(photo):
    """The capture date with the offset that Photos has, in whole minutes: XMP knows no seconds there."""
    date = photo.date
    offset = date.utcoffset() or timedelta(0)
    if offset.seconds % 60:
        date = date.astimezone(timezone(timedelta(minutes=round(offset.total_seconds() / 60))))
    return date.isoformat(timespec="milliseconds")


def caption_of(photo):
    caption = photo.description or ""
    return f"{caption} " if NO_TEXT.fullmatch(caption) else caption


def tags_of(photo):
    parent = os.environ.get("IMMICH_SYNC_TAG_PARENT", "")
    tags = (f"{parent}/{keyword}" if parent else keyword for keyword in photo.keywords or ())
    return sorted({unicodedata.normalize("NFC", NOT_XML.sub("", tag)) for tag in tags})


def with_tags(text, tags):
    """Writes the list anew only where it says something else."""

    def list_of(match):
        if sorted(NOT_XML.sub("", unescape(tag, QUOTES)) for tag in TAG.findall(match[2])) == tags:
            return match[0]
        return match[1] + "".join(f"\n<rdf:li>{escape(tag)}</rdf:li>" for tag in tags) + "\n" + match[3]

    return TAGS.sub(list_of, text)


def mended(photo, text):
    """
    What osxphotos has written, with date, zone and caption as Immich reads them, the tags below their parent, and as XML in composed letters.
    A text that an earlier run has mended may have to be mended again: the parent or the caption may be another one.
    """
    date = captured_at(photo)
    zone = ZONE.format(offset=date[-6:]) if PLACE.search(text) else ""
    ours = OURS.format(date=date, zone=zone, caption=escape(caption_of(photo)))
    text = PERSON.sub(lambda match: match[1] + escape(unescape(match[3])) + match[4], with_tags(text, tags_of(photo)))
    text = FORMER.sub("</rdf:RDF>", text).replace("</rdf:RDF>", ours, 1)
    return TEXT.sub(lambda match: unicodedata.normalize("NFC", match[0]), NOT_XML.sub("", text))


def mend_sidecar(photo, path):
    """Writes an XMP file that osxphotos has written anew, if it has to be mended, as old as it was."""
    status = os.stat(path)
    with open(path, encoding="utf-8", errors="replace", newline="") as file:
        before = file.read()
    text = mended(photo, before)
    if text == before:
        return
    temporary = os.path.join(os.path.dirname(path), ".immich-sync-sidecar")
    with open(temporary, "w", encoding="utf-8", newline="") as file:
        file.write(text)
    os.utime(temporary, ns=(status.st_atime_ns, status.st_mtime_ns))
    os.replace(temporary, path)


def mend_sidecars(photo, paths):
    """Those that could be mended. A file without its sidecar gets its details when it is on the server."""

    def is_mended(path):
        try:
            mend_sidecar(photo, path)
            return True
        except Exception:
            return False

    return [path for path in paths if is_mended(path)]


def pairs(errors):
    for error in errors or ():
        if isinstance(error, (tuple, list)) and len(error) >= 2:
            yield {"path": str(error[0]), "message": str(error[1])}
        else:
            yield {"path": "", "message": str(error)}


def record_of(photo, results):
    def file(path, status):
        return {"part": part_of(photo, str(path)), "path": str(path), "status": status}

    files = {}
    for status in ("exported", "new", "updated", "skipped"):
        for path in getattr(results, status, None) or ():
            files[str(path)] = file(path, status)
    sidecars = list(getattr(results, "sidecar_xmp_written", None) or ()) + list(getattr(results, "sidecar_xmp_skipped", None) or ())
    return {
        "uuid": photo.uuid,
        "files": list(files.values()),
        "sidecars": list(dict.fromkeys(str(path) for path in sidecars)),
        "missing": list(dict.fromkeys(str(path) for path in getattr(results, "missing", None) or ())),
        "errors": list(pairs(getattr(results, "error", None))),
    }


def append(path, record):
    """One write call on a file opened for appending: a kill leaves whole lines, and a torn last line at worst (it then has no newline)."""
    line = json.dumps(record, ensure_ascii=True, separators=(",", ":")) + "\n"
    os.write(descriptor_of(path, os.O_APPEND), line.encode("ascii"))


def on_photo(photo, results, verbose):
    try:
        path = os.environ["IMMICH_SYNC_RECORDS"]
        try:
            record = record_of(photo, results)
        except Exception as error:
            message = f"{type(error).__name__}: {error}"
            record = {"uuid": photo.uuid, "files": [], "sidecars": [], "missing": [], "errors": [{"path": "", "message": message}]}
        record["sidecars"] = mend_sidecars(photo, record["sidecars"])
        append(path, record)
        wait_for_leave(photo.uuid)
    except Exception as error:
        print(f"on_photo: {type(error).__name__}: {error}", file=sys.stderr)

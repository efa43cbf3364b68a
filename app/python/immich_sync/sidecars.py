"""
The XMP files that osxphotos writes, as Immich needs them.

What osxphotos (0.75 to 0.77) writes is not what Immich (2.0 to 3.1, `metadata.service.ts` with exiftool-vendored) would need:
- the capture date comes as `xmp:CreateDate` without its zone, and the sidecar's date wins over the file's; `exif:DateTimeOriginal` goes first;
- where the sidecar tells a place, the local time is worked out in the zone of that place, unless `exif:OffsetTimeOriginal` says another: for
  films, too. Without a place the date's own offset counts; a zone beside it would only stand in the way of a date that is changed later, of
  which Immich writes nothing but the date;
- `ImageDescription || Description`: what a camera wrote into the file beats `dc:description`, not `tiff:ImageDescription`. Both empty are a
  caption that is none.
"""

import os
import re
import unicodedata
from collections.abc import Sequence
from datetime import timedelta, timezone
from xml.sax.saxutils import escape, unescape

from .osxphotos_types import Photo

OURS = """<rdf:Description rdf:about=""
 xmlns:exif='http://ns.adobe.com/exif/1.0/' xmlns:tiff='http://ns.adobe.com/tiff/1.0/'>
        <exif:DateTimeOriginal>{date}</exif:DateTimeOriginal>
{zone}        <tiff:ImageDescription><rdf:Alt><rdf:li xml:lang='x-default'>{caption}</rdf:li></rdf:Alt></tiff:ImageDescription>
</rdf:Description>
</rdf:RDF>"""
FORMER = re.compile(
    "<rdf:Description rdf:about=\"\"\n xmlns:exif='[^']*'(?: xmlns:tiff='[^']*')?>\\s*<exif:DateTimeOriginal>.*?</rdf:RDF>",
    re.DOTALL,
)
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


def captured_at(photo: Photo) -> str:
    """The capture date with the offset that Photos has, in whole minutes: XMP knows no seconds there."""
    date = photo.date
    offset = date.utcoffset() or timedelta(0)
    if offset.seconds % 60:
        date = date.astimezone(timezone(timedelta(minutes=round(offset.total_seconds() / 60))))
    return date.isoformat(timespec="milliseconds")


def caption_of(photo: Photo) -> str:
    caption = photo.description or ""
    return f"{caption} " if NO_TEXT.fullmatch(caption) else caption


def tags_of(photo: Photo) -> list[str]:
    parent = os.environ.get("IMMICH_SYNC_TAG_PARENT", "")
    tags = (f"{parent}/{keyword}" if parent else keyword for keyword in photo.keywords or ())
    return sorted({unicodedata.normalize("NFC", NOT_XML.sub("", tag)) for tag in tags})


def with_tags(text: str, tags: Sequence[str]) -> str:
    """Writes the list again only where it says something else."""

    def list_of(match: re.Match[str]) -> str:
        if sorted(NOT_XML.sub("", unescape(tag, QUOTES)) for tag in TAG.findall(match[2])) == tags:
            return match[0]
        return match[1] + "".join(f"\n<rdf:li>{escape(tag)}</rdf:li>" for tag in tags) + "\n" + match[3]

    return TAGS.sub(list_of, text)


def mended(photo: Photo, text: str) -> str:
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


def mend_sidecar(photo: Photo, path: str) -> None:
    """Writes an XMP file that osxphotos has rewritten, if it has to be repaired, as old as it was."""
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


def mend_sidecars(photo: Photo, paths: Sequence[str]) -> list[str]:
    """Those that could be repaired. A file without its sidecar gets its details when it is on the server."""

    def is_mended(path: str) -> bool:
        try:
            mend_sidecar(photo, path)
            return True
        except Exception:
            return False

    return [path for path in paths if is_mended(path)]

"""Where the files of an asset are, and its parts as JSON, put together by hand: json's encoder alone takes a third of the time of the whole walk."""

import os
import re
import stat
from typing import Any, Protocol

from .library import Library
from .osxphotos_private import expected_edited_path, expected_path
from .osxphotos_types import Photo, Row
from .photos_tables import TYPE_IMAGE, TYPE_LIVE_VIDEO, TYPE_VIDEO
from .records import text, text_or_null

# What osxphotos calls the two kinds of assets in its table.
PHOTO, MOVIE = 0, 1
# ZADJUSTMENTSSTATE of slow-motion videos that nobody edited: their "adjustment" is the slow playback, and there is no render of it.
SLOW_MOTION_DEFAULT = 3
IDENTIFIER = re.compile("[A-Za-z0-9-]+")
NO_RENDERS: frozenset[int] = frozenset()

Part = tuple[str, bool]
"""A part as JSON, and whether it is on this Mac."""


class Files(Protocol):
    absence: str

    def is_allowed(self, path: str) -> bool: ...
    def original(self) -> Part: ...
    def edited(self, revision: str | None) -> Part: ...
    def live_video(self, is_original_here: bool) -> str: ...
    def edited_live_video(self, revision: str | None) -> Part: ...
    def raw(self) -> str: ...


class OwnFiles:
    """Those of an ordinary asset: in the library itself, by the rules of osxphotos' `_path_5` and so on."""

    __slots__ = ("absence", "library", "path", "row", "uuid")

    def __init__(self, library: Library, uuid: str, row: Row) -> None:
        self.library = library
        self.uuid = uuid
        self.row = row
        self.path = library.folder(row["directory"]) + row["filename"]
        self.absence = library.absence(row, uuid)
        if not IDENTIFIER.fullmatch(uuid):
            raise ValueError("it has an odd identifier")

    def is_allowed(self, path: str) -> bool:
        return self.library.is_confined(path)

    def original(self) -> Part:
        return part(self, "original", self.path, self.row["isMissing"] != 1)

    def edited(self, revision: str | None) -> Part:
        kind = self.row["type"]
        if kind == PHOTO:
            has_heic = self.row["UTI"] == "public.heic" and self.library.database.photos_version != 5
            return part(self, "edited", self.render("1_201_a.heic" if has_heic else "1_201_a.jpeg"), True, revision)
        return part(self, "edited", self.render("2_0_a.mov") if kind == MOVIE else None, True, revision)

    def live_video(self, is_original_here: bool) -> str:
        return part(self, "live-video", beside(self.path, "_3.mov"), is_original_here)[0]

    def edited_live_video(self, revision: str | None) -> Part:
        return part(self, "edited-live-video", self.render("2_100_a.mov"), True, revision)

    def raw(self) -> str:
        return part(self, "raw", self.library.raw_path(self.row), True)[0]

    def render(self, name: str) -> str:
        return self.library.path + f"/resources/renders/{self.uuid[0]}/{self.uuid}_{name}"


class ToldFiles:
    """The same as osxphotos' public properties tell it: for shared albums, shared moments and files outside of the library."""

    def __init__(self, library: Library, photo: Photo, row: Row) -> None:
        self.library = library
        self.photo = photo
        self.row = row
        self.path = expected_path(photo)
        self.absence = library.absence(row, photo.uuid, self.path if photo.isreference else None)

    def is_allowed(self, path: str) -> bool:
        if self.photo.isreference and not path.startswith(self.library.path + "/"):
            return self.library.is_on_its_volume(path)
        return self.library.is_confined(path)

    def original(self) -> Part:
        return told_part(self, "original", self.photo.path, self.path)

    def edited(self, revision: str | None) -> Part:
        return told_part(self, "edited", self.photo.path_edited, expected_edited_path(self.photo), revision)

    def live_video(self, is_original_here: bool) -> str:
        del is_original_here  # the property knows
        expected = beside(self.photo.path or self.path, "_3.mov")
        return told_part(self, "live-video", self.photo.path_live_photo, expected)[0]

    def edited_live_video(self, revision: str | None) -> Part:
        uuid = self.photo.uuid
        expected = os.path.join(self.library.path, "resources", "renders", uuid[0], f"{uuid}_2_100_a.mov")
        return told_part(self, "edited-live-video", self.photo.path_edited_live_photo, expected, revision)

    def raw(self) -> str:
        path = self.photo.path_raw if self.photo.isreference else self.library.raw_path(self.row)
        return part(self, "raw", path, True)[0]


def beside(original: str | None, suffix: str) -> str | None:
    return os.path.splitext(original)[0] + suffix if original else None


def told_part(files: Files, kind: str, found: str | None, expected: str | None, revision: str | None = None) -> Part:
    return part(files, kind, found or expected, bool(found), revision)


def part(files: Files, kind: str, path: Any, is_exported: bool, revision: str | None = None) -> Part:
    """`path`: where the file is or will be, or None. `is_exported`: whether osxphotos would export it if it is there."""
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


def status_of(path: str) -> os.stat_result | None:
    """Of the file itself: a link is no file of the library."""
    try:
        return os.lstat(path)
    except (OSError, ValueError):
        return None


def parts_of(files: Files, row: Row, renders: dict[int, set[int]] | None) -> str:
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

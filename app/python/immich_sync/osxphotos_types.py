"""What this package uses of osxphotos' public objects; osxphotos itself has no types."""

import sqlite3
from collections.abc import Mapping, MutableMapping, Sequence
from datetime import datetime
from typing import Any, Protocol

Row = Mapping[str, Any]
"""What osxphotos knows of a photo, by its own names."""
MutableRow = MutableMapping[str, Any]


class Photo(Protocol):
    uuid: str
    filename: str
    original_filename: str
    date: datetime
    title: str | None
    description: str | None
    keywords: Sequence[str]
    favorite: bool
    hidden: bool
    intrash: bool
    shared: bool
    syndicated: bool | None
    saved_to_library: bool | None
    isphoto: bool
    ismovie: bool
    isreference: bool
    ismissing: bool
    incloud: bool | None
    burst: bool
    live_photo: bool
    has_raw: bool
    hasadjustments: bool
    adjustment_type: int | None
    slow_mo: bool
    screenshot: bool
    path: str | None
    path_edited: str | None
    path_live_photo: str | None
    path_edited_live_photo: str | None
    path_raw: str | None
    original_width: int
    original_height: int
    original_orientation: int
    original_filesize: int
    latitude: float | None
    longitude: float | None


class Album(Protocol):
    uuid: str
    title: str | None
    folder_names: Sequence[str | None]
    sort_order: object
    photos: Sequence[Photo]


class Database(Protocol):
    photos_version: int
    library_path: str
    album_info: Sequence[Album]

    def get_photo(self, uuid: str) -> Photo: ...
    def photos_by_uuid(self, uuids: Sequence[str]) -> Sequence[Photo]: ...
    def execute(self, sql: str, params: Sequence[object] | None = None) -> sqlite3.Cursor: ...

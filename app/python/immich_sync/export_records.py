"""What has become of each photo of an export, one JSON line each. src/core/photos/export-record.ts has their shape."""

import json
import os
from collections.abc import Iterable, Iterator
from typing import Any

from .notices import words
from .osxphotos_types import Photo

Record = dict[str, Any]

_descriptors: dict[str, int] = {}
"""Files that something is written to for every photo: opening them again each time would be a tenth of an export."""


def descriptor_of(path: str, flags: int) -> int:
    if path not in _descriptors:
        _descriptors[path] = os.open(path, os.O_WRONLY | os.O_CREAT | flags, 0o600)
    return _descriptors[path]


def append(path: str, record: Record) -> None:
    """One write call on a file opened for appending: a kill leaves whole lines, and a torn last line at worst (it then has no newline)."""
    line = json.dumps(record, ensure_ascii=True, separators=(",", ":")) + "\n"
    os.write(descriptor_of(path, os.O_APPEND), line.encode("ascii"))


def note_current(path: str, uuid: str) -> None:
    """Says in the first line of this file which photo osxphotos is at, for the case that it ends there."""
    os.pwrite(descriptor_of(path, 0), f"{uuid}\n".encode(), 0)


def record_of(photo: Photo, results: object) -> Record:
    """`results`: osxphotos' `ExportResults`."""

    def paths(name: str) -> list[str]:
        return [str(path) for path in getattr(results, name, None) or ()]

    files = {
        path: {"part": part_of(photo, path), "path": path, "status": status}
        for status in ("exported", "new", "updated", "skipped")
        for path in paths(status)
    }
    return {
        "uuid": photo.uuid,
        "files": list(files.values()),
        "sidecars": unique(paths("sidecar_xmp_written") + paths("sidecar_xmp_skipped")),
        "missing": unique(paths("missing")),
        "errors": list(errors_of(getattr(results, "error", None))),
    }


def failed_record(uuid: str, error: Exception) -> Record:
    errors = [{"path": "", "message": words(error)}]
    return {"uuid": uuid, "files": [], "sidecars": [], "missing": [], "errors": errors}


def unique(paths: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(paths))


def errors_of(errors: Iterable[object] | None) -> Iterator[dict[str, str]]:
    for error in errors or ():
        if isinstance(error, (tuple, list)) and len(error) >= 2:
            yield {"path": str(error[0]), "message": str(error[1])}
        else:
            yield {"path": "", "message": str(error)}


def part_of(photo: Photo, path: str) -> str:
    """
    Which part of the asset an exported file is: `UUID.heic`, `UUID.mov`, `UUID_edited.heic`, `UUID_edited.mov`, `UUID.dng`, each perhaps with
    ` (1)`.
    """
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

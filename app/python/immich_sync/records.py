"""
The inventory's lines on standard output, one JSON object each. src/core/photos/inventory-record.ts has their shapes.

First `library`, then every `asset` sorted by UUID (with an `unreadable` for each one that could not be read, and an `altered` after one whose texts
could not be taken as they are), then every `album` (`members` continue a large one), last `end`.
"""

import json
import os
from typing import Any

encode = json.JSONEncoder(ensure_ascii=True, separators=(",", ":")).encode
text = json.encoder.encode_basestring_ascii

MAX_MESSAGE = 1_000


class Records:
    """Standard output belongs to the records. Whatever osxphotos or a library of its own prints goes to standard error instead."""

    def __init__(self) -> None:
        self._file = os.fdopen(os.dup(1), "w", encoding="ascii", newline="\n", buffering=1 << 18)
        os.dup2(2, 1)

    def write(self, record: dict[str, Any]) -> None:
        self.write_line(encode(record))

    def write_line(self, line: str) -> None:
        self._file.write(line + "\n")

    def write_unreadable(self, uuid: object, filename: object, error: Exception | str, about: str = "asset") -> None:
        message = f"{type(error).__name__}: {error}" if isinstance(error, Exception) else error
        self.write(
            {
                "kind": "unreadable",
                "about": about,
                "uuid": str(uuid),
                "filename": filename if isinstance(filename, str) else None,
                "message": message[:MAX_MESSAGE],
            }
        )

    def flush(self) -> None:
        self._file.flush()


def text_or_null(value: str | None) -> str:
    return "null" if value is None else text(value)


def flag(value: object) -> str:
    return "true" if value else "false"

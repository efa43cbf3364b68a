"""
The order of an export, and its pace: so one export, with one reading of the library, fills the disk no faster than it is emptied. Its other side is
src/core/photos/export-pace.ts.
"""

import os
import time

POLL = 0.02
"""Seconds."""


class Pace:
    def __init__(self) -> None:
        self._places: dict[str, int] = {}

    def read_order(self, path: str) -> None:
        """`path`: the file of UUIDs."""
        with open(path, encoding="utf-8") as file:
            uuids = (line.strip() for line in file)
            self._places.update((uuid, place) for place, uuid in enumerate(uuids) if uuid)

    def place_of(self, uuid: str) -> int:
        """What is not named in the file comes last."""
        return self._places.get(uuid, len(self._places))

    def wait_for_leave(self, uuid: str, path: str | None) -> None:
        """
        Holds the export up until this file lets it go on: it says how many of the UUIDs may be exported. A file that is touched while waiting
        shows that all is well.
        """
        following = self.place_of(uuid) + 1
        if not path or following >= len(self._places):
            return
        parent = os.getppid()
        polls = 0
        while os.getppid() == parent:
            try:
                with open(path, encoding="ascii") as file:
                    if following < int(file.read()):
                        return
            except (OSError, ValueError):
                return
            if polls % 50 == 0:
                with open(path + ".waiting", "w", encoding="ascii") as file:
                    file.write(str(polls))
            polls += 1
            time.sleep(POLL)

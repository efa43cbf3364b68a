"""What the walk over all assets looks up for each of them."""

import os
import re
from collections.abc import Mapping
from typing import cast

from .osxphotos_private import exif_rows, originals_path, photo_rows, shared_with_you
from .osxphotos_types import Database, Row
from .photos_tables import asset_table, read_in_icloud, read_renders

# A disk that is not the one that macOS started from.
VOLUME = re.compile("/Volumes/[^/]+")
ROOT = re.compile("/[^/]+")


class Library:
    """What is not there is None, and the asset takes the slow way."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.rows = photo_rows(database)
        self.shared_with_you = shared_with_you(database)
        self.path = database.library_path
        # Where osxphotos does not tell it, whatever needs it fails, asset by asset.
        self.originals = cast(str, originals_path(database))
        self.renders = read_renders(database)
        self.cloud_guids = read_in_icloud(database, asset_table(database), "ZCLOUDASSETGUID")
        self.exif = exif_rows(database)
        self.raw_files = RawFiles()
        self._volumes: dict[str, bool] = {}
        self._confined: dict[str, bool] = {}
        self._folders: dict[str, str] = {}

    def absence(self, row: Row, uuid: str, path: str | None = None) -> str:
        """Why a file of this asset is not on this Mac, if it is not. `path`: of an original that Photos only refers to."""
        if row["shared"] or row["incloud"] or uuid in self.cloud_guids:
            return "in-icloud"
        return "disk-not-connected" if path and not self.is_connected(path) else "missing"

    def is_connected(self, path: str) -> bool:
        volume = VOLUME.match(path)
        if volume is None:
            return True
        name = volume[0]
        if name not in self._volumes:
            self._volumes[name] = os.path.isdir(name)
        return self._volumes[name]

    def is_confined(self, path: str) -> bool:
        """
        Whether this file, which may itself be no link, lies in the library. The bundle, or its originals or resources as a whole, may be links:
        then that place is the library. No other folder may, and no path may lead out of it.
        """
        folder = path.rpartition("/")[0]
        if folder not in self._confined:
            places = (self.path, self.originals, os.path.join(self.path, "resources"))
            self._confined[folder] = any(lies_below(folder, place) for place in places)
        return self._confined[folder]

    def is_on_its_volume(self, path: str) -> bool:
        """Whether a file that Photos only refers to lies on the disk that its path names."""
        folder = path.rpartition("/")[0]
        if folder not in self._confined:
            volume = VOLUME.match(path) or ROOT.match(path)
            try:
                is_there = volume is not None and os.stat(folder).st_dev == os.stat(volume[0]).st_dev
            except (OSError, ValueError):
                is_there = False
            self._confined[folder] = is_there
        return self._confined[folder]

    def folder(self, directory: str) -> str:
        """The absolute path, with a slash at its end, of a folder that is named relative to that of the originals."""
        path = self._folders.get(directory)
        if path is None:
            path = self._folders[directory] = os.path.join(self.originals, directory, "")
        return path

    def raw_path(self, row: Row) -> str | None:
        if row["isMissing"] == 1:
            return None  # osxphotos exports no RAW of an asset whose original is missing
        return self.raw_files.find(self.folder(row["directory"]), os.path.splitext(row["filename"])[0])


class RawFiles:
    """Finds the RAW file of a RAW+JPEG pair as osxphotos does (the first file `STEM_4*` beside the original), listing each folder once."""

    def __init__(self) -> None:
        self._folders: dict[str, Mapping[str, str]] = {}

    def find(self, folder: str, stem: str) -> str | None:
        names = self._folders.get(folder)
        if names is None:
            names = self._folders[folder] = names_by_stem(folder)
        name = names.get(f"{stem}_4".lower())
        return os.path.join(folder, name) if name else None


def names_by_stem(folder: str) -> dict[str, str]:
    try:
        listed = sorted(os.listdir(folder), reverse=True)
    except OSError:
        return {}
    return {(name.rpartition(".")[0] or name).lower(): name for name in listed}


def lies_below(folder: str, place: str) -> bool:
    if ".." in folder.split("/") or not (folder + "/").startswith(place.rstrip("/") + "/"):
        return False
    expected = os.path.normpath(os.path.join(os.path.realpath(place), os.path.relpath(folder, place)))
    return os.path.realpath(folder) == expected

"""
Everything that this package uses of osxphotos (and of photoscript, by which osxphotos talks to Photos) that is not public, so that a new version
is a matter of this file.

Read from the sources of TESTED_VERSIONS. What is only *read* here is tried with every version, and whoever calls has a public way that is slower.
What is *changed* in osxphotos for the sake of speed is changed in PATCHED_VERSIONS alone. What is changed because the export would be wrong
or harmful without it (`use_plain_names`, `leave_photos_alone`) is changed in every version, and raises where it cannot be.
"""

import gc
import os
import sys
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from functools import lru_cache
from typing import Any, cast

from .notices import say_slow
from .osxphotos_types import Database, MutableRow, Photo

# src/core/tools/tested-versions.ts has the same list.
TESTED_VERSIONS = ("0.75.1", "0.77.2")
PATCHED_VERSIONS = ("0.77.2",)


def version() -> str:
    import osxphotos

    return str(osxphotos.__version__)


# Reading


def open_library(library: str, snapshot: str) -> Database:
    """
    Loads the snapshot of the library's database.
    Search data (labels) is the slowest part of loading and not needed; the parameter that leaves it out is internal to osxphotos.
    """
    import osxphotos

    # Loading makes millions of objects and no garbage: looking for some again and again is a seventh of its time.
    gc.disable()
    try:
        return cast(Database, osxphotos.PhotosDB(dbfile=snapshot, library_path=library, _skip_searchinfo=True))
    except TypeError as error:
        say_slow("search data is read, too", error)
        return cast(Database, osxphotos.PhotosDB(dbfile=snapshot, library_path=library))
    finally:
        gc.freeze()
        gc.enable()


def model_version(snapshot: str) -> int | None:
    """The version of the database's model, for example 19320; None when it cannot be told."""
    try:
        from osxphotos.photosdb.photosdb_utils import get_model_version

        return int(get_model_version(snapshot))
    except Exception:
        return None


def photo_rows(database: Database) -> MutableMapping[str, MutableRow]:
    """Every photo by UUID; `photos()` leaves out unpicked burst frames."""
    return cast(MutableMapping[str, MutableRow], cast(Any, database)._dbphotos)


def shared_with_you(database: Database) -> Mapping[str, Mapping[str, Any]] | None:
    return _table(database, "_db_syndication_uuid")


def exif_rows(database: Database) -> Mapping[str, Mapping[str, Any]]:
    """What Photos read from the files; without the table nothing is known of cameras."""
    return _table(database, "_db_exifinfo_uuid") or {}


def album_rows(database: Database, album: str) -> Sequence[tuple[str, int | None]]:
    """The UUIDs in an album, each with its place in the order made by hand."""
    table = _table(database, "_dbalbums_album")
    if table is None:
        raise AttributeError("_dbalbums_album")
    return cast(Sequence[tuple[str, int | None]], table.get(album, ()))


def originals_path(database: Database) -> str | None:
    return cast(str | None, getattr(database, "_masters_path", None))


def _table(database: Database, name: str) -> Mapping[str, Any] | None:
    """One of osxphotos' own tables by UUID, which answers faster than its properties; None when it is not there."""
    table = getattr(database, name, None)
    return table if isinstance(table, dict) else None


def row_of(photo: Photo) -> MutableRow:
    return cast(MutableRow, cast(Any, photo)._info)


def database_of(photo: Photo) -> Database:
    return cast(Database, cast(Any, photo)._db)


def database_of_query() -> Database:
    """That of the export whose query function calls this one's caller: it is not handed to query functions."""
    return cast(Database, sys._getframe(2).f_locals["photosdb"])


def expected_path(photo: Photo) -> str | None:
    """Where the original would be; the public `path` is None for a missing one."""
    return _path(photo, "_path_5")


def expected_edited_path(photo: Photo) -> str | None:
    return _path(photo, "_path_edited_5")


def _path(photo: Photo, name: str) -> str | None:
    try:
        return cast(str | None, getattr(photo, name)())
    except Exception:
        return None


def is_system_library(path: str) -> bool:
    """False only when Photos is known to have another one: AppleScript and PhotoKit ask the System Photo Library, whatever was read here."""
    from osxphotos.utils import get_system_library_path

    try:
        return os.path.samefile(path, get_system_library_path())
    except Exception:
        return True


def export_from(database: Database, arguments: Sequence[str], on_begin: Callable[[], None]) -> None:
    """
    `osxphotos export` with these arguments, from a library that is loaded already: its `export` command takes a PhotosDB in place of a path.
    Whatever the command does besides (its words, its crash log, its exit code) is the same.
    """
    from osxphotos.cli.export import export

    context = export.make_context("export", list(arguments))
    context.params["db"] = database
    on_begin()
    with context:
        export.invoke(context)


# Changing what would be wrong or harmful


def use_plain_names(name_of: Callable[[Photo], str]) -> None:
    """Has osxphotos take this for the name that a photo had before it was imported."""
    from osxphotos import PhotoInfo

    PhotoInfo.original_filename = property(name_of)


def leave_photos_alone() -> None:
    """
    photoscript 0.6 and osxphotos 0.77 end Photos by force and try again: after an AppleScript that took too long
    (`script_loader.run_script`), and after ten failures (`PhotoExporter._kill_photos_process`). It may be the Photos that the person is
    working in. Raises where that cannot be prevented.
    """
    from osxphotos.photoexporter import PhotoExporter
    from photoscript import script_loader

    if not callable(PhotoExporter._kill_photos_process) or not callable(script_loader.kill_photos_app):
        raise AttributeError("where Photos would be ended")
    PhotoExporter._kill_photos_process = staticmethod(lambda: None)
    script_loader.kill_photos_app = lambda _state: None
    script_loader.configure_run_script(retry_enabled=False)


# Changing what is slow


def apply_performance_patches() -> None:
    """
    What osxphotos does for each photo without any use is half of an export's time. Each patch says what it spares. In a version that they were
    not tried with, none is applied; one that fails leaves osxphotos as it is.
    """
    if version() not in PATCHED_VERSIONS:
        say_slow(f"osxphotos {version()} was not tried with the performance patches, so that it exports without them")
        return
    for patch in PERFORMANCE_PATCHES:
        try:
            patch()
        except Exception as error:
            say_slow(f"the performance patch {patch.__name__} does not fit", error)


def parse_templates_once() -> None:
    """It parses the same three templates for each photo, and only reads what comes of it."""
    from osxphotos.phototemplate import PhotoTemplateParser

    if not hasattr(PhotoTemplateParser.parse, "cache_info"):
        PhotoTemplateParser.parse = lru_cache(maxsize=64)(PhotoTemplateParser.parse)


def copy_the_top_alone() -> None:
    """To sort a few lists it copies all that it knows of a photo to the last leaf, and changes the top alone (`json`, `_json_hexdigest`)."""
    from osxphotos import PhotoInfo

    uncached = PhotoInfo._asdict_uncached

    def asdict(photo: Any, shallow: bool = True) -> dict[str, Any]:
        if shallow not in photo._asdict_cache:
            photo._asdict_cache[shallow] = uncached(photo, shallow=shallow)
        return dict(photo._asdict_cache[shallow])

    PhotoInfo.asdict = asdict


def touch_files_plainly() -> None:
    """With `--retry 1`, which is to try a photo once more, it wraps every touch of a file into a machinery for one attempt."""
    from osxphotos.fileutil import RETRY_FILEUTIL_CONFIG

    if RETRY_FILEUTIL_CONFIG["retries"] == 1:
        RETRY_FILEUTIL_CONFIG["retry_enabled"] = False


def keep_what_decides() -> None:
    """
    It asks for the analyses of the picture and for what iCloud knows, each time in a database that it opens for that, to note them in the export
    database, where whoever likes may read them. What decides whether a file is exported again is the digest of the rest.
    """
    from osxphotos.photoexporter import PhotoExporter

    if not callable(PhotoExporter._get_photo_json_full):
        raise AttributeError("_get_photo_json_full")
    PhotoExporter._get_photo_json_full = lambda exporter: exporter.photo.json(shallow=True)


def check_folders_once() -> None:
    """It checks the names of the same few folders for each photo."""
    module = sys.modules["osxphotos.cli.export"]
    for name in ("sanitize_filepath", "is_valid_filepath"):
        check = getattr(module, name)
        if not hasattr(check, "cache_info"):
            setattr(module, name, lru_cache(maxsize=1024)(check))


PERFORMANCE_PATCHES: tuple[Callable[[], None], ...] = (
    parse_templates_once,
    copy_the_top_alone,
    touch_files_plainly,
    keep_what_decides,
    check_folders_once,
)

"""The slower ways: what they say is the same, and that they were taken is said once."""

from types import SimpleNamespace
from typing import Any, cast

import osxphotos
import pytest

from immich_sync.albums import album_members, members_of
from immich_sync.assets import asset_from_properties, asset_from_table, asset_of
from immich_sync.library import Library
from immich_sync.notices import say_slow
from immich_sync.osxphotos_private import TESTED_VERSIONS, open_library, version
from immich_sync.osxphotos_types import Database


def test_the_osxphotos_of_these_tests_is_one_of_the_tested() -> None:
    assert version() in TESTED_VERSIONS


def test_properties_say_of_every_asset_what_the_tables_say(database: Database) -> None:
    library = Library(database)
    from_table = {uuid: asset_from_table(library, uuid) for uuid in library.rows}
    assert len([record for record in from_table.values() if record]) > 60
    assert {uuid: asset_from_properties(library, uuid) for uuid in library.rows} == from_table


def test_properties_say_of_every_album_what_the_tables_say(database: Database) -> None:
    known = set(Library(database).rows)
    albums = database.album_info
    assert len(albums) > 3
    for album in albums:
        assert members_of(database, album, known) == [photo.uuid for photo in album.photos]


def test_a_missing_table_of_assets_is_told_once(database: Database, capfd: pytest.CaptureFixture[str]) -> None:
    library = Library(database)
    library.shared_with_you = None
    shown = [uuid for uuid in library.rows if asset_of(library, uuid)]
    assert len(shown) > 60
    assert (
        capfd.readouterr().err
        == "immich_sync: slow: assets are read by osxphotos’ properties: LookupError: osxphotos’ table of what others have shared\n"
    )


def test_a_missing_table_of_albums_is_told_once(database: Database, capfd: pytest.CaptureFixture[str]) -> None:
    known = set(Library(database).rows)
    expected = [members_of(database, album, known) for album in database.album_info]
    # osxphotos itself needs the table for the members of an album.
    albums = [cast(Any, SimpleNamespace(uuid=album.uuid, photos=list(album.photos))) for album in database.album_info]
    cast(Any, database)._dbalbums_album = None
    assert [album_members(database, album, known) for album in albums] == expected
    assert capfd.readouterr().err == "immich_sync: slow: albums are read by osxphotos’ properties: AttributeError: _dbalbums_album\n"


def test_a_loader_without_the_internal_parameter_is_told(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    loaded = object()

    def load(dbfile: str, library_path: str) -> object:
        assert (dbfile, library_path) == ("snapshot", "library")
        return loaded

    monkeypatch.setattr(osxphotos, "PhotosDB", load)
    assert cast(object, open_library("library", "snapshot")) is loaded
    assert "immich_sync: slow: search data is read, too: TypeError" in capfd.readouterr().err


def test_what_is_said_is_one_line(capfd: pytest.CaptureFixture[str]) -> None:
    say_slow("this way", ValueError("of\nseveral\nlines" + " and long" * 100))
    lines = capfd.readouterr().err.splitlines()
    assert len(lines) == 1
    assert len(lines[0]) <= 300

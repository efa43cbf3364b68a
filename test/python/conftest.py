"""Fixtures. osxphotos is the real one, the library one that the project's generator draws."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from immich_sync import notices
from immich_sync.osxphotos_private import open_library
from immich_sync.osxphotos_types import Database

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def sample_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One asset of every kind."""
    library = tmp_path_factory.mktemp("libraries") / "Sample.photoslibrary"
    make = REPOSITORY / "test" / "support" / "photos-library" / "make.ts"
    subprocess.run(["node", str(make), str(library), "--sample"], check=True, capture_output=True)
    return library


@pytest.fixture(scope="session")
def snapshot(sample_library: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("snapshot")
    for file in (sample_library / "database").glob("Photos.sqlite*"):
        shutil.copy(file, folder)
    return folder / "Photos.sqlite"


@pytest.fixture
def database(sample_library: Path, snapshot: Path) -> Database:
    return open_library(str(sample_library), str(snapshot))


@pytest.fixture(autouse=True)
def nothing_said() -> Iterator[None]:
    """Each test hears everything that is said once."""
    notices._said.clear()
    yield
    notices._said.clear()


@pytest.fixture
def unpatched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a test changes in osxphotos is as it was after it."""
    from osxphotos import PhotoInfo
    from osxphotos.cli import export
    from osxphotos.fileutil import RETRY_FILEUTIL_CONFIG
    from osxphotos.photoexporter import PhotoExporter
    from osxphotos.phototemplate import PhotoTemplateParser

    del export
    changed = [
        (PhotoInfo, "asdict"),
        (PhotoInfo, "original_filename"),
        (PhotoExporter, "_get_photo_json_full"),
        (PhotoTemplateParser, "parse"),
        (sys.modules["osxphotos.cli.export"], "sanitize_filepath"),
        (sys.modules["osxphotos.cli.export"], "is_valid_filepath"),
    ]
    for owner, name in changed:
        # Older versions lack some.
        if name in vars(owner):
            monkeypatch.setattr(owner, name, vars(owner)[name])
    for key, value in dict(RETRY_FILEUTIL_CONFIG).items():
        monkeypatch.setitem(RETRY_FILEUTIL_CONFIG, key, value)

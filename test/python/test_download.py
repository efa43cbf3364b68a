"""What happens before osxphotos has Photos download originals, with a photoscript that acts like 0.6.1."""

import os
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import osxphotos.utils
import pytest
from osxphotos.photoexporter import PhotoExporter

from immich_sync.hooks import before_download
from immich_sync.osxphotos_types import Photo

# As photoscript 0.6.1 has it: an AppleScript that takes too long is run again after `killall Photos`.
SCRIPT_LOADER = Path(__file__).parent / "photoscript_0_6"


@pytest.fixture(autouse=True)
def as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PhotoExporter, "_kill_photos_process", vars(PhotoExporter)["_kill_photos_process"])
    for name in [name for name in sys.modules if name.partition(".")[0] == "photoscript"]:
        monkeypatch.delitem(sys.modules, name)


@pytest.fixture
def killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What `killall` and `pkill` were asked to end."""
    log = tmp_path / "killed"
    log.touch()
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("killall", "pkill"):
        program = programs / name
        program.write_text(f'#!/bin/sh\necho "{name} $*" >> "{log}"\n')
        program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    return log


def let_time_run_out() -> None:
    import photoscript

    with pytest.raises(RuntimeError, match="timed out"):
        photoscript.run_script("photoExport")
    PhotoExporter._kill_photos_process()


def test_photos_would_be_ended_without_us(killed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(SCRIPT_LOADER)
    let_time_run_out()
    assert killed.read_text() == "killall Photos\npkill -f Photos.app\n"


def test_photos_is_never_ended(killed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(SCRIPT_LOADER)
    monkeypatch.setenv("IMMICH_SYNC_DOWNLOAD", "photos")
    before_download([])
    let_time_run_out()
    assert killed.read_text() == ""


def test_nothing_begins_where_that_cannot_be_prevented(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # A photoscript that has it elsewhere.
    (tmp_path / "photoscript").mkdir()
    (tmp_path / "photoscript" / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("IMMICH_SYNC_DOWNLOAD", "photos")
    with pytest.raises(ImportError, match="script_loader"):
        before_download([])
    monkeypatch.setenv("IMMICH_SYNC_DOWNLOAD", "photokit")
    assert before_download([]) == []


def test_where_there_is_no_photoscript_nothing_could_end_photos(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("immich_sync.hooks.find_spec", lambda _name: None)
    monkeypatch.setenv("IMMICH_SYNC_DOWNLOAD", "photos")
    assert before_download([]) == []


def test_only_the_system_photo_library_is_downloaded_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMMICH_SYNC_DOWNLOAD", "photokit")
    system, other = tmp_path / "system", tmp_path / "other"
    system.mkdir()
    other.mkdir()
    monkeypatch.setattr(osxphotos.utils, "get_system_library_path", lambda: str(system))

    def photo_of(library: Path) -> Photo:
        return cast(Photo, cast(Any, SimpleNamespace(_db=SimpleNamespace(library_path=str(library)))))

    assert len(before_download([photo_of(other / ".." / "system")])) == 1
    with pytest.raises(ValueError, match="System Photo Library"):
        before_download([photo_of(other)])

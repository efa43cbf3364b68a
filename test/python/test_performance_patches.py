"""What our patches spare osxphotos from doing anew for each photo: it must still say the same of every photo."""

from pathlib import Path
from typing import Any

import osxphotos
import pytest
from osxphotos import fileutil, phototemplate

from immich_sync import osxphotos_private
from immich_sync.osxphotos_private import PATCHED_VERSIONS, PERFORMANCE_PATCHES, apply_performance_patches, version

TEMPLATES = ("{created.year}/{created.mm}", "_edited", "{keyword}{album?in,out}{descr[a,b]}")

pytestmark = pytest.mark.usefixtures("unpatched")


def said(photo: Any) -> list[object]:
    rendered = [photo.render_template(template, phototemplate.RenderOptions())[0] for template in TEMPLATES]
    return [photo.uuid, photo.json(shallow=False), photo.json(shallow=True), photo.hexdigest, photo.json(indent=1), rendered]


def all_said(library: Path) -> list[list[object]]:
    """Twice, as an export asks for it."""
    photos = osxphotos.PhotosDB(dbfile=str(library)).photos(movies=True, intrash=False)
    return [[said(photo), said(photo)] for photo in sorted(photos, key=lambda photo: photo.uuid)]


@pytest.fixture
def parses(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The templates that were really parsed."""
    parsed = []
    parse = phototemplate.PhotoTemplateParser.parse

    def noting(self: object, template: str) -> object:
        parsed.append(template)
        return parse(self, template)

    monkeypatch.setattr(phototemplate.PhotoTemplateParser, "parse", noting)
    return parsed


@pytest.mark.skipif(version() not in PATCHED_VERSIONS, reason="this osxphotos is not patched")
def test_change_nothing_of_what_is_said_of_a_photo(sample_library: Path, parses: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    fileutil.cfg_fileutil_retry(retry_enabled=True, retries=1)
    before = all_said(sample_library)
    assert len(before) > 60
    # Otherwise it need not be spared any more.
    assert len(parses) >= 6 * len(before)
    assert fileutil.RETRY_FILEUTIL_CONFIG["retry_enabled"] is True

    parses.clear()
    apply_performance_patches()
    apply_performance_patches()
    assert all_said(sample_library) == before
    assert len(parses) == len(TEMPLATES)
    assert fileutil.RETRY_FILEUTIL_CONFIG["retry_enabled"] is False
    assert "slow" not in capfd.readouterr().err


def test_are_for_the_versions_alone_that_they_were_tried_with(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    asdict = osxphotos.PhotoInfo.asdict
    monkeypatch.setattr(osxphotos, "__version__", "0.99.0")
    apply_performance_patches()
    apply_performance_patches()
    assert osxphotos.PhotoInfo.asdict is asdict
    assert capfd.readouterr().err.splitlines() == [
        "immich_sync: slow: osxphotos 0.99.0 was not tried with the performance patches, so that it exports without them"
    ]


def test_one_that_does_not_fit_is_told_and_stops_no_other(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    applied = []

    def moved_away() -> None:
        raise AttributeError("asdict")

    monkeypatch.setattr(osxphotos, "__version__", PATCHED_VERSIONS[-1])
    monkeypatch.setattr(osxphotos_private, "PERFORMANCE_PATCHES", (moved_away, lambda: applied.append("next")))
    apply_performance_patches()
    assert applied == ["next"]
    assert capfd.readouterr().err == "immich_sync: slow: the performance patch moved_away does not fit: AttributeError: asdict\n"


def test_each_says_what_it_spares() -> None:
    assert all(patch.__doc__ for patch in PERFORMANCE_PATCHES)

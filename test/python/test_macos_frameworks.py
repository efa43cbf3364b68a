"""What osxphotos needs of macOS, in the environment that was installed for these tests: only a Mac can tell whether it loads."""

import importlib
import sys

import pytest


@pytest.mark.skipif(sys.platform != "darwin", reason="macOS only")
@pytest.mark.parametrize("module", ["osxmetadata", "Photos", "photoscript", "AppKit", "Quartz", "osxphotos"])
def test_loads(module: str) -> None:
    importlib.import_module(module)

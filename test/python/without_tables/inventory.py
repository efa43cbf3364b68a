"""
An inventory whose ways through osxphotos' own tables are barred, as they would be in a release that keeps them otherwise. Started in place of
app/python/inventory.py by test/integration/photos/inventory.test.ts.
"""

import sys
from pathlib import Path
from typing import NoReturn

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "app" / "python"))

from immich_sync import albums, assets  # noqa: E402
from immich_sync.inventory import run  # noqa: E402


def surprise(*_: object) -> NoReturn:
    raise KeyError("directory")


assets.asset_from_table = surprise  # type: ignore[assignment]
albums.members_of = surprise  # type: ignore[assignment]

if __name__ == "__main__":
    run(sys.argv[1:])

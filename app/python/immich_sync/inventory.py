"""
Prints what a Photos library holds as JSON lines (records.py), and may then export from it; started as `osxphotos run inventory.py LIBRARY
SNAPSHOT`. SNAPSHOT is a copy of the library's database that nobody else uses; the one in the library is never opened. Nothing is written
anywhere else and nothing is changed.

Then it holds the library, which takes seconds to read, and waits for one line on standard input: an order to export, as
src/core/photos/library-session.ts writes it. Without a line it ends.
"""

import json
import os
import signal
import sys
from collections.abc import Sequence
from typing import Any

from .albums import write_albums
from .assets import write_assets
from .mending import load_mended
from .notices import say, words
from .osxphotos_private import export_from, model_version, version
from .osxphotos_types import Database
from .photos_tables import settle_missing
from .records import Records


def run(arguments: Sequence[str]) -> None:
    # The reader may have been stopped: die quietly instead of with a traceback.
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    try:
        library, snapshot = (os.path.abspath(path) for path in arguments[:2])
        take(library, snapshot, Records())
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        say(f"inventory: failed: {words(error)}")
        sys.exit(1)


def take(library: str, snapshot: str, records: Records) -> None:
    database, mended, is_mended = load_mended(library, snapshot)
    settle_missing(database)
    records.write(header(library, snapshot, database, is_mended))
    assets = write_assets(records, database, mended)
    albums = write_albums(records, database, assets)
    records.write({"kind": "end", "assets": len(assets), "albums": albums})
    records.flush()
    # The two outputs are read independently of each other: all that was said on this one, too, was about the inventory.
    say("inventory: complete")
    del assets
    order = take_order()
    if order is None:
        # Python would take a second to clear up the memory of a large library.
        os._exit(0)
    export_held(database, order)


def header(library: str, snapshot: str, database: Database, is_mended: bool) -> dict[str, Any]:
    return {
        "kind": "library",
        "path": library,
        "photosVersion": str(getattr(database, "photos_version", "")),
        "modelVersion": model_version(snapshot),
        "osxphotosVersion": version(),
        "mended": is_mended,
    }


def take_order() -> dict[str, Any] | None:
    """Waits for the order; None when the reader wants nothing more. From then on there is no standard input, as for every export."""
    line = sys.stdin.readline()
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    return json.loads(line) if line.strip() else None


def export_held(database: Database, order: dict[str, Any]) -> None:
    os.environ.update(order["environment"])
    os.chdir(order["folder"])
    export_from(database, order["arguments"], on_begin=lambda: say("inventory: exporting"))

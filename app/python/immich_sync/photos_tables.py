"""What is read straight from the snapshot of Photos' database, because osxphotos does not tell it."""

from .notices import say
from .osxphotos_private import photo_rows
from .osxphotos_types import Database

# ZINTERNALRESOURCE: version 2 is the current edit. The file name of a render spells its recipe, `UUID_1_201_a.heic` is recipe
# 0x10192: format 1 (image), number 201 in the upper bits of the rest.
CURRENT_EDIT = 2
TYPE_IMAGE, TYPE_VIDEO, TYPE_LIVE_VIDEO = 0, 1, 3
FULL_SIZE_IMAGE_RECIPE = 0x10192 >> 1

ORIGINAL_IS_HERE = "ZDATASTORESUBTYPE IN (1, 3) AND ZLOCALAVAILABILITY = 1"
"""Of a row of ZINTERNALRESOURCE."""


def asset_table(database: Database) -> str:
    """macOS 10.15 has another name for it."""
    is_old = database.execute("SELECT 1 FROM sqlite_master WHERE name = 'ZGENERICASSET'").fetchone()
    return "ZGENERICASSET" if is_old else "ZASSET"


def read_renders(database: Database) -> dict[int, set[int]] | None:
    """Which assets have a render of which part, by primary key, on this Mac or in iCloud; None when the table has another shape."""
    try:
        rows = database.execute(
            f"""SELECT ZASSET, ZRESOURCETYPE, ZRECIPEID FROM ZINTERNALRESOURCE
                WHERE ZVERSION = {CURRENT_EDIT} AND ZTRASHEDSTATE = 0"""
        )
        renders: dict[int, set[int]] = {}
        for asset_key, kind, recipe in rows:
            if kind == TYPE_IMAGE and (recipe or 0) >> 1 != FULL_SIZE_IMAGE_RECIPE:
                continue  # a thumbnail or a video's poster frame
            renders.setdefault(asset_key, set()).add(kind)
        return renders
    except Exception as error:
        say(f"inventory: the table of renders could not be read: {error}")
        return None


def read_in_icloud(database: Database, table: str, guid: str) -> dict[str, str]:
    """
    What iCloud calls the rows of this table that it holds, by UUID. Rows of shared albums carry a name, too, which is not theirs alone: their
    state is another one.
    """
    try:
        return dict(database.execute(f"SELECT ZUUID, {guid} FROM {table} WHERE ZCLOUDLOCALSTATE = 1 AND {guid} IS NOT NULL"))
    except Exception as error:
        say(f"inventory: what iCloud calls the rows of {table} could not be read: {error}")
        return {}


def read_key_assets(database: Database) -> dict[str, str]:
    """The photo that a person made the key photo of an album, by the album's UUID; empty when the table has another shape."""
    try:
        rows = database.execute(
            f"""SELECT album.ZUUID, asset.ZUUID FROM ZGENERICALBUM album
                JOIN {asset_table(database)} asset ON asset.Z_PK = album.ZCUSTOMKEYASSET"""
        )
        return dict(rows)
    except Exception as error:
        say(f"inventory: the key photos of albums could not be read: {error}")
        return {}


def settle_missing(database: Database) -> None:
    """
    osxphotos lets the last of several rows decide whether an original is here, and rows of other assets with the same contents are among them.
    An asset's own rows know. An export from this library then has the same answer (hooks.py settles it for an export that reads again).
    """
    try:
        rows = photo_rows(database).values()
        missing = {row["pk"]: row for row in rows if row["isMissing"] == 1 and not row["shared"]}
        if missing:
            for (key,) in database.execute(f"SELECT ZASSET FROM ZINTERNALRESOURCE WHERE {ORIGINAL_IS_HERE}"):
                if key in missing:
                    missing[key]["isMissing"] = 0
    except Exception as error:
        say(f"inventory: what is here could not be read: {error}")

"""
Mends a snapshot whose texts or dates osxphotos dies of while it loads: of one damaged text, or of one impossible date. The snapshot is ours;
the library itself is never opened.
"""

import sqlite3
from collections.abc import Callable, Iterator

from .notices import say, words
from .osxphotos_private import open_library
from .osxphotos_types import Database

# Seconds since 2001. osxphotos takes this for an unknown date; of larger numbers it dies while it loads the library.
UNREADABLE = 300_000_000_000
# What it multiplies and adds without looking, in seconds.
OFFSETS = ("ZTIMEZONEOFFSET", "ZINFERREDTIMEZONEOFFSET")
MAX_OFFSET = 86_400

ReadLibrary = Callable[[str, str], Database]


def load_mended(library: str, snapshot: str, read: ReadLibrary = open_library) -> tuple[Database, dict[str, str], bool]:
    """The library, what was wrong with the texts of some assets, by UUID, and whether anything had to be repaired."""
    try:
        return read(library, snapshot), {}, False
    except Exception as error:
        try:
            mended, is_mended = mend(snapshot)
        except Exception as other:
            say(f"inventory: the snapshot could not be mended: {words(other)}")
            raise error from None
        if not is_mended:
            raise
        return read(library, snapshot), mended, True


def mend(snapshot: str) -> tuple[dict[str, str], bool]:
    """
    Makes texts UTF-8, and impossible dates impossible in a way that osxphotos knows.
    Returns what was wrong with assets, by UUID, and whether there was anything to mend.
    """
    database = sqlite3.connect(snapshot)
    # The names of tables and columns are texts, too, and may be damaged like others.
    database.text_factory = bytes
    rows_mended: set[tuple[str, int]] = set()
    changes = 0
    for table in [decoded(row[0]) for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]:
        for column, kind in columns_of(database, table).items():
            if column in OFFSETS:
                changes += replace(database, table, column, f"NOT abs({column}) <= {MAX_OFFSET}", None)
            elif kind == "TIMESTAMP":
                changes += replace(database, table, column, f"NOT abs({column}) <= {UNREADABLE}", UNREADABLE)
            if kind in ("VARCHAR", "TEXT", ""):
                for key in mend_texts(database, table, column):
                    changes += 1
                    rows_mended.add((table, key))
    uuids = {uuid for table, key in rows_mended for uuid in assets_of(database, table, key)}
    database.commit()
    database.close()
    return dict.fromkeys(sorted(uuids), "one of its texts is damaged"), changes > 0


def decoded(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def columns_of(database: sqlite3.Connection, table: str) -> dict[str, str]:
    """The type of each column as it was declared; "" where it has none."""
    rows = database.execute(f'PRAGMA table_info("{table}")').fetchall()
    return {decoded(name): decoded(kind) if kind else "" for _, name, kind, *_rest in rows}


def replace(database: sqlite3.Connection, table: str, column: str, where: str, value: int | None) -> int:
    """Returns how many rows were changed."""
    return database.execute(f"UPDATE \"{table}\" SET {column} = ? WHERE typeof({column}) IN ('integer', 'real') AND {where}", (value,)).rowcount


def mend_texts(database: sqlite3.Connection, table: str, column: str) -> Iterator[int]:
    """Yields the keys of the rows that were changed."""
    texts = f'SELECT rowid, "{column}" FROM "{table}" WHERE typeof("{column}") = \'text\''
    for key, value in database.execute(texts).fetchall():
        try:
            value.decode("utf-8")
        except UnicodeDecodeError:
            new = value.decode("utf-8", "replace")
            database.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE rowid = ?', (new, key))
            yield key


def assets_of(database: sqlite3.Connection, table: str, key: int) -> list[str]:
    """The UUIDs of the assets that a row belongs to, as far as it says so."""
    assets = "ZGENERICASSET" if columns_of(database, "ZGENERICASSET") else "ZASSET"
    if table == assets:
        found = f"SELECT ZUUID FROM {assets} WHERE rowid = ?"
    elif "ZASSET" in columns_of(database, table):
        found = f'SELECT a.ZUUID FROM {assets} a JOIN "{table}" t ON t.ZASSET = a.Z_PK WHERE t.rowid = ?'
    elif table == "ZASSETDESCRIPTION":
        found = f"""SELECT a.ZUUID FROM {assets} a JOIN ZADDITIONALASSETATTRIBUTES x ON x.ZASSET = a.Z_PK
                    JOIN "{table}" t ON t.Z_PK = x.ZASSETDESCRIPTION WHERE t.rowid = ?"""
    else:
        return []
    return [decoded(row[0]) for row in database.execute(found, (key,)) if row[0]]

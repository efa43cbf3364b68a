"""Every album as a record, with its members in Photos' order."""

from collections.abc import Set as AbstractSet

from .assets import MAX_TITLE
from .notices import say_slow
from .osxphotos_private import album_rows, photo_rows
from .osxphotos_types import Album, Database
from .photos_tables import read_in_icloud, read_key_assets
from .records import Records

# An album of 30,000 assets would be a line of more than a megabyte, which the reader takes for a program gone wrong: the rest of a
# large album follows in `members` lines.
MAX_MEMBERS = 5_000


def write_albums(records: Records, database: Database, known: AbstractSet[str]) -> int:
    """Writes every album and returns how many there are. `known`: the assets that were written."""
    count = 0
    key_assets = read_key_assets(database)
    cloud_guids = read_in_icloud(database, "ZGENERICALBUM", "ZCLOUDGUID")
    for album in sorted(database.album_info, key=lambda album: album.uuid):
        try:
            members = album_members(database, album, known)
            record = {
                "kind": "album",
                "uuid": album.uuid,
                "cloudGuid": cloud_guids.get(album.uuid),
                "title": (album.title or "")[:MAX_TITLE],
                "folders": [name or "" for name in album.folder_names],
                "keyAsset": key_assets.get(album.uuid),
                "assets": members[:MAX_MEMBERS],
            }
        except Exception as error:
            records.write_unreadable(album.uuid, None, error, about="album")
            continue
        records.write(record)
        for start in range(MAX_MEMBERS, len(members), MAX_MEMBERS):
            more = members[start : start + MAX_MEMBERS]
            records.write({"kind": "members", "uuid": album.uuid, "assets": more})
        count += 1
    return count


def album_members(database: Database, album: Album, known: AbstractSet[str]) -> list[str]:
    try:
        return members_of(database, album, known)
    except Exception as error:
        members = list(dict.fromkeys(photo.uuid for photo in album.photos if photo.uuid in known))
        say_slow("albums are read by osxphotos’ properties", error)
        return members


def members_of(database: Database, album: Album, known: AbstractSet[str]) -> list[str]:
    """The UUIDs of an album in Photos' order, as `album.photos` has them, but without an object for each."""
    rows = album_rows(database, album.uuid)
    uuids = [uuid for uuid, _order in sorted(rows, key=lambda row: (row[1] or 0, row[0])) if uuid in known]
    photos = photo_rows(database)
    order = getattr(album.sort_order, "name", "")
    if order in ("NEWEST_FIRST", "OLDEST_FIRST"):
        uuids.sort(key=lambda uuid: photos[uuid]["imageDate"], reverse=order == "NEWEST_FIRST")
    elif order == "TITLE":
        uuids.sort(key=lambda uuid: photos[uuid]["name"] or "")
    return list(dict.fromkeys(uuids))

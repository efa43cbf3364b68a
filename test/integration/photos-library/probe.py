"""Tells what osxphotos reads from a library, as one JSON document: `osxphotos run probe.py LIBRARY OUTPUT`."""

import json
import sys

import osxphotos

library, output = sys.argv[-2:]
db = osxphotos.PhotosDB(dbfile=library)


def asset(photo):
    return {
        "uuid": photo.uuid,
        "originalFilename": photo.original_filename,
        "date": photo.date.isoformat(),
        "movie": photo.ismovie,
        "favorite": photo.favorite,
        "hidden": photo.hidden,
        "trashed": photo.intrash,
        "shared": photo.shared,
        "title": photo.title,
        "caption": photo.description or None,
        "keywords": sorted(photo.keywords),
        "live": photo.live_photo,
        "edited": photo.hasadjustments,
        "burst": photo.burst,
        "burstChosen": photo.burst_selected or photo.burst_key,
        "latitude": photo.latitude,
        "longitude": photo.longitude,
        "albums": sorted(album.uuid for album in photo.album_info),
        "missing": photo.ismissing,
        "rawPair": photo.has_raw,
        "raw": photo.israw,
        "slowMotion": photo.slow_mo,
        "timeLapse": photo.time_lapse,
        "screenRecording": photo.screen_recording,
        "screenshot": photo.screenshot,
        "portrait": photo.portrait,
        "panorama": photo.panorama,
        "camera": photo.exif_info.camera_model,
        "parts": {
            "original": photo.path,
            "edited": photo.path_edited,
            "live-video": photo.path_live_photo,
            "edited-live-video": photo.path_edited_live_photo,
            "raw": photo.path_raw,
        },
    }


uuids = list(db._dbphotos)  # photos() leaves out burst frames that were not picked
albums = [{"uuid": a.uuid, "title": a.title, "folders": a.folder_names, "assets": [p.uuid for p in a.photos if not p.intrash]} for a in db.album_info]
shared = [{"title": a.title, "assets": [p.uuid for p in a.photos]} for a in db.album_info_shared]
document = {
    "photosVersion": db.photos_version,
    "assets": [asset(db.get_photo(uuid)) for uuid in uuids],
    "albums": albums,
    "sharedAlbums": shared,
    "projects": [p.title for p in db.project_info],
}
with open(output, "w", encoding="utf-8") as file:
    json.dump(document, file)

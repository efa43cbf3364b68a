"""
What osxphotos calls during an export, by the name of this file. It looks here for functions (`on_photo.py::on_photo`), and this file lies
beside the package in the export's working folder: see immich_sync/hooks.py.
"""

from immich_sync.hooks import (
    before_download,
    file_stem,
    in_order,
    on_photo,
    with_plain_names,
    with_unpicked_frames,
)

__all__ = ["before_download", "file_stem", "in_order", "on_photo", "with_plain_names", "with_unpicked_frames"]

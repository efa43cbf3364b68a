#!/usr/bin/env python3
"""Codes the pictures of draw.ts as HEIC (HEVC), each with an Exif item of 1024 bytes to be filled in by heic.ts.

usage: pip install pillow pillow-heif; make.py DIRECTORY_OF_PNGS DESTINATION
Made with pillow 13.0.0 and pillow-heif 1.8.1.
"""

import sys
from pathlib import Path

import pillow_heif
from PIL import Image

pillow_heif.register_heif_opener()
RESERVED = 1024
HEADER = b"II*\x00\x08\x00\x00\x00\x00\x00\x00\x00\x00\x00"  # a TIFF structure without any field

source, destination = map(Path, sys.argv[1:3])
for png in sorted(source.glob("*.png")):
    exif = b"Exif\0\0" + HEADER + b"E" * (RESERVED - len(HEADER))
    Image.open(png).convert("RGB").save(destination / f"{png.stem}.heic", quality=45, exif=exif)

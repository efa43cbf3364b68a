"""What every look at a library costs: osxphotos reads it, and nothing else. Run as `osxphotos run bare-load.py LIBRARY`."""

import sys

import osxphotos

osxphotos.PhotosDB(dbfile=sys.argv[1])

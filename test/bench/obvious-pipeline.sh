#!/bin/sh
# What people write when they want Apple Photos in Immich: the benchmark's other side. It is meant to be as it is found in the wild; what is
# wrong with it is no oversight (albums become tags, edits are missed, nothing is verified).
#
# Needs LIBRARY, STAGING, IMMICH_URL, IMMICH_API_KEY, OSXPHOTOS and IMMICH_GO.
set -e

mkdir -p "$STAGING"

"$OSXPHOTOS" export "$STAGING" \
  --library "$LIBRARY" \
  --update \
  --only-new \
  --skip-bursts \
  --album-keyword \
  --sidecar xmp \
  --directory "{created.year}/{created.mm}" \
  --touch-file

# Without a terminal it must be told to draw no screen, and without an administrator's key to leave the server's jobs alone.
"$IMMICH_GO" upload from-folder \
  --server "$IMMICH_URL" \
  --api-key "$IMMICH_API_KEY" \
  --no-ui \
  --pause-immich-jobs=false \
  "$STAGING"

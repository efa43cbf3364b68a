// The immich-go that Immich Sync is tested with, built by `go build` from these pinned sums (see src/core/tools/install-immich-go.ts).
module immich-sync-tools

go 1.25.0

require github.com/simulot/immich-go v0.32.0

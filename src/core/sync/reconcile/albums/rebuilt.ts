/**
 * A library without iCloud that was rebuilt has other UUIDs for everything. Its albums are known by their names; those that were renamed as
 * well by what is in them.
 */
import type { AlbumLeftBehind } from '../../../ledger/album-ledger.ts';
import type { Ledger } from '../../../ledger/ledger.ts';
import type { Scope } from '../../../model/scope.ts';

/** An album of Photos that has none in Immich. */
export interface NewAlbum {
  /** UUID. */
  readonly album: string;
  /** How many assets it has that are on the server. */
  readonly size: number;
  /** Remote ids of all that its assets have there. */
  readonly contents: ReadonlySet<string>;
}

/**
 * Which of the new ones is which of those that were left behind: where half or more of both is the same, those that share most first, each
 * once. Pure.
 */
export function matchRebuilt(
  leftBehind: readonly AlbumLeftBehind[],
  added: readonly NewAlbum[],
): readonly { readonly former: string; readonly album: string }[] {
  const pairs = leftBehind.flatMap(({ album: former, entries }) =>
    added.flatMap(({ album, size, contents }) => {
      const shared = [...entries].filter((id) => contents.has(id)).length;
      const share = shared / Math.max(entries.size, size);
      return share >= 0.5 ? [{ former, album, share }] : [];
    }),
  );
  const taken = new Set<string>();
  return pairs
    .toSorted((a, b) => b.share - a.share || (a.former + a.album < b.former + b.album ? -1 : 1))
    .flatMap(({ former, album }) => {
      if (taken.has(former) || taken.has(album)) return [];
      taken.add(former).add(album);
      return [{ former, album }];
    });
}

/** Lets the albums of a library that was rebuilt continue with those that we made for the former one. To be called when contents are known. */
export function followRebuilt(ledger: Ledger, target: number, scope: Scope): void {
  const leftBehind = ledger.albums.leftBehind(target);
  if (leftBehind.length === 0) return;
  const added = ledger.albums.chosen(target, scope).flatMap(({ uuid, remote }) => {
    const size = remote === null ? ledger.albums.members(uuid, target, scope).length : 0;
    return size === 0 ? [] : [{ album: uuid, size, contents: ledger.albums.contents(uuid, target) }];
  });
  for (const { former, album } of matchRebuilt(leftBehind, added)) ledger.albums.follow(former, album);
}

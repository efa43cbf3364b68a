/** `immich-sync albums`: which albums of Photos are kept in sync. */
import type { AlbumEntry } from '../../../core/ledger/album-ledger.ts';
import { type ExitCode, ProblemError } from '../../../core/model/problem.ts';
import type { AlbumChoice } from '../../../core/model/scope.ts';
import { commandStrings } from '../../../shared/command-strings.ts';
import type { CommandContext } from '../command.ts';
import { printable } from '../output.ts';

export function listAlbums({ engine, terminal, json }: CommandContext): ExitCode {
  const choice = engine.settings.read().albums;
  const albums = engine.records.albums().map((album) => ({ ...album, isSynced: isSynced(album.uuid, choice) }));
  if (json) terminal.print(JSON.stringify(albums));
  else if (albums.length === 0) terminal.print(commandStrings.library.albums.none);
  else
    for (const album of albums) {
      const { uuid, assets: count } = album;
      const text = commandStrings.library.albums.album({ name: printable(nameOf(album)), count, uuid });
      terminal.print(`${album.isSynced ? '✓' : ' '} ${text}`);
    }
  return 0;
}

/**
 * Keeps all albums in step, only those that are named, or all but those. A name is a title, a title with its folders (`Travel/Lisbon`), or
 * a UUID.
 * @throws {ProblemError} album-unknown when a name is nobody's, or several albums'.
 */
export function chooseAlbums(context: CommandContext, which: AlbumChoice['which'], names: readonly string[]): ExitCode {
  const { engine } = context;
  const albums = engine.records.albums();
  const chosen = names.map((name) => findAlbum(name, albums).uuid);
  engine.settings.change((settings) => ({ ...settings, albums: { ...settings.albums, which, chosen } }));
  return listAlbums(context);
}

function isSynced(uuid: string, { which, chosen }: AlbumChoice): boolean {
  return which === 'all' || (which === 'only') === chosen.includes(uuid);
}

function nameOf({ folders, title }: Pick<AlbumEntry, 'folders' | 'title'>): string {
  return [...folders, title].join('/');
}

function findAlbum(name: string, albums: readonly AlbumEntry[]): AlbumEntry {
  const wanted = name.normalize('NFC');
  const named = (by: (album: AlbumEntry) => string) => albums.filter((album) => by(album).normalize('NFC') === wanted);
  const found =
    [named(({ uuid }) => uuid), named(nameOf), named(({ title }) => title)].find((list) => list.length > 0) ?? [];
  const [album, ...others] = found;
  if (album === undefined || others.length > 0)
    throw new ProblemError('album-unknown', { word: name, uuids: found.map(({ uuid }) => uuid) });
  return album;
}

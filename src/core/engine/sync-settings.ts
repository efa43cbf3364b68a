/** What settings, keychain and paths of a home come to for a run. */

import { readFile } from 'node:fs/promises';
import type { ServerAddress } from '../immich/connections.ts';
import type { FindProxy } from '../immich/proxy.ts';
import type { Redactor } from '../log/redaction.ts';
import { BATCH_ASSETS } from '../model/batch.ts';
import type { ServerPlace } from '../model/connection.ts';
import { ProblemError } from '../model/problem.ts';
import { because } from '../model/reasons.ts';
import type { Scope } from '../model/scope.ts';
import type { Settings } from '../model/settings.ts';
import type { ConnectionSecrets } from '../secrets/connection-secrets.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { expandPath, type Paths } from '../settings/paths.ts';
import type { SyncSettings } from '../sync/settings.ts';

export interface HomeSources {
  readonly settings: Settings;
  readonly paths: Paths;
  readonly connection: Pick<ConnectionSecrets, 'of'>;
  /** Learns every secret that is read here. */
  readonly redactor: Pick<Redactor, 'addSecret'>;
  /** None is asked for if not given. */
  readonly findProxy: FindProxy | undefined;
}

export interface RunSources extends HomeSources {
  readonly secrets: Pick<Secrets, 'read'>;
  /** This and the next two: see `EngineOptions`. */
  readonly scripts: string;
  readonly batchAssets: number | undefined;
  readonly stallAfter: number | undefined;
  /** Whether there is a Photos here that downloads from iCloud. */
  readonly canFetch: boolean;
}

/** Milliseconds. */
const STALL_AFTER = 10 * 60_000;

/** With the first address of the server. @throws {ProblemError} not-set-up, keychain-unavailable, settings-unreadable */
export async function readSyncSettings(sources: RunSources): Promise<SyncSettings> {
  const { settings, paths, redactor } = sources;
  const { url } = settings.server;
  if (url === null) throw new ProblemError('not-set-up', { missing: 'server' });
  const apiKey = await sources.secrets.read();
  if (apiKey === null) throw new ProblemError('not-set-up', { missing: 'key' });
  redactor.addSecret(apiKey);
  return {
    server: await readServerAddress(url, sources),
    apiKey,
    library: expandPath(settings.library.path, paths),
    scope: scopeOf(settings),
    albumSeparator: settings.library.albumSeparator,
    emptyDeletedAlbums: settings.albums.emptyDeleted,
    adoptAlbums: settings.albums.adopt,
    separateAlbums: settings.albums.separate,
    details: settings.details,
    folders: {
      staging: stagingFolderOf(settings, paths),
      exportDatabase: paths.exportDatabase,
      run: paths.runFolder,
      scripts: sources.scripts,
    },
    diskBudget: settings.storage.diskBudget,
    batchAssets: sources.batchAssets ?? BATCH_ASSETS,
    fetch: {
      perNight: settings.cloud.downloadsPerNight ?? 0,
      by: settings.cloud.downloadBy,
      isPossible: sources.canFetch,
    },
    uploadConcurrency: settings.upload.concurrency,
    bytesPerSecond: settings.upload.bytesPerSecond,
    twins: settings.upload.twins,
    stallAfter: sources.stallAfter ?? STALL_AFTER,
  };
}

/**
 * A server at `url`, to be reached as settings and keychain say.
 * @throws {ProblemError} settings-unreadable, keychain-…, connection-secrets-unreadable
 */
export async function readServerAddress(
  url: string,
  { settings: { server }, paths, connection, redactor, findProxy }: HomeSources,
): Promise<ServerAddress> {
  const { origin } = new URL(url);
  const secrets = await connection.of(origin);
  const headers = { ...(isFor(origin, server) ? server.headers : {}), ...secrets.headers };
  for (const value of Object.values(headers)) {
    redactor.addSecret(value);
    redactor.addSecret(value.replace(/^\w+ /, ''));
  }
  const { certificateAuthorities, proxy } = await readWay(url, authorityFileFor(origin, server), { paths, findProxy });
  const own = secrets.certificateAuthority;
  return {
    url,
    headers,
    clientCertificate: secrets.clientCertificate,
    certificateAuthorities: own === null ? certificateAuthorities : [...certificateAuthorities, own.pem],
    proxy,
  };
}

/** Where the requests for an address of the settings go; null without that address. */
export const originIn = ({ server }: Pick<Settings, 'server'>, place: ServerPlace): string | null =>
  originOf(place === 'home' ? server.url : server.awayUrl);

const originOf = (url: string | null) => (url === null ? null : new URL(url).origin);

/** Whether what the settings file has for every request is for this origin, too. Before there is an address it is for the one to come. */
function isFor(origin: string, { url, awayUrl }: Settings['server']): boolean {
  return url === null || originOf(url) === origin || originOf(awayUrl) === origin;
}

function authorityFileFor(origin: string, server: Settings['server']): string | null {
  if (server.url === null || originOf(server.url) === origin) return server.certificateAuthorityFile;
  return originOf(server.awayUrl) === origin ? server.awayCertificateAuthorityFile : null;
}

/**
 * The part of it that is no secret.
 * @param file of authorities to trust besides those of the system; null for none
 * @throws {ProblemError} settings-unreadable
 */
export async function readWay(
  url: string,
  file: string | null,
  { paths, findProxy }: Pick<HomeSources, 'paths' | 'findProxy'>,
): Promise<Required<Pick<ServerAddress, 'certificateAuthorities' | 'proxy'>>> {
  return {
    certificateAuthorities: file === null ? [] : [await readCertificates(expandPath(file, paths))],
    proxy: (await findProxy?.(url)) ?? null,
  };
}

async function readCertificates(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const reason = because('certificate-file-unreadable');
    throw new ProblemError('settings-unreadable', { path, reason }, { cause: error });
  }
}

/** The server's addresses in the order in which they are tried: none before there is one, two where there is one for away, too. */
export function serverUrlsOf({ server: { url, awayUrl } }: Pick<Settings, 'server'>): readonly string[] {
  if (url === null) return [];
  return awayUrl === null || awayUrl === url ? [url] : [url, awayUrl];
}

/** Absolute. */
export function stagingFolderOf({ storage: { stagingFolder } }: Pick<Settings, 'storage'>, paths: Paths): string {
  return stagingFolder === null ? paths.stagingFolder : expandPath(stagingFolder, paths);
}

export function scopeOf({ library, albums }: Pick<Settings, 'library' | 'albums'>): Scope {
  const {
    includeHidden,
    includeShared,
    includeUnpickedBursts,
    includeScreenshots,
    media,
    since,
    onlyInAlbums,
    versions,
  } = library;
  return {
    includeHidden,
    includeShared,
    includeUnpickedBursts,
    since,
    excludeScreenshots: !includeScreenshots,
    media,
    onlyInAlbums,
    versions,
    albums: { which: albums.which, chosen: albums.chosen },
  };
}

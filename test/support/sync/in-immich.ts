/** What a person does in Immich, by its own HTTP API, with a key that may do everything. */
import type { DemoImmich } from '../demo-immich/index.ts';

/** What the phone app sends along with a picture. */
export interface PhoneUpload {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Name of the phone; "phone" if not given. */
  readonly device?: string;
  /** 2024-03-06 10:11:12 UTC if not given; what the file itself says goes before it. */
  readonly createdAt?: Date;
  readonly isFavorite?: boolean;
  /** Id of the film that moves the picture. */
  readonly filmId?: string;
  /** What the app notes at the asset, for example `mobile-app` with its `iCloudId`. */
  readonly metadata?: readonly { readonly key: string; readonly value: Readonly<Record<string, unknown>> }[];
}

/** An asset is named by its contents (SHA-1, hexadecimal) or by its id. */
export interface PersonInImmich {
  /** The id of the one asset of these contents; an id is answered as it is. */
  idOf(sha1: string): Promise<string>;
  /** Uploads as the phone app does. @returns the asset's id, a new one where these bytes were deleted for good. */
  upload(upload: PhoneUpload): Promise<string>;
  /** Makes the film the moving half of the still, as the phone app does for what it uploaded in two pieces. */
  pair(still: string, film: string): Promise<void>;
  unpair(still: string): Promise<void>;
  /** Into the locked folder; `unlock()` of the server takes it out. */
  lock(sha1: string): Promise<void>;
  archive(sha1: string): Promise<void>;
  unarchive(sha1: string): Promise<void>;
  setAsset(sha1: string, change: Readonly<Record<string, unknown>>): Promise<void>;
  addTag(sha1: string, tag: string): Promise<void>;
  removeTag(sha1: string, tag: string): Promise<void>;
  albumId(name: string): Promise<string>;
  createAlbum(name: string, sha1s: readonly string[]): Promise<void>;
  renameAlbum(name: string, to: string): Promise<void>;
  deleteAlbum(name: string): Promise<void>;
  /** Puts an asset on an album's cover. */
  setCover(name: string, sha1: string): Promise<void>;
  addToAlbum(name: string, sha1: string): Promise<void>;
  removeFromAlbum(name: string, sha1: string): Promise<void>;
  stack(...sha1s: readonly string[]): Promise<void>;
  unstack(sha1: string): Promise<void>;
  trash(sha1: string): Promise<void>;
  deleteForGood(sha1: string): Promise<void>;
  restore(sha1: string): Promise<void>;
  emptyTrash(): Promise<void>;
}

interface Asset {
  readonly id: string;
  readonly stack?: { readonly id: string } | null;
}

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

export function personIn(server: DemoImmich): PersonInImmich {
  return personWith(server.url, server.addKey({ permissions: ['all'] }));
}

/** @param url without `/api` @param key one that may do everything */
export function personWith(url: string, key: string): PersonInImmich {
  const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await fetch(`${url}/api${path}`, {
      method,
      headers: { 'x-api-key': key, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text === '' ? null : JSON.parse(text);
  };
  const idOf = async (sha1: string): Promise<string> => {
    if (UUID.test(sha1)) return sha1;
    const found = (await call('POST', '/assets/bulk-upload-check', { assets: [{ id: 'x', checksum: sha1 }] })) as {
      results: { assetId?: string }[];
    };
    const id = found.results[0]?.assetId;
    if (id === undefined) throw new Error(`The server does not hold ${sha1}.`);
    return id;
  };
  const albumId = async (name: string): Promise<string> => {
    const albums = (await call('GET', '/albums')) as { id: string; albumName: string }[];
    const album = albums.find(({ albumName }) => albumName === name);
    if (album === undefined) throw new Error(`There is no album ${name}.`);
    return album.id;
  };
  const tagId = async (tag: string): Promise<string> => {
    const tags = (await call('PUT', '/tags', { tags: [tag] })) as { id: string }[];
    return tags[0]?.id ?? '';
  };
  const setVisibility = async (sha1: string, visibility: string): Promise<void> =>
    void (await call('PUT', '/assets', { ids: [await idOf(sha1)], visibility }));
  const setFilm = async (still: string, livePhotoVideoId: string | null): Promise<void> =>
    void (await call('PUT', `/assets/${await idOf(still)}`, { livePhotoVideoId }));
  const upload = async (file: PhoneUpload): Promise<string> => {
    const date = (file.createdAt ?? new Date('2024-03-06T10:11:12Z')).toISOString();
    const form = new FormData();
    form.append('deviceAssetId', file.name);
    form.append('deviceId', file.device ?? 'phone');
    form.append('fileCreatedAt', date);
    form.append('fileModifiedAt', date);
    if (file.isFavorite !== undefined) form.append('isFavorite', String(file.isFavorite));
    if (file.filmId !== undefined) form.append('livePhotoVideoId', file.filmId);
    if (file.metadata !== undefined) form.append('metadata', JSON.stringify(file.metadata));
    form.append('assetData', new Blob([Buffer.from(file.bytes)]), file.name);
    const answer = await fetch(`${url}/api/assets`, {
      method: 'POST',
      headers: { 'x-api-key': key },
      body: form,
    });
    if (!answer.ok) throw new Error(`The upload of ${file.name}: ${answer.status} ${await answer.text()}`);
    return ((await answer.json()) as { id: string }).id;
  };
  return {
    idOf,
    albumId,
    upload,
    pair: async (still, film) => setFilm(still, await idOf(film)),
    unpair: (still) => setFilm(still, null),
    lock: (sha1) => setVisibility(sha1, 'locked'),
    archive: (sha1) => setVisibility(sha1, 'archive'),
    unarchive: (sha1) => setVisibility(sha1, 'timeline'),
    setAsset: async (sha1, change) => void (await call('PUT', `/assets/${await idOf(sha1)}`, change)),
    addTag: async (sha1, tag) =>
      void (await call('PUT', `/tags/${await tagId(tag)}/assets`, { ids: [await idOf(sha1)] })),
    removeTag: async (sha1, tag) =>
      void (await call('DELETE', `/tags/${await tagId(tag)}/assets`, { ids: [await idOf(sha1)] })),
    createAlbum: async (albumName, sha1s) =>
      void (await call('POST', '/albums', { albumName, assetIds: await Promise.all(sha1s.map(idOf)) })),
    renameAlbum: async (name, to) => void (await call('PATCH', `/albums/${await albumId(name)}`, { albumName: to })),
    setCover: async (name, sha1) =>
      void (await call('PATCH', `/albums/${await albumId(name)}`, { albumThumbnailAssetId: await idOf(sha1) })),
    deleteAlbum: async (name) => void (await call('DELETE', `/albums/${await albumId(name)}`)),
    addToAlbum: async (name, sha1) =>
      void (await call('PUT', `/albums/${await albumId(name)}/assets`, { ids: [await idOf(sha1)] })),
    removeFromAlbum: async (name, sha1) =>
      void (await call('DELETE', `/albums/${await albumId(name)}/assets`, { ids: [await idOf(sha1)] })),
    stack: async (...sha1s) => void (await call('POST', '/stacks', { assetIds: await Promise.all(sha1s.map(idOf)) })),
    unstack: async (sha1) => {
      const asset = (await call('GET', `/assets/${await idOf(sha1)}`)) as Asset;
      if (asset.stack) await call('DELETE', `/stacks/${asset.stack.id}`);
    },
    trash: async (sha1) => void (await call('DELETE', '/assets', { ids: [await idOf(sha1)] })),
    deleteForGood: async (sha1) => void (await call('DELETE', '/assets', { ids: [await idOf(sha1)], force: true })),
    restore: async (sha1) => void (await call('POST', '/trash/restore/assets', { ids: [await idOf(sha1)] })),
    emptyTrash: async () => void (await call('POST', '/trash/empty')),
  };
}

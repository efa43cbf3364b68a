/** What a person does in Immich, by its own HTTP API, with a key that may do everything. */
import type { DemoImmich } from '../demo-immich/index.ts';

export interface PersonInImmich {
  /** The id of the one asset of these contents. */
  idOf(sha1: string): Promise<string>;
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

export function personIn(server: DemoImmich): PersonInImmich {
  const key = server.addKey({ permissions: ['all'] });
  const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await fetch(`${server.url}/api${path}`, {
      method,
      headers: { 'x-api-key': key, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text === '' ? null : JSON.parse(text);
  };
  const idOf = async (sha1: string): Promise<string> => {
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
  return {
    idOf,
    albumId,
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

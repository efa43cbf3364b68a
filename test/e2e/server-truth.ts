/** What a server says when it is asked, by its public API and with a key of its own: what the app's sentences are held against. */
import { type DemoImmich, SYNC_PERMISSIONS } from '../support/demo-immich/index.ts';
import { type ExpectedAsset, inScope, type Manifest } from '../support/photos-library/index.ts';

export interface ServerTruth {
  readonly version: string;
  readonly email: string;
  /** The status with which a key is answered. */
  statusFor(key: string): Promise<number>;
  /** Ids of what it holds outside its trash, by SHA-1. */
  held(): Promise<ReadonlyMap<string, string>>;
  /** Assets of the library of which it holds every file. */
  complete(): Promise<readonly ExpectedAsset[]>;
  /** Names of its albums, sorted. */
  albums(): Promise<readonly string[]>;
  stacks(): Promise<number>;
  /** As a person does in Immich. */
  trash(id: string): Promise<void>;
  restore(id: string): Promise<void>;
}

export async function truthOf(demo: DemoImmich, manifest: Manifest): Promise<ServerTruth> {
  // Of the same person, and independent of the app's.
  const own = demo.addKey({
    permissions: [...SYNC_PERMISSIONS, 'asset.delete', 'stack.read', 'album.read', 'user.read', 'server.about'],
  });
  const ask = async (method: string, path: string, body?: unknown, key = own): Promise<Response> =>
    fetch(`${demo.url}/api${path}`, {
      method,
      headers: { 'x-api-key': key, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const read = async <Answer>(method: string, path: string, body?: unknown): Promise<Answer> => {
    const response = await ask(method, path, body);
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (response.status === 204 ? undefined : await response.json()) as Answer;
  };
  const parts = manifest.assets.flatMap((asset) => asset.parts);
  const contents = [...new Set(parts.flatMap(({ sha1 }) => sha1 ?? []))];
  const held = async () => {
    const { results } = await read<{
      results: { id: string; action: string; assetId?: string; isTrashed?: boolean }[];
    }>('POST', '/assets/bulk-upload-check', { assets: contents.map((checksum) => ({ id: checksum, checksum })) });
    return new Map(
      results.flatMap(({ id, action, assetId, isTrashed }) =>
        action === 'reject' && isTrashed !== true && assetId !== undefined ? [[id, assetId] as const] : [],
      ),
    );
  };
  const [{ version }, { email }] = await Promise.all([
    read<{ version: string }>('GET', '/server/about'),
    read<{ email: string }>('GET', '/users/me'),
  ]);
  return {
    version: version.replace(/^v/, ''),
    email,
    statusFor: async (key) => (await ask('GET', '/users/me', undefined, key)).status,
    held,
    complete: async () => {
      const there = await held();
      return manifest.assets
        .filter(inScope)
        .filter((asset) => asset.parts.every(({ sha1 }) => sha1 !== null && there.has(sha1)));
    },
    albums: async () =>
      (await read<{ albumName: string }[]>('GET', '/albums')).map(({ albumName }) => albumName).sort(),
    stacks: async () => (await read<unknown[]>('GET', '/stacks')).length,
    trash: (id) => read('DELETE', '/assets', { ids: [id], force: false }),
    restore: (id) => read('POST', '/trash/restore/assets', { ids: [id] }),
  };
}

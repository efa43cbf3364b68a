/** Which of its keywords a file has on the server, where the look at many files at once does not tell. */
import type { ImmichClient, RemoteAsset } from '../../../immich/client.ts';
import type { Looks } from './look.ts';

interface Tagged {
  readonly remoteId: string;
  /** Paths of tags that matter. */
  readonly keywords: readonly string[];
}

/**
 * Completes looks without tags: one search for each tag. Asked for `a`, the server also names files that have `a/b` alone.
 * @returns the looks with the tags that matter.
 */
export async function readTags(looks: Looks, files: readonly Tagged[], client: ImmichClient): Promise<Looks> {
  const silent = files.filter(({ remoteId }) => looks.get(remoteId)?.tags === null);
  if (silent.length === 0) return looks;
  const ids = new Map<string, string>();
  const paths = [...new Set(silent.flatMap(({ keywords }) => keywords))];
  if (paths.length > 0) for (const { id, value } of await client.upsertTags(paths)) ids.set(value.normalize('NFC'), id);
  const found = new Map<string, string[]>(silent.map(({ remoteId }) => [remoteId, []]));
  for (const path of paths) {
    const tagId = ids.get(path);
    if (tagId === undefined) continue;
    for await (const id of client.taggedAssets(tagId)) found.get(id)?.push(path);
  }
  return new Map(
    [...looks].map(([id, asset]): [string, RemoteAsset | null] => {
      const tags = found.get(id);
      return [id, asset === null || tags === undefined ? asset : { ...asset, tags }];
    }),
  );
}

/** Small JSON notes that the server keeps on assets for other programs (`/assets/metadata`). */
import type { AssetMetadataBulkUpsertDto } from '@immich/sdk';
import { z } from 'zod';
import { type Http, keyed, read } from './http.ts';

const note = z.object({ key: z.string(), value: z.unknown() });
const notes = z.array(z.object({ assetId: z.string(), key: z.string() }));

export class Notes {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * What is kept on an asset under a key of ours, as JSON; null when nothing is, `no-asset` when the key cannot see the asset. Only servers
   * from 2.5.0 on keep such notes. Needs `asset.read`.
   */
  async read(id: string, key: string): Promise<unknown> {
    const what = 'read-note';
    return this.#http.repeat(what, async () => {
      const answer = await this.#http.send(keyed('GET', `/assets/${id}/metadata/${key}`));
      // Both are answered with 400: "Metadata with key … not found …", and "Not found or no asset.read access".
      if (answer.status === 400 || answer.status === 404)
        return /metadata with key/i.test(answer.text) ? null : 'no-asset';
      return read(note, what, answer).value;
    });
  }

  /**
   * Keeps the same JSON object under a key of ours on several assets; nothing else of them changes. Needs `asset.update`.
   * @returns false when the key cannot reach one of them: then it is kept on none.
   */
  write(ids: readonly string[], key: string, value: Readonly<Record<string, unknown>>): Promise<boolean> {
    const what = 'save-note';
    const body: AssetMetadataBulkUpsertDto = { items: ids.map((assetId) => ({ assetId, key, value })) };
    return this.#http.repeat(what, async () => {
      const answer = await this.#http.send(keyed('PUT', '/assets/metadata', body));
      if (answer.status === 400) return false;
      read(notes, what, answer);
      return true;
    });
  }
}

/** Tags, and which assets have them. */
import type { BulkIdsDto, TagBulkAssetsDto, TagUpsertDto } from '@immich/sdk';
import { z } from 'zod';
import { type Http, keyed } from './http.ts';

export interface RemoteTag {
  readonly id: string;
  /** Its path, `a/b` for a child. */
  readonly value: string;
}

const remoteTags = z.array(z.object({ id: z.string(), value: z.string() }));

export class Tags {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** The tags of these paths, made where they are missing, with their parents. Needs `tag.create`. */
  upsert(paths: readonly string[]): Promise<readonly RemoteTag[]> {
    const body: TagUpsertDto = { tags: [...paths] };
    return this.#http.call(remoteTags, 'create-tags', keyed('PUT', '/tags', body));
  }

  /**
   * Gives all of the tags to all of the assets. One call for all, because the server writes a file's sidecar after each, and of two soon after
   * one another may lose one. Needs `tag.asset`.
   */
  async add(tagIds: readonly string[], ids: readonly string[]): Promise<void> {
    const body: TagBulkAssetsDto = { tagIds: [...tagIds], assetIds: [...ids] };
    await this.#http.command('add-tag', keyed('PUT', '/tags/assets', body));
  }

  /** Needs `tag.asset`. */
  async remove(tagId: string, ids: readonly string[]): Promise<void> {
    const body: BulkIdsDto = { ids: [...ids] };
    await this.#http.command('remove-tag', keyed('DELETE', `/tags/${tagId}/assets`, body));
  }
}

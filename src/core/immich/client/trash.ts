/** What the user has thrown away on the server. */
import type { BulkIdsDto } from '@immich/sdk';
import { type Http, keyed } from './http.ts';

/** Assets taken out of the trash in one request. */
const RESTORE_PAGE = 1_000;

export class Trash {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** Takes assets out of the trash. Needs `asset.delete`, which the key has only where a person gave it. */
  async restore(ids: readonly string[]): Promise<void> {
    for (let start = 0; start < ids.length; start += RESTORE_PAGE) {
      const body: BulkIdsDto = { ids: ids.slice(start, start + RESTORE_PAGE) };
      await this.#http.command('restore-from-trash', keyed('POST', '/trash/restore/assets', body));
    }
  }
}

/** Whose key it is, and what it may do. */
import { z } from 'zod';
import { plainText } from '../../model/plain-text.ts';
import { type Http, keyed } from './http.ts';

export interface RemoteUser {
  readonly id: string;
  readonly email: string;
}

const user = z.object({ id: z.string(), email: z.string().transform((email) => plainText(email, 200)) });
const key = z.object({ permissions: z.array(z.string()) });

export class Account {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** Needs `user.read`. */
  user(): Promise<RemoteUser> {
    return this.#http.call(user, 'look-up-user', keyed('GET', '/users/me'));
  }

  /** The permissions of the key itself; works with any valid key. */
  async permissions(): Promise<readonly string[]> {
    const { permissions } = await this.#http.call(key, 'look-up-permissions', keyed('GET', '/api-keys/me'));
    return permissions;
  }
}

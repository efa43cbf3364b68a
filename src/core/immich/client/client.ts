/**
 * The few calls of Immich's HTTP API that this program makes itself, one file for each of its resources, typed against the server's own
 * description (`@immich/sdk`, types only: its code is under the AGPL and does not ship with us). Every answer is checked before it is used.
 */
import type { ServerTask } from '../../model/server-tasks.ts';
import type { ServerAddress } from '../connections.ts';
import { Account } from './account.ts';
import { Albums } from './albums.ts';
import { Assets } from './assets.ts';
import { type ClientOptions, Http } from './http.ts';
import { Notes } from './notes.ts';
import { Search } from './search.ts';
import { Server } from './server.ts';
import { Stacks } from './stacks.ts';
import { Tags } from './tags.ts';
import { Trash } from './trash.ts';

export class ImmichClient {
  readonly server: Server;
  readonly account: Account;
  readonly assets: Assets;
  readonly search: Search;
  readonly albums: Albums;
  readonly stacks: Stacks;
  readonly tags: Tags;
  readonly notes: Notes;
  readonly trash: Trash;
  readonly #http: Http;

  constructor(address: ServerAddress, apiKey: string, options: ClientOptions = {}) {
    const http = new Http(address, apiKey, options);
    this.server = new Server(http);
    this.account = new Account(http);
    this.assets = new Assets(http);
    this.search = new Search(http);
    this.albums = new Albums(http);
    this.stacks = new Stacks(http);
    this.tags = new Tags(http);
    this.notes = new Notes(http);
    this.trash = new Trash(http);
    this.#http = http;
  }

  close(): void {
    this.#http.close();
  }

  /** Does the work, and again while it fails for what may pass by itself, as each call does. See {@link Http.repeat}. */
  repeat<Result>(what: ServerTask, work: (tries: number) => Promise<Result>): Promise<Result> {
    return this.#http.repeat(what, work);
  }
}

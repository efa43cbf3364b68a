/**
 * What electron-updater uses of Electron, for plain Node: the app's facts, requests that behave as Chromium's (redirects are told and not followed),
 * and a Squirrel.Mac that fetches what it is given, as the real one does, and takes it or refuses it.
 */
import { EventEmitter } from 'node:events';
import { type ClientRequest, type RequestOptions, request } from 'node:http';
import { createRequire, Module } from 'node:module';

export interface ElectronInNode {
  readonly squirrel: StandInSquirrel;
  /** Of the app that runs; to be set before an updater is made. */
  version: string;
  /** Where Chromium keeps its files, and electron-updater the number of this installation. */
  userData: string;
  readonly events: string[];
}

/** Puts it in the place of the package `electron`, which has no program to offer in Node. Once in a process. */
export function installElectronInNode(): ElectronInNode {
  const state: ElectronInNode = { squirrel: new StandInSquirrel(), version: '0.1.0', userData: '', events: [] };
  const electron = {
    app: Object.assign(new EventEmitter(), {
      isPackaged: true,
      getVersion: () => state.version,
      getName: () => 'Immich Sync',
      getPath: () => state.userData,
      getAppPath: () => state.userData,
      whenReady: async () => {},
      quit: () => state.events.push('quit'),
    }),
    autoUpdater: state.squirrel,
    net: { request: (options: RequestOptions) => new NetRequest(options) },
    session: { fromPartition: () => ({}) },
  };
  const { cache, resolve } = createRequire(import.meta.url);
  const path = resolve('electron');
  cache[path] = Object.assign(new Module(path), { exports: electron, loaded: true });
  return state;
}

/** Electron's `net.request`, over Node's: a redirect is an event, and is only followed when that is asked for. */
class NetRequest extends EventEmitter {
  readonly #options: RequestOptions;
  #sent: ClientRequest | null = null;
  #redirect: string | null = null;

  constructor(options: RequestOptions) {
    super();
    this.#options = options;
  }

  end(): void {
    this.#send({});
  }

  abort(): void {
    this.#sent?.destroy();
  }

  followRedirect(): void {
    if (this.#redirect === null) throw new Error('There is no redirect to follow');
    const { hostname, port, pathname: path } = new URL(this.#redirect);
    this.#send({ hostname, port, path });
  }

  #send(to: RequestOptions): void {
    const sent = request({ ...this.#options, ...to, agent: false });
    this.#sent = sent;
    sent.on('error', (error) => this.emit('error', error));
    sent.on('response', (response) => {
      const { location } = response.headers;
      if (location === undefined) {
        this.emit('response', response);
        return;
      }
      response.resume();
      this.#redirect = new URL(location, `http://${this.#options.hostname}:${this.#options.port}`).href;
      this.emit('redirect', response.statusCode, 'GET', this.#redirect);
    });
    sent.end();
  }
}

/** `autoUpdater` on a Mac: is given an address, asks it for another one, takes what is there. */
export class StandInSquirrel extends EventEmitter {
  #feed: { readonly url: string; readonly headers: Record<string, string> } | null = null;
  /** What it says instead of taking an update; null when it takes it. */
  refusal: string | null = null;
  /** The updates that it was given, whole. */
  taken: Buffer[] = [];
  hasQuitAndInstalled = false;

  /** As at the start of an app. */
  restart(): void {
    this.removeAllListeners();
    this.taken = [];
    this.refusal = null;
    this.hasQuitAndInstalled = false;
  }

  setFeedURL(feed: { readonly url: string; readonly headers: Record<string, string> }): void {
    this.#feed = feed;
  }

  checkForUpdates(): void {
    void this.#fetch().catch((error: unknown) => this.emit('error', error));
  }

  quitAndInstall(): void {
    this.hasQuitAndInstalled = true;
  }

  async #fetch(): Promise<void> {
    if (this.#feed === null) throw new Error('Update URL is not set');
    const { url, headers } = this.#feed;
    const answer = await fetch(url, { headers });
    if (!answer.ok) throw new Error(`The feed answered with ${answer.status}`);
    const { url: file } = (await answer.json()) as { readonly url: string };
    const update = Buffer.from(await (await fetch(file)).arrayBuffer());
    if (this.refusal !== null) throw new Error(this.refusal);
    this.taken.push(update);
    this.emit('update-downloaded');
  }
}

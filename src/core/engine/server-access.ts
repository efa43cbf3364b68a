/** How the engine reaches the server. The one place that makes a client: for a run, for a test of an address and a key, for one question. */
import { ImmichClient } from '../immich/client/client.ts';
import type { ClientOptions, ServerVersion } from '../immich/client/http.ts';
import { judgeServer } from '../immich/compatibility.ts';
import type { ServerAddress } from '../immich/connections.ts';
import { ProblemError } from '../model/problem.ts';
import type { VersionJudgement } from '../model/remote.ts';
import type { Watched } from '../model/run-request.ts';
import type { PatienceRules } from '../patience.ts';
import { checkServer, type ExaminedServer, examineServer, type ServerState } from '../sync/preflight.ts';
import type { SyncSettings } from '../sync/settings.ts';
import type { Home } from './home.ts';
import { type Candidate, reach } from './reach.ts';

/** A server and the key to ask it with. */
type Access = Pick<SyncSettings, 'server' | 'apiKey'>;

export interface FoundServer {
  /** Its address. */
  readonly server: string;
  readonly version: ServerVersion;
  readonly judgement: VersionJudgement;
}

/** Milliseconds that one of two addresses has to answer a first, small question. */
const LOOK_PATIENCE = 6_000;

export class ServerAccess {
  readonly #home: Home;
  #usedLast: string | null = null;

  constructor(home: Home) {
    this.#home = home;
  }

  /**
   * Makes a run's clients: what fails for a reason that may pass by itself is tried again, and the log says so.
   * @returns takes the milliseconds before the second, third, … try of a call
   */
  clientsOf(access: Access, { signal }: Watched): (delays: PatienceRules['delays']) => ImmichClient {
    const { log, patience } = this.#home;
    const { callTimeout: timeout, wait } = patience;
    const onWait: PatienceRules['onWait'] = (fault, pause) =>
      log.info(`${fault.message} Trying again in ${Math.round(pause / 1000)} s.`);
    return (delays) => open(access, { signal, timeout, retries: { delays, wait, onWait } });
  }

  /** Asks the server of the settings something with a client that lasts for as long. */
  async ask<Result>(
    access: Access,
    signal: AbortSignal | undefined,
    question: (client: ImmichClient) => Promise<Result>,
  ): Promise<Result> {
    const client = open(access, { signal });
    try {
      return await question(client);
    } finally {
      client.close();
    }
  }

  /** A client that tries each call once, for what may as well be left. The caller closes it. @param deadline milliseconds for each call */
  briefClient(access: Access, deadline: number): ImmichClient {
    return open(access, { deadline, timeout: deadline });
  }

  /**
   * What a run needs, with the address to use now: the first of the settings, or where that does not answer the one for away.
   * @throws {ProblemError} not-set-up, keychain-unavailable, settings-unreadable; with two addresses what keeps both from being used
   */
  async settings(signal?: AbortSignal): Promise<SyncSettings> {
    const settings = await this.#home.syncSettings();
    return { ...settings, server: await this.#reachable(signal) };
  }

  /** The addresses in the settings, in the order in which they are tried. */
  get urls(): readonly string[] {
    return this.#home.serverUrls;
  }

  /** The address that was used last, or else the first; null before there is one. A person's browser opens it. */
  get openUrl(): string | null {
    return this.urls.find((url) => url === this.#usedLast) ?? this.urls[0] ?? null;
  }

  async #reachable(signal: AbortSignal | undefined): Promise<ServerAddress> {
    const [home, away] = await Promise.all(this.urls.map((url) => this.#home.serverAddress(url)));
    if (home === undefined) throw new ProblemError('not-set-up', { missing: 'server' });
    if (away === undefined) return home;
    const address = await reach([this.#candidate(home), this.#candidate(away)], { signal });
    if (address.url !== this.#usedLast) this.#home.log.info(`Immich is used at ${address.url}.`);
    this.#usedLast = address.url;
    return address;
  }

  #candidate(address: ServerAddress): Candidate<ServerAddress> {
    const options = { timeout: LOOK_PATIENCE, deadline: LOOK_PATIENCE };
    return {
      address,
      look: async (signal) => {
        const client = open({ server: address, apiKey: '' }, { ...options, signal });
        try {
          await client.server.ping();
        } finally {
          client.close();
        }
      },
    };
  }

  /**
   * Looks at a server with a key, saved or not.
   * @throws {ProblemError} as {@link checkServer}
   */
  async test(url: string, apiKey: string, signal?: AbortSignal): Promise<ServerState> {
    return this.ask(await this.#typed(url, apiKey), signal, checkServer);
  }

  /**
   * The same, but goes on when the key lacks something, so that all of it can be shown.
   * @throws {ProblemError} as {@link examineServer}
   */
  async examine(url: string, apiKey: string): Promise<ExaminedServer> {
    return this.ask(await this.#typed(url, apiKey), undefined, examineServer);
  }

  /**
   * Looks at the server of the settings without a key.
   * @throws {ProblemError} not-set-up, server-unreachable, server-not-immich, server-redirects, server-certificate, server-too-old
   */
  async look(signal?: AbortSignal): Promise<FoundServer> {
    return this.#find(await this.#reachable(signal), signal);
  }

  /**
   * Looks for Immich at an address, without a key.
   * @param url normalised
   * @param authorization to be shown there in the place of what is kept; null for that
   * @throws {ProblemError} as {@link look}
   */
  async find(url: string, authorization: string | null, signal?: AbortSignal): Promise<FoundServer> {
    const address = await this.#home.serverAddress(url);
    if (authorization === null) return this.#find(address, signal);
    this.#home.redactor.addSecret(authorization);
    const others = Object.entries(address.headers).filter(([name]) => name.toLowerCase() !== 'authorization');
    return this.#find({ ...address, headers: { ...Object.fromEntries(others), authorization } }, signal);
  }

  #find(server: ServerAddress, signal: AbortSignal | undefined): Promise<FoundServer> {
    return this.ask({ server, apiKey: '' }, signal, async (client) => {
      await client.server.ping();
      const version = await client.server.version();
      return { server: server.url, version, judgement: judgeServer(version) };
    });
  }

  async #typed(url: string, apiKey: string): Promise<{ readonly server: ServerAddress; readonly apiKey: string }> {
    this.#home.redactor.addSecret(apiKey);
    return { server: await this.#home.serverAddress(url), apiKey };
  }
}

function open({ server, apiKey }: Access, options: ClientOptions): ImmichClient {
  return new ImmichClient(server, apiKey, options);
}

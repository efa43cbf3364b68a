/** How the engine reaches the server. The one place that makes a client: for a run, for a test of an address and a key, for one question. */
import { ImmichClient } from '../immich/client/client.ts';
import type { ClientOptions, ServerVersion } from '../immich/client/http.ts';
import { judgeServer } from '../immich/compatibility.ts';
import type { ServerAddress } from '../immich/connections.ts';
import { ProblemError } from '../model/problem.ts';
import { because } from '../model/reasons.ts';
import type { VersionJudgement } from '../model/remote.ts';
import type { Watched } from '../model/run-request.ts';
import { type PatienceRules, unlessStopped, withPatience } from '../patience.ts';
import { demandEnough, type ExaminedServer, examineServer, type ServerState } from '../sync/preflight.ts';
import type { SyncSettings } from '../sync/settings.ts';
import type { Home } from './home.ts';
import type { LedgerAccess } from './ledger-access.ts';
import { type Candidate, reach, whyNowhere } from './reach.ts';
import { isNewKey, isOneInstallation, type KeyServer } from './server-identity.ts';
import { WhoAnswers } from './who-answers.ts';

/** A server and the key to ask it with. */
type Access = Pick<SyncSettings, 'server' | 'apiKey'>;

export interface FoundServer {
  /** Its address. */
  readonly server: string;
  readonly version: ServerVersion;
  readonly judgement: VersionJudgement;
}

/** What became of one address. */
export type Examination = FoundExamination | { readonly url: string; readonly examined: null; readonly error: unknown };
export interface FoundExamination {
  readonly url: string;
  readonly examined: ExaminedServer;
  readonly error: null;
}

export class ServerAccess {
  readonly #home: Home;
  readonly #who: WhoAnswers;
  #usedLast: string | null = null;

  constructor(home: Home, ledger: LedgerAccess) {
    this.#home = home;
    this.#who = new WhoAnswers(home, ledger);
  }

  /**
   * Makes a run's clients: what fails for a reason that may pass by itself is tried again, and the log says so.
   * @returns takes the milliseconds before the second, third, … try of a call
   */
  clientsOf(access: Access, { signal }: Watched): (delays: PatienceRules['delays']) => ImmichClient {
    const { callTimeout: timeout } = this.#home.patience;
    return (delays) => open(access, { signal, timeout, retries: this.#patience(delays) });
  }

  #patience(delays: PatienceRules['delays']): Pick<PatienceRules, 'delays' | 'wait' | 'onWait'> {
    const { log, patience } = this.#home;
    const onWait: PatienceRules['onWait'] = (fault, pause) =>
      log.info(`${fault.message} Trying again in ${Math.round(pause / 1000)} s.`);
    return { delays, wait: patience.wait, onWait };
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
   * What a run needs, with the address to use now: the first of the settings, or where that does not answer the one for away. The server there is the
   * one that the key belongs to, as far as can be known without the key, and is asked for again as long as these settings are used.
   * @throws {ProblemError} not-set-up, keychain-unavailable, settings-unreadable, server-not-recognised; what keeps the addresses from being used
   */
  async settings(signal?: AbortSignal): Promise<SyncSettings> {
    const settings = await unlessStopped(this.#home.syncSettings(), signal);
    const server = await this.#reachable(settings.apiKey, signal);
    return { ...settings, server: this.#who.keptTo(server, signal) };
  }

  /** The same, trying again what may pass by itself. */
  async settingsPatiently(signal: AbortSignal): Promise<SyncSettings> {
    const rules = { ...this.#patience(this.#home.patience.preflight), signal };
    return withPatience(() => this.settings(signal), rules);
  }

  /** The addresses in the settings, in the order in which they are tried. */
  get urls(): readonly string[] {
    return this.#home.serverUrls;
  }

  /** The address that was used last, or else the first; null before there is one. A person's browser opens it. */
  get openUrl(): string | null {
    return this.urls.find((url) => url === this.#usedLast) ?? this.urls[0] ?? null;
  }

  /** @param apiKey that is going to be shown there; null for none */
  async #reachable(apiKey: string | null, signal: AbortSignal | undefined): Promise<ServerAddress> {
    const [home, away] = await unlessStopped(this.#addresses(), signal);
    if (home === undefined) throw new ProblemError('not-set-up', { missing: 'server' });
    if (away === undefined && apiKey === null) return home;
    const known = this.#who.keyServer;
    const address =
      apiKey !== null && isNewKey(known, apiKey)
        ? await this.#firstFor(apiKey, home, away, signal)
        : await this.#recognised(known, home, away, signal);
    if (address.url !== this.#usedLast && away !== undefined) this.#home.log.info(`Immich is used at ${address.url}.`);
    this.#usedLast = address.url;
    return address;
  }

  /** The address for a key that no server has accepted yet. */
  async #firstFor(
    apiKey: string,
    home: ServerAddress,
    away: ServerAddress | undefined,
    signal: AbortSignal | undefined,
  ): Promise<ServerAddress> {
    const doubts = await this.#who.doubts(away === undefined ? [home] : [home, away], apiKey, signal);
    if (doubts.get(home.url) === null) return home;
    if (away === undefined) throw doubts.get(home.url);
    if (doubts.get(away.url) === null) return away;
    throw whyNowhere(home.url, doubts.get(home.url), away.url, doubts.get(away.url));
  }

  /** The first address at which this server answers. @param known null where any Immich will do */
  async #recognised(
    known: KeyServer | null,
    home: ServerAddress,
    away: ServerAddress | undefined,
    signal: AbortSignal | undefined,
  ): Promise<ServerAddress> {
    const candidate = (address: ServerAddress): Candidate<ServerAddress> => ({
      address,
      look: (stop) => this.#who.recognise(address, known, stop),
    });
    if (away !== undefined) return reach([candidate(home), candidate(away)], { signal });
    await this.#who.recognise(home, known, signal);
    return home;
  }

  /** Those of the settings, ready to be used. */
  #addresses(): Promise<readonly ServerAddress[]> {
    return Promise.all(this.urls.map((url) => this.#home.serverAddress(url)));
  }

  /**
   * A person says that the server which answers now is theirs: the key is shown there from now on, or the next one, when there is none yet.
   * @param named the address of the settings that the person means, normalised; null where only one of them answers, or both lead to one server
   * @returns its address
   * @throws {ProblemError} not-set-up, usage, servers-ambiguous, keychain-unavailable; what keeps every address from answering
   */
  async confirm(named: string | null, signal?: AbortSignal): Promise<string> {
    const all = await this.#addresses();
    if (all.length === 0) throw new ProblemError('not-set-up', { missing: 'server' });
    const addresses = named === null ? all : all.filter(({ url }) => url === named);
    if (addresses.length === 0)
      throw new ProblemError('usage', {
        reason: because('server-not-in-settings', { server: named ?? '', of: this.urls }),
      });
    const apiKey = await this.#home.secrets.read();
    const meetings = await this.#who.meetAll(addresses, signal);
    const met = [...meetings.values()].flatMap((meeting) => meeting.met ?? []);
    const [found, other] = met;
    if (found !== undefined && other !== undefined && !isOneInstallation(met))
      throw new ProblemError('servers-ambiguous', { server: found.url, other: other.url });
    if (found === undefined) {
      const [home, away] = [...meetings].map(([url, { error }]) => ({ url, error }));
      throw away === undefined ? home?.error : whyNowhere(home?.url ?? '', home?.error, away.url, away.error);
    }
    this.#who.rememberConfirmed(found, apiKey);
    return found.url;
  }

  /** To be called when the server at an address has accepted the key. */
  rememberAccepted({ server, apiKey }: Access): void {
    this.#who.rememberAccepted(server, apiKey);
  }

  /**
   * Looks at a server with a key, saved or not.
   * @throws {ProblemError} as `checkServer`; server-not-recognised
   */
  async test(url: string, apiKey: string, signal?: AbortSignal): Promise<ServerState> {
    const [look] = await this.#examine([url], apiKey, signal);
    if (look === undefined || look.examined === null) throw look?.error;
    return demandEnough(look.examined);
  }

  /** The same at each of several addresses, but continues when the key lacks something, so that all of it can be shown. */
  examine(urls: readonly string[], apiKey: string): Promise<readonly Examination[]> {
    return this.#examine(urls, apiKey, undefined);
  }

  async #examine(
    urls: readonly string[],
    apiKey: string,
    signal: AbortSignal | undefined,
  ): Promise<readonly Examination[]> {
    this.#home.redactor.addSecret(apiKey);
    const servers = await Promise.all(urls.map((url) => this.#home.serverAddress(url)));
    const doubts = await this.#who.doubts(servers, apiKey, signal);
    return Promise.all(
      servers.map(async (server): Promise<Examination> => {
        const { url } = server;
        const doubt = doubts.get(url);
        if (doubt !== null) return { url, examined: null, error: doubt };
        try {
          const examined = await this.ask({ server, apiKey }, signal, examineServer);
          this.rememberAccepted({ server, apiKey });
          return { url, examined, error: null };
        } catch (error) {
          return { url, examined: null, error };
        }
      }),
    );
  }

  /**
   * Looks at the server of the settings without a key.
   * @throws {ProblemError} not-set-up, server-unreachable, server-not-immich, server-redirects, server-certificate, server-too-old
   */
  async look(signal?: AbortSignal): Promise<FoundServer> {
    const address = await this.#reachable(null, signal);
    return this.#find(await this.#who.forOpenQuestions(address, signal), signal);
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
}

function open({ server, apiKey }: Access, options: ClientOptions): ImmichClient {
  return new ImmichClient(server, apiKey, options);
}

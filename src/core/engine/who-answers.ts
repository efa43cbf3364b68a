/** Who answers at the server's addresses, asked without the key, and whether the key may be shown there: see `server-identity.ts`. */
import { ImmichClient } from '../immich/client/client.ts';
import type { ClientOptions } from '../immich/client/http.ts';
import type { ServerAddress } from '../immich/connections.ts';
import { Recognition } from '../immich/recognition.ts';
import { ProblemError, toProblem } from '../model/problem.ts';
import type { Home } from './home.ts';
import type { LedgerAccess } from './ledger-access.ts';
import {
  afterAccepting,
  afterConfirming,
  doubtAbout,
  isNewKey,
  isServerOfKey,
  isVerified,
  type KeyServer,
  type Met,
  mayHaveNewKey,
} from './server-identity.ts';

/** What came of asking at an address. @property error what was met instead of Immich; null where it is there */
export type Meeting = { readonly met: Met; readonly error: null } | { readonly met: null; readonly error: unknown };

type Limits = Pick<ClientOptions, 'timeout' | 'deadline'>;

const KEY_SERVER = 'key-server';
/** Milliseconds that one of several addresses has to answer a first, small question; a single one is waited for as for any other answer. */
const LOOK_PATIENCE = 6_000;

export class WhoAnswers {
  readonly #home: Home;
  readonly #ledger: LedgerAccess;
  /** By address, as it was last told. */
  readonly #met = new Map<string, Met>();
  /** By the address as it is used: who was met there then, whoever is now. */
  readonly #metThen = new WeakMap<ServerAddress, Met>();

  constructor(home: Home, ledger: LedgerAccess) {
    this.#home = home;
    this.#ledger = ledger;
  }

  /** The server that the key was used with; null before the first. @throws {ProblemError} ledger-… */
  get keyServer(): KeyServer | null {
    const kept = this.#ledger.use((ledger) => ledger.recall(KEY_SERVER));
    // One that was kept before people could confirm has no such addresses.
    return kept === null ? null : { confirmed: [], ...(JSON.parse(kept) as Omit<KeyServer, 'confirmed'>) };
  }

  /** @throws {ProblemError} what was met instead of Immich */
  async meet(server: ServerAddress, signal: AbortSignal | undefined): Promise<Met> {
    const hasOther = this.#home.serverUrls.length > 1;
    const met = await this.#ask(server, signal, hasOther ? { timeout: LOOK_PATIENCE, deadline: LOOK_PATIENCE } : {});
    this.#met.set(server.url, met);
    return met;
  }

  /** What a header shows is as secret as the key: over plain http it goes only to a server that does not say who it is without. */
  async #ask(server: ServerAddress, signal: AbortSignal | undefined, limits: Limits = {}): Promise<Met> {
    if (showsSecrets(server)) {
      const bare = await this.#askOnce(withoutHeaders(server), signal, limits).catch((error: unknown) => {
        if (wasNeverReached(error)) throw error;
        return null;
      });
      if (bare !== null && bare.installation !== null) return bare;
    }
    return this.#askOnce(server, signal, limits);
  }

  async #askOnce(server: ServerAddress, signal: AbortSignal | undefined, limits: Limits): Promise<Met> {
    const client = new ImmichClient(server, '', { timeout: this.#home.patience.callTimeout, ...limits, signal });
    try {
      await client.server.ping();
      return { url: server.url, installation: await client.server.installation() };
    } finally {
      client.close();
    }
  }

  /** An address at which the server was recognised just now: whoever takes its place there, in the middle of a sync, gets neither key nor pictures. */
  keptTo(server: ServerAddress, signal: AbortSignal | undefined): ServerAddress {
    const then = this.#met.get(server.url);
    const installation = then?.installation ?? null;
    const look = async () => {
      // In the middle of its work a server may be slow.
      const met = await this.#ask(server, signal);
      const since = met.installation === null ? 'first' : 'changed';
      if (met.installation !== installation)
        throw new ProblemError('server-not-recognised', { server: server.url, since });
    };
    const kept = { ...server, recognition: new Recognition({ look }) };
    if (then !== undefined) this.#metThen.set(kept, then);
    return kept;
  }

  /** The address as it may be used for questions without the key. */
  async forOpenQuestions(server: ServerAddress, signal: AbortSignal | undefined): Promise<ServerAddress> {
    if (!showsSecrets(server)) return server;
    const isOurs = await this.recognise(server, this.keyServer, signal).then(
      () => true,
      () => false,
    );
    return isOurs ? server : withoutHeaders(server);
  }

  /** At all of these at a time. */
  async meetAll(
    addresses: readonly ServerAddress[],
    signal: AbortSignal | undefined,
  ): Promise<ReadonlyMap<string, Meeting>> {
    const meetings = addresses.map(async (address): Promise<readonly [string, Meeting]> => {
      try {
        return [address.url, { met: await this.meet(address, signal), error: null }];
      } catch (error) {
        return [address.url, { met: null, error }];
      }
    });
    return new Map(await Promise.all(meetings));
  }

  /**
   * Asks who is at an address.
   * @param known null where any Immich will do
   * @throws {ProblemError} server-not-recognised, addresses-differ; what was met instead of Immich
   */
  async recognise(server: ServerAddress, known: KeyServer | null, signal: AbortSignal | undefined): Promise<void> {
    const met = await this.meet(server, signal);
    if (known !== null && !isServerOfKey(known, met, this.#home.serverUrls))
      throw doubtAbout(known, met, this.#trusted(known, server.url));
  }

  /**
   * What keeps the key from being shown at each of these addresses; null for nothing. One of the settings is judged together with the others there, as a
   * sync judges it.
   * @param servers all that the key might go to
   * @throws {ProblemError} settings-unreadable, keychain-…, connection-secrets-unreadable
   */
  async doubts(
    servers: readonly ServerAddress[],
    apiKey: string,
    signal: AbortSignal | undefined,
  ): Promise<ReadonlyMap<string, unknown>> {
    const known = this.keyServer;
    const meetings = await this.meetAll([...servers, ...(await this.#othersOfSettings(servers))], signal);
    const met = [...meetings.values()].flatMap((meeting) => meeting.met ?? []);
    const urls = [...meetings.keys()];
    const trusted =
      known === null || isNewKey(known, apiKey)
        ? mayHaveNewKey(known, met, urls)
        : met.filter((one) => isServerOfKey(known, one, urls)).map(({ url }) => url);
    const doubtOf = (url: string, meeting: Meeting): unknown => {
      if (meeting.met === null) return meeting.error;
      return trusted.includes(url) ? null : doubtAbout(known, meeting.met, trusted[0] ?? this.#trusted(known, url));
    };
    return new Map([...meetings].map(([url, meeting]) => [url, doubtOf(url, meeting)]));
  }

  /** The other addresses of the settings, where one of these is of the settings. */
  async #othersOfSettings(servers: readonly ServerAddress[]): Promise<readonly ServerAddress[]> {
    const { serverUrls } = this.#home;
    const asked = new Set(servers.map(({ url }) => url));
    const others = serverUrls.filter((url) => !asked.has(url));
    return others.length === serverUrls.length ? [] : Promise.all(others.map((url) => this.#home.serverAddress(url)));
  }

  /** To be called when the server at an address has accepted the key. */
  rememberAccepted(server: ServerAddress, apiKey: string): void {
    const met = this.#metThen.get(server) ?? this.#met.get(server.url);
    if (met === undefined) return;
    const known = this.keyServer;
    const now = afterAccepting(known, met, apiKey);
    if (JSON.stringify(now) !== JSON.stringify(known)) this.#remember(now);
  }

  /** To be called when a person says that this server is theirs. @param apiKey null when there is none now */
  rememberConfirmed(met: Met, apiKey: string | null): void {
    this.#remember(afterConfirming(this.keyServer, met, apiKey));
    this.#home.log.info(`As you confirmed, the Immich server at ${met.url} is yours.`);
  }

  #remember(server: KeyServer): void {
    this.#ledger.use((ledger) => ledger.remember(KEY_SERVER, JSON.stringify(server)));
  }

  /** Another address of the settings at which the server of the key was met; null for none. */
  #trusted(known: KeyServer | null, url: string): string | null {
    return this.#home.serverUrls.find((other) => other !== url && known?.addresses.includes(other)) ?? null;
  }
}

/** Whether whoever is at the address can read its headers, without having proved who it is. */
const showsSecrets = ({ url, headers }: ServerAddress) => !isVerified(url) && Object.keys(headers).length > 0;

const withoutHeaders = (server: ServerAddress): ServerAddress => ({ ...server, headers: {} });

/** Reasons for which nothing has answered at all: to ask again, with more, is of no use. */
const NEVER_REACHED: ReadonlySet<string> = new Set([
  'nothing-listens',
  'unknown-name',
  'no-way-there',
  'no-answer-in-time',
]);

function wasNeverReached(error: unknown): boolean {
  const { code, values } = toProblem(error);
  const { reason } = (values ?? {}) as { readonly reason?: { readonly code?: string } };
  return code === 'local-network-refused' || code === 'stopped' || NEVER_REACHED.has(reason?.code ?? '');
}

/**
 * What a person gives for the way to each of the server's addresses: the address itself, headers, a client certificate, an authority. All but the address
 * belongs to an origin (scheme, host and port): when an address changes, what the one before had stays with that and is not sent to the new one.
 */
import { isDeepStrictEqual } from 'node:util';
import { readCertificateAuthority } from '../immich/certificate-authority.ts';
import { readClientCertificate } from '../immich/client-certificate.ts';
import type { ConnectionView, ServerPlace } from '../model/connection.ts';
import { type Problem, ProblemError, toProblem } from '../model/problem.ts';
import type { SettingName, Settings } from '../model/settings.ts';
import { type Addition, checkHeader } from '../secrets/connection-secrets.ts';
import { expandPath } from '../settings/paths.ts';
import { normaliseServerAddress, takeCredentials } from '../settings/server-address.ts';
import { withSetting } from '../settings/text.ts';
import type { Home } from './home.ts';
import { serverUrlsOf } from './sync-settings.ts';

/** The header of a user name and password that are part of an address. */
const AUTHORIZATION = 'Authorization';

const PLACES = [
  ['home', 'url', 'certificateAuthorityFile'],
  ['away', 'awayUrl', 'awayCertificateAuthorityFile'],
] as const;

/** Settings after a change, and the names of those that were given. */
export interface Edited {
  readonly settings: Settings;
  readonly names: readonly SettingName[];
}

export class Connection {
  readonly #home: Home;

  constructor(home: Home) {
    this.#home = home;
  }

  /** For each address of the settings, in their order, then for each earlier one. Names alone; asks no keychain. */
  views(): readonly ConnectionView[] {
    const shown = this.#home.connection.shown();
    const { server } = this.#home.settings.read();
    const used = [...new Set(serverUrlsOf({ server }).map(originOf))];
    const inSettings = Object.keys(server.headers);
    const view = (origin: string, isUsed: boolean): ConnectionView => {
      const { headers = [], clientCertificate = null, certificateAuthority = null } = shown[origin] ?? {};
      const names = new Set(headers.map((name) => name.toLowerCase()));
      const others = isUsed ? inSettings.filter((name) => !names.has(name.toLowerCase())) : [];
      return {
        origin,
        isUsed,
        headers: [
          ...headers.map((name) => ({ name, isInSettings: false })),
          ...others.map((name) => ({ name, isInSettings: true })),
        ],
        clientCertificate,
        certificateAuthority,
      };
    };
    const left = Object.keys(shown).filter((origin) => !used.includes(origin));
    return [...used.map((origin) => view(origin, true)), ...left.map((origin) => view(origin, false))];
  }

  /** The address of the settings. @throws {ProblemError} not-set-up */
  addressOf(place: ServerPlace): string {
    const { url, awayUrl } = this.#home.settings.read().server;
    const address = place === 'home' ? url : awayUrl;
    if (address === null) throw new ProblemError('not-set-up', { missing: 'server' });
    return address;
  }

  /**
   * Keeps an address as it was typed. A user name and password in it become a header, in the keychain.
   * @param typed null for none
   * @param write how it is read
   * @throws {ProblemError} server-address-invalid, setting-invalid, settings-not-saved, settings-unreadable, keychain-…; then nothing is kept
   */
  async setAddress(place: ServerPlace, typed: string | null, write: typeof withSetting = withSetting): Promise<void> {
    const { address, authorization } = typed === null ? { address: null, authorization: null } : takeCredentials(typed);
    const name = place === 'home' ? 'server.url' : 'server.awayUrl';
    const given: Addition[] = [];
    if (address !== null && authorization !== null) {
      this.#home.redactor.addSecret(authorization);
      checkHeader(AUTHORIZATION, authorization);
      given.push({
        origin: originOf(address),
        headers: { [AUTHORIZATION]: authorization },
        certificateAuthority: null,
        takesPlace: true,
      });
    }
    await this.changeSettings((now) => ({ settings: write(now, name, address), names: [name] }), given);
  }

  /**
   * Changes settings of which some may be addresses. What the settings file has for earlier addresses goes to where it belongs, and only then
   * are there new ones: at no moment is it sent to them, whatever ends the program or keeps the keychain closed.
   * @param edit may be asked again when the file has changed meanwhile
   * @param given what is kept together with it
   * @throws {ProblemError} what `edit` throws; settings-unreadable, settings-not-saved, keychain-…; then nothing is kept
   */
  async changeSettings(edit: (now: Settings) => Edited, given: readonly Addition[] = []): Promise<Edited> {
    const { settings, connection, log } = this.#home;
    const before = settings.readOrThrow();
    const edited = edit(before);
    const left = await this.#leftBehind(before, edited);
    const takeBack = await connection.add([...left.additions, ...given]);
    let isAsBefore = true;
    try {
      settings.change((now) => {
        isAsBefore = isDeepStrictEqual(now.server, before.server);
        if (!isAsBefore) return now;
        const { settings: changed } = edit(now);
        return { ...changed, server: { ...changed.server, ...left.emptied } };
      });
    } catch (error) {
      await takeBack().catch((failure: unknown) =>
        log.warn('What was kept for an address could not be taken back', failure),
      );
      throw error;
    }
    if (!isAsBefore) {
      await takeBack();
      return this.changeSettings(edit, given);
    }
    for (const { sentence } of left.refused)
      log.warn(`A header of the settings file was left out when the address changed. ${sentence}`);
    return edited;
  }

  /** What the settings file has for addresses that are none any more after an edit. What was given together with new ones is meant for these. */
  async #leftBehind({ server: before }: Settings, { settings: { server: after }, names: declared }: Edited) {
    const former = new Set(serverUrlsOf({ server: before }).map(originOf));
    const origins = new Set(serverUrlsOf({ server: after }).map(originOf));
    // Without any address the next one would get them.
    const isElsewhere = former.size > 0 && (origins.size === 0 || [...origins].some((origin) => !former.has(origin)));
    const areLeft = isElsewhere && !declared.includes('server.headers') && Object.keys(before.headers).length > 0;
    const { headers, refused } = areLeft ? sorted(before.headers) : { headers: {}, refused: [] };
    const additions: Addition[] = [...former].map((origin) => ({
      origin,
      headers,
      certificateAuthority: null,
      takesPlace: false,
    }));
    const gone = PLACES.filter(([, url]) => before[url] !== null && !origins.has(originOf(before[url])));
    const files = gone.filter(([, , file]) => before[file] !== null && !declared.includes(`server.${file}`));
    for (const [, url, file] of files) {
      // One that cannot be read any more was of no use either.
      const path = expandPath(before[file] ?? '', this.#home.paths);
      const certificateAuthority = await readCertificateAuthority(path).catch(() => null);
      additions.push({ origin: originOf(before[url]), headers: {}, certificateAuthority, takesPlace: false });
    }
    return {
      additions: additions.filter(
        (added) => Object.keys(added.headers).length > 0 || added.certificateAuthority !== null,
      ),
      emptied: { ...(areLeft ? { headers: {} } : {}), ...Object.fromEntries(files.map(([, , file]) => [file, null])) },
      refused,
    };
  }

  /** @param address where it is sent, typed or normalised, as in all that follow @throws {ProblemError} server-address-invalid, setting-invalid, keychain-…, settings-not-saved */
  async setHeader(address: string, name: string, value: string): Promise<void> {
    this.#home.redactor.addSecret(value);
    await this.#home.connection.setHeader(originOf(address), name.trim(), value.trim());
  }

  /** Wherever it is kept. @throws {ProblemError} keychain-…, settings-not-saved */
  async removeHeader(address: string, name: string): Promise<void> {
    const origin = originOf(address);
    const wanted = name.trim().toLowerCase();
    const isKept = (names: readonly string[]) => names.some((other) => other.toLowerCase() === wanted);
    if (isKept(this.#home.connection.shown()[origin]?.headers ?? []))
      await this.#home.connection.removeHeader(origin, name.trim());
    const { headers } = this.#home.settings.read().server;
    if (!isKept(Object.keys(headers))) return;
    const others = Object.fromEntries(Object.entries(headers).filter(([other]) => other.toLowerCase() !== wanted));
    this.#home.settings.change((settings) => withSetting(settings, 'server.headers', others));
  }

  /**
   * Takes over a certificate from its file, which is not needed any more then.
   * @param path absolute
   * @throws {ProblemError} client-certificate-locked, client-certificate-unusable, keychain-…, settings-not-saved
   */
  async takeCertificate(address: string, path: string, passphrase: string | null): Promise<void> {
    if (passphrase !== null) this.#home.redactor.addSecret(passphrase);
    await this.#home.connection.setCertificate(originOf(address), await readClientCertificate(path, passphrase));
  }

  /** @throws {ProblemError} keychain-…, settings-not-saved */
  async removeCertificate(address: string): Promise<void> {
    const origin = originOf(address);
    if (this.#home.connection.shown()[origin]?.clientCertificate == null) return;
    await this.#home.connection.setCertificate(origin, null);
  }

  /**
   * Takes over an authority from its file, which may move then.
   * @param path absolute
   * @throws {ProblemError} authority-unusable, keychain-…, settings-not-saved
   */
  async takeAuthority(address: string, path: string): Promise<void> {
    await this.#home.connection.setAuthority(originOf(address), await readCertificateAuthority(path));
  }

  /** @throws {ProblemError} keychain-…, settings-not-saved */
  async removeAuthority(address: string): Promise<void> {
    const origin = originOf(address);
    if (this.#home.connection.shown()[origin]?.certificateAuthority == null) return;
    await this.#home.connection.setAuthority(origin, null);
  }

  /** A person says that what one address has is for another one now. @throws {ProblemError} keychain-…, settings-not-saved */
  async reuse(from: string, to: string): Promise<void> {
    await this.#home.connection.move(originOf(from), originOf(to));
  }

  /** @throws {ProblemError} keychain-…, settings-not-saved */
  async forget(address: string): Promise<void> {
    const origin = originOf(address);
    if (Object.hasOwn(this.#home.connection.shown(), origin)) await this.#home.connection.forget(origin);
  }
}

/** @throws {ProblemError} server-address-invalid */
function originOf(address: string | null): string {
  return new URL(normaliseServerAddress(takeCredentials(address ?? '').address)).origin;
}

/** The headers that can be kept in the keychain, whose rules are narrower than those of the settings file; why the others cannot, without their values. */
function sorted(all: Readonly<Record<string, string>>) {
  const headers: Record<string, string> = {};
  const refused: Problem[] = [];
  for (const [name, value] of Object.entries(all))
    try {
      checkHeader(name, value);
      headers[name] = value;
    } catch (error) {
      refused.push(toProblem(error));
    }
  return { headers, refused };
}

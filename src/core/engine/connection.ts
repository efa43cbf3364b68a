/** What a person gives for the way to each of the server's addresses: the address itself, headers, a client certificate. */
import { readClientCertificate } from '../immich/client-certificate.ts';
import type { ConnectionView, ServerPlace } from '../model/connection.ts';
import { normaliseServerAddress, takeCredentials } from '../settings/server-address.ts';
import { withSetting } from '../settings/text.ts';
import type { Home } from './home.ts';

/** The header of a user name and password that are part of an address. */
const AUTHORIZATION = 'Authorization';

export class Connection {
  readonly #home: Home;

  constructor(home: Home) {
    this.#home = home;
  }

  /** Names alone; asks no keychain. */
  view(place: ServerPlace): ConnectionView {
    const { headers, clientCertificate } = this.#home.connection.shown(place);
    const own = headers.map((name) => ({ name, isInSettings: false }));
    const names = new Set(headers.map((name) => name.toLowerCase()));
    const inSettings = Object.keys(this.#home.settings.read().server.headers)
      .filter((name) => !names.has(name.toLowerCase()))
      .map((name) => ({ name, isInSettings: true }));
    return { headers: [...own, ...inSettings], clientCertificate };
  }

  /**
   * Keeps an address as it was typed. A user name and password in it become a header, in the keychain.
   * @param typed null for none
   * @throws {ProblemError} setting-invalid, settings-not-saved, settings-unreadable, keychain-…
   */
  async setAddress(place: ServerPlace, typed: string | null): Promise<void> {
    const value = typed === null ? null : await this.takeCredentials(place, typed);
    const name = place === 'home' ? 'server.url' : 'server.awayUrl';
    this.#home.settings.change((settings) => withSetting(settings, name, value));
  }

  /**
   * @returns the address without user name and password, which are kept as a header from now on
   * @throws {ProblemError} server-address-invalid, keychain-…, settings-not-saved
   */
  async takeCredentials(place: ServerPlace, typed: string): Promise<string> {
    const { address, authorization } = takeCredentials(typed);
    if (authorization === null) return address;
    // Nothing is kept for what is no address.
    normaliseServerAddress(address);
    await this.setHeader(place, AUTHORIZATION, authorization);
    return address;
  }

  /** @throws {ProblemError} setting-invalid, keychain-…, settings-not-saved */
  async setHeader(place: ServerPlace, name: string, value: string): Promise<void> {
    this.#home.redactor.addSecret(value);
    await this.#home.connection.setHeader(place, name.trim(), value.trim());
  }

  /** Wherever it is kept. @throws {ProblemError} keychain-…, settings-not-saved */
  async removeHeader(place: ServerPlace, name: string): Promise<void> {
    const wanted = name.trim().toLowerCase();
    const isKept = (names: readonly string[]) => names.some((other) => other.toLowerCase() === wanted);
    if (isKept(this.#home.connection.shown(place).headers))
      await this.#home.connection.removeHeader(place, name.trim());
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
  async takeCertificate(place: ServerPlace, path: string, passphrase: string | null): Promise<void> {
    if (passphrase !== null) this.#home.redactor.addSecret(passphrase);
    await this.#home.connection.setCertificate(place, await readClientCertificate(path, passphrase));
  }

  /** @throws {ProblemError} keychain-…, settings-not-saved */
  async removeCertificate(place: ServerPlace): Promise<void> {
    if (this.#home.connection.shown(place).clientCertificate === null) return;
    await this.#home.connection.setCertificate(place, null);
  }
}

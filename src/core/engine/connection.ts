/**
 * What a person gives for the way to each of the server's addresses: the address itself, headers, a client certificate, an authority. All but the address
 * belongs to an origin (scheme, host and port): when an address changes, what the one before had stays with that and is not sent to the new one.
 */
import { readCertificateAuthority } from '../immich/certificate-authority.ts';
import { readClientCertificate } from '../immich/client-certificate.ts';
import type { ConnectionView, ServerPlace } from '../model/connection.ts';
import { ProblemError } from '../model/problem.ts';
import type { SettingName, Settings } from '../model/settings.ts';
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

export class Connection {
  readonly #home: Home;

  constructor(home: Home) {
    this.#home = home;
  }

  /** For each address of the settings, in their order, then for each of before. Names alone; asks no keychain. */
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
    const { settings } = this.#home;
    const before = settings.read();
    settings.change((now) => write(now, name, address));
    try {
      await this.keepApart(before, [name]);
      if (address !== null && authorization !== null) await this.setHeader(address, AUTHORIZATION, authorization);
    } catch (error) {
      settings.change((now) => ({ ...now, server: before.server }));
      throw error;
    }
  }

  /**
   * To be called when addresses have changed: what the settings file has for those of before goes to where it belongs.
   * @param declared settings that were given together with the addresses: these are meant for the new ones
   * @throws {ProblemError} keychain-…, settings-not-saved
   */
  async keepApart({ server: before }: Settings, declared: readonly SettingName[]): Promise<void> {
    const { settings, connection } = this.#home;
    const { server: now } = settings.read();
    const former = new Set(serverUrlsOf({ server: before }).map(originOf));
    const origins = new Set(serverUrlsOf({ server: now }).map(originOf));
    const isElsewhere = former.size > 0 && [...origins].some((origin) => !former.has(origin));
    const headers = isElsewhere && !declared.includes('server.headers') ? Object.entries(before.headers) : [];
    for (const [name, value] of headers) for (const origin of former) await connection.setHeader(origin, name, value);
    const gone = PLACES.filter(([, url]) => before[url] !== null && !origins.has(originOf(before[url])));
    const files = gone.filter(([, , file]) => before[file] !== null && !declared.includes(`server.${file}`));
    for (const [, url, file] of files) {
      // One that cannot be read any more was of no use either.
      const authority = await readCertificateAuthority(expandPath(before[file] ?? '', this.#home.paths)).catch(
        () => null,
      );
      if (authority !== null) await connection.setAuthority(originOf(before[url] ?? ''), authority);
    }
    if (headers.length === 0 && files.length === 0) return;
    settings.change((all) => ({
      ...all,
      server: {
        ...all.server,
        ...(headers.length === 0 ? {} : { headers: {} }),
        ...Object.fromEntries(files.map(([, , file]) => [file, null])),
      },
    }));
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

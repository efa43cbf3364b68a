/** What the ways to the server's addresses need and nobody may see: proxies' headers and client certificates; and whose certificates are trusted there. */
import { z } from 'zod';
import { SERVER_PLACES, type ServerPlace } from '../model/connection.ts';
import { ProblemError } from '../model/problem.ts';
import { because, type Reason } from '../model/reasons.ts';
import { SealedFile, type SealedFileOptions } from './sealed-file.ts';

const certificateSchema = z.object({
  /** The name of the file that it came from. */
  name: z.string(),
  form: z.enum(['pkcs12', 'pem']),
  /** Base64 of the file. */
  contents: z.string(),
  passphrase: z.string().nullable(),
});
export type ClientCertificate = z.output<typeof certificateSchema>;

const authoritySchema = z.object({
  /** The name of the file that it came from. */
  name: z.string(),
  /** One or more certificates. */
  pem: z.string(),
});
export type CertificateAuthority = z.output<typeof authoritySchema>;

const originSchema = z.object({
  headers: z.record(z.string(), z.string()),
  clientCertificate: certificateSchema.nullable(),
  certificateAuthority: authoritySchema.nullable(),
});
export type OriginSecrets = z.output<typeof originSchema>;

/** By origin (scheme, host and port), as browsers keep theirs: nothing is ever sent to another one. */
const secretsSchema = z.record(z.string(), originSchema);
type AllSecrets = z.output<typeof secretsSchema>;

/** Of before: by place, without authorities. */
const formerSchema = z.record(z.enum(SERVER_PLACES), originSchema.omit({ certificateAuthority: true }));

const shownOrigin = z.object({
  headers: z.array(z.string()),
  clientCertificate: z.string().nullable(),
  certificateAuthority: z.string().nullable(),
});
const shownSchema = z.record(z.string(), shownOrigin);
const formerShownSchema = z.record(z.enum(SERVER_PLACES), shownOrigin.omit({ certificateAuthority: true }));
/** Names of headers and of files. */
export type ShownSecrets = z.output<typeof shownOrigin>;

/** What an origin gets besides what it has. */
export interface Addition {
  readonly origin: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Null for none. */
  readonly certificateAuthority: CertificateAuthority | null;
  /** Whether it takes the place of what is there already; otherwise that stays. */
  readonly takesPlace: boolean;
}

const NOTHING: OriginSecrets = { headers: {}, clientCertificate: null, certificateAuthority: null };

export interface ConnectionSecretsOptions extends SealedFileOptions {
  /**
   * The origin of an address of the settings, which what an earlier version has kept for the place is for; null for none.
   * @throws {ProblemError} settings-unreadable
   */
  readonly originAt: (place: ServerPlace) => string | null;
}

export class ConnectionSecrets {
  readonly #file: SealedFile;
  readonly #originAt: ConnectionSecretsOptions['originAt'];
  /** One change at a time. */
  #last: Promise<unknown> = Promise.resolve();

  constructor({ originAt, ...file }: ConnectionSecretsOptions) {
    this.#file = new SealedFile(file);
    this.#originAt = originAt;
  }

  /** By origin. Needs no keychain. A file that cannot be read shows nothing; {@link of} says what is wrong with it. */
  shown(): Readonly<Record<string, ShownSecrets>> {
    try {
      const document = this.#file.shown();
      const former = formerShownSchema.safeParse(document);
      if (former.success) return this.#byOrigin(former.data);
      const shown = shownSchema.safeParse(document);
      if (shown.success) return shown.data;
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
    }
    return {};
  }

  /** @throws {ProblemError} keychain-…, connection-secrets-unreadable, settings-unreadable */
  async of(origin: string): Promise<OriginSecrets> {
    const { [origin]: secrets = NOTHING } = await this.#all();
    // Soon: a place stands for the address that it was given for as long as that does not change.
    if (this.#isOutdated()) await this.#changeAll((all) => all).catch(() => {});
    return secrets;
  }

  /** The header in the place of one of this name, whose case does not matter. @throws {ProblemError} keychain-…, setting-invalid, settings-not-saved */
  async setHeader(origin: string, name: string, value: string): Promise<void> {
    checkHeader(name, value);
    await this.#change(origin, (secrets) => ({
      ...secrets,
      headers: { ...without(secrets.headers, name), [name]: value },
    }));
  }

  /** No harm when there is none. */
  removeHeader(origin: string, name: string): Promise<void> {
    return this.#change(origin, (secrets) => ({ ...secrets, headers: without(secrets.headers, name) }));
  }

  /** @param clientCertificate null for none */
  setCertificate(origin: string, clientCertificate: ClientCertificate | null): Promise<void> {
    return this.#change(origin, (secrets) => ({ ...secrets, clientCertificate }));
  }

  /** @param certificateAuthority null for none */
  setAuthority(origin: string, certificateAuthority: CertificateAuthority | null): Promise<void> {
    return this.#change(origin, (secrets) => ({ ...secrets, certificateAuthority }));
  }

  /** Takes what is kept for one origin for another one, which keeps what it has of its own. */
  move(from: string, to: string): Promise<void> {
    return this.#changeAll(({ [from]: moved = NOTHING, ...others }) => ({
      ...others,
      [to]: united(others[to] ?? NOTHING, moved),
    }));
  }

  /**
   * All of it, or nothing. Without any addition no keychain is asked, unless what an earlier version has kept has to get its address.
   * @returns takes it back: these origins have again what they had before
   * @throws {ProblemError} keychain-…, settings-not-saved
   */
  async add(additions: readonly Addition[]): Promise<() => Promise<void>> {
    if (additions.length === 0 && !this.#isOutdated()) return async () => {};
    let before: AllSecrets = {};
    await this.#changeAll((all) => {
      before = all;
      const sum = { ...all };
      for (const { origin, takesPlace, ...added } of additions) {
        const [own, other] = [sum[origin] ?? NOTHING, { ...added, clientCertificate: null }];
        sum[origin] = takesPlace ? united(other, own) : united(own, other);
      }
      return sum;
    });
    const formerly = Object.fromEntries(additions.map(({ origin }) => [origin, before[origin] ?? NOTHING]));
    return () => this.#changeAll((all) => ({ ...all, ...formerly }));
  }

  forget(origin: string): Promise<void> {
    return this.#change(origin, () => NOTHING);
  }

  #change(origin: string, edit: (secrets: OriginSecrets) => OriginSecrets): Promise<void> {
    return this.#changeAll((all) => ({ ...all, [origin]: edit(all[origin] ?? NOTHING) }));
  }

  #changeAll(edit: (all: AllSecrets) => AllSecrets): Promise<void> {
    const change = async () => {
      // What cannot be read any more is given again: that is how a person gets out of it.
      const all = await this.#all().catch((error: unknown): AllSecrets => {
        if (error instanceof ProblemError && error.code === 'connection-secrets-unreadable') return {};
        throw error;
      });
      const changed = Object.entries(edit(all)).filter(([, secrets]) => !isNothing(secrets));
      if (changed.length === 0) await this.#file.remove();
      else {
        const shown = Object.fromEntries(changed.map(([origin, secrets]) => [origin, namesOf(secrets)]));
        await this.#file.seal(JSON.stringify(Object.fromEntries(changed)), shown);
      }
    };
    const result = this.#last.then(() => this.#file.alone(change));
    this.#last = result.catch(() => {});
    return result;
  }

  async #all(): Promise<AllSecrets> {
    const text = await this.#file.open();
    if (text === null) return {};
    const document: unknown = JSON.parse(text);
    const former = formerSchema.safeParse(document);
    if (former.success) return this.#byOrigin(former.data);
    const read = secretsSchema.safeParse(document);
    if (!read.success) throw new ProblemError('connection-secrets-unreadable');
    return read.data;
  }

  #isOutdated(): boolean {
    try {
      return formerShownSchema.safeParse(this.#file.shown()).success;
    } catch {
      return false;
    }
  }

  /** What is kept for a place without an address is for none. Where both have one origin, what is for home counts. */
  #byOrigin<Former>(former: Readonly<Record<ServerPlace, Former>>) {
    const entries = SERVER_PLACES.flatMap((place) => {
      const origin = this.#originAt(place);
      return origin === null ? [] : [[origin, { ...former[place], certificateAuthority: null }] as const];
    });
    return Object.fromEntries(entries.reverse());
  }
}

const isNothing = ({ headers, clientCertificate, certificateAuthority }: OriginSecrets) =>
  Object.keys(headers).length === 0 && clientCertificate === null && certificateAuthority === null;

const namesOf = ({ headers, clientCertificate, certificateAuthority }: OriginSecrets): ShownSecrets => ({
  headers: Object.keys(headers),
  clientCertificate: clientCertificate?.name ?? null,
  certificateAuthority: certificateAuthority?.name ?? null,
});

/** Of two that have the same, that of the first. */
function united(first: OriginSecrets, second: OriginSecrets): OriginSecrets {
  return {
    headers: { ...Object.keys(first.headers).reduce(without, second.headers), ...first.headers },
    clientCertificate: first.clientCertificate ?? second.clientCertificate,
    certificateAuthority: first.certificateAuthority ?? second.certificateAuthority,
  };
}

const without = (headers: Readonly<Record<string, string>>, name: string): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([other]) => other.toLowerCase() !== name.toLowerCase()));

/** Names that belong to the request itself, or to the key. */
const OWN_HEADERS = /^(?:x-api-key|host|content-length|content-type|transfer-encoding|connection)$/i;

/** @throws {ProblemError} setting-invalid; the value is not repeated */
export function checkHeader(name: string, value: string): void {
  const refuse = (reason: Reason) => new ProblemError('setting-invalid', { name, reason });
  if (!/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,200}$/.test(name)) throw refuse(because('not-a-header-name', { value: name }));
  if (OWN_HEADERS.test(name)) throw refuse(because('header-is-ours'));
  if (value === '') throw refuse(because('cannot-be-empty'));
  if (!/^[\x20-\x7e]{1,8000}$/.test(value)) throw refuse(because('header-value-odd'));
}

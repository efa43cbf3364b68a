/** What the ways to the server's addresses need and nobody may see: proxies' headers, and client certificates. */
import { z } from 'zod';
import type { ServerPlace } from '../model/connection.ts';
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

const placeSchema = z.object({
  headers: z.record(z.string(), z.string()),
  clientCertificate: certificateSchema.nullable(),
});
export type PlaceSecrets = z.output<typeof placeSchema>;

const secretsSchema = z.object({ home: placeSchema, away: placeSchema });
type AllSecrets = z.output<typeof secretsSchema>;

const shownPlace = z.object({ headers: z.array(z.string()), clientCertificate: z.string().nullable() });
const shownSchema = z.object({ home: shownPlace, away: shownPlace });
/** Names of headers and of the certificate's file. */
export type ShownSecrets = z.output<typeof shownPlace>;

const NOTHING: PlaceSecrets = { headers: {}, clientCertificate: null };

export class ConnectionSecrets {
  readonly #file: SealedFile;
  /** One change at a time. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: SealedFileOptions) {
    this.#file = new SealedFile(options);
  }

  /** Needs no keychain. A file that cannot be read shows nothing; {@link of} says what is wrong with it. */
  shown(place: ServerPlace): ShownSecrets {
    try {
      const shown = shownSchema.safeParse(this.#file.shown());
      if (shown.success) return shown.data[place];
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
    }
    return { headers: [], clientCertificate: null };
  }

  /** @throws {ProblemError} keychain-…, connection-secrets-unreadable */
  async of(place: ServerPlace): Promise<PlaceSecrets> {
    return (await this.#all())[place];
  }

  /** The header in the place of one of this name, whose case does not matter. @throws {ProblemError} keychain-…, setting-invalid, settings-not-saved */
  async setHeader(place: ServerPlace, name: string, value: string): Promise<void> {
    checkHeader(name, value);
    await this.#change(place, (secrets) => ({
      ...secrets,
      headers: { ...without(secrets.headers, name), [name]: value },
    }));
  }

  /** No harm when there is none. */
  removeHeader(place: ServerPlace, name: string): Promise<void> {
    return this.#change(place, (secrets) => ({ ...secrets, headers: without(secrets.headers, name) }));
  }

  /** @param clientCertificate null for none */
  setCertificate(place: ServerPlace, clientCertificate: ClientCertificate | null): Promise<void> {
    return this.#change(place, (secrets) => ({ ...secrets, clientCertificate }));
  }

  #change(place: ServerPlace, edit: (secrets: PlaceSecrets) => PlaceSecrets): Promise<void> {
    const change = async () => {
      // What cannot be read any more is given again: that is how a person gets out of it.
      const all = await this.#all().catch((error: unknown) => {
        if (error instanceof ProblemError && error.code === 'connection-secrets-unreadable')
          return { home: NOTHING, away: NOTHING };
        throw error;
      });
      const changed = { ...all, [place]: edit(all[place]) };
      if (isNothing(changed.home) && isNothing(changed.away)) await this.#file.remove();
      else await this.#file.seal(JSON.stringify(changed), { home: namesOf(changed.home), away: namesOf(changed.away) });
    };
    const result = this.#last.then(() => this.#file.alone(change));
    this.#last = result.catch(() => {});
    return result;
  }

  async #all(): Promise<AllSecrets> {
    const text = await this.#file.open();
    if (text === null) return { home: NOTHING, away: NOTHING };
    const read = secretsSchema.safeParse(JSON.parse(text));
    if (!read.success) throw new ProblemError('connection-secrets-unreadable');
    return read.data;
  }
}

const isNothing = ({ headers, clientCertificate }: PlaceSecrets) =>
  Object.keys(headers).length === 0 && clientCertificate === null;

const namesOf = ({ headers, clientCertificate }: PlaceSecrets): ShownSecrets => ({
  headers: Object.keys(headers),
  clientCertificate: clientCertificate?.name ?? null,
});

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

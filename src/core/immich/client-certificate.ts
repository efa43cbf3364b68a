/** A client certificate for servers that let nobody in without one (mTLS): read from its file, and made ready for a connection. */
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import * as tls from 'node:tls';
import { fileReason } from '../model/file-reason.ts';
import { ProblemError } from '../model/problem.ts';
import { because, type Explanation, quote } from '../model/reasons.ts';
import type { ClientCertificate } from '../secrets/connection-secrets.ts';

/** Bytes; one with its whole chain has a few thousand. */
const MAX_FILE = 200_000;

/**
 * Reads a .p12 or .pfx file, or a .pem file with certificate and private key, and tries whether it can be used.
 * @throws {ProblemError} client-certificate-unusable; client-certificate-locked when it wants a passphrase, or another one
 */
export async function readClientCertificate(path: string, passphrase: string | null): Promise<ClientCertificate> {
  const name = basename(path);
  let bytes: Buffer;
  try {
    if ((await stat(path)).size > MAX_FILE) throw unusable(name, because('not-a-certificate'));
    bytes = await readFile(path);
  } catch (error) {
    throw error instanceof ProblemError ? error : unusable(name, fileReason(error), error);
  }
  const text = bytes.toString('latin1');
  const form = text.includes('-----BEGIN ') ? 'pem' : 'pkcs12';
  if (form === 'pem') {
    if (!text.includes('-----BEGIN CERTIFICATE-----')) throw unusable(name, because('not-a-certificate'));
    if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) throw unusable(name, because('certificate-without-key'));
  }
  const certificate: ClientCertificate = { name, form, contents: bytes.toString('base64'), passphrase };
  secureContextWith(certificate, []);
  return certificate;
}

/**
 * What connections need; made once, because it takes as long as the rest of making one.
 * @param ca PEM certificates of the authorities that are trusted
 * @throws {ProblemError} as {@link readClientCertificate}
 */
export function secureContextWith(certificate: ClientCertificate | null, ca: readonly string[]): tls.SecureContext {
  const trust = ca.length === 0 ? {} : { ca: [...ca] };
  if (certificate === null) return tls.createSecureContext(trust);
  const { name, form, passphrase } = certificate;
  const contents = Buffer.from(certificate.contents, 'base64');
  const own = form === 'pkcs12' ? { pfx: contents } : { cert: contents, key: contents };
  try {
    return tls.createSecureContext({ ...trust, ...own, ...(passphrase === null ? {} : { passphrase }) });
  } catch (error) {
    throw explain(name, passphrase, error);
  }
}

/** The words are those of OpenSSL (command line) and of BoringSSL (app), as seen with both. */
function explain(name: string, passphrase: string | null, error: unknown): ProblemError {
  const { message = '', code = '' } = error as { readonly message?: string; readonly code?: string };
  const said = `${code} ${message}`;
  if (
    /mac verify failure|INCORRECT_PASSWORD|bad[ _]decrypt|bad[ _]password|interrupted or cancelled|MISSING_PASSPHRASE/i.test(
      said,
    )
  )
    return new ProblemError(
      'client-certificate-locked',
      { name, reason: because(passphrase === null ? 'passphrase-needed' : 'passphrase-wrong') },
      { cause: error },
    );
  // OpenSSL 3 knows the old ciphers no more in which Keychain Access and others write; BoringSSL does.
  if (/UNSUPPORTED/i.test(said)) return unusable(name, because('certificate-cipher-old'), error);
  if (/key values mismatch|KEY_VALUES_MISMATCH/i.test(said))
    return unusable(name, because('certificate-of-other-key'), error);
  if (/asn1|wrong tag|not enough data|BAD_PKCS12|no start line|too long|header/i.test(said))
    return unusable(name, because('not-a-certificate'), error);
  return unusable(name, quote(message), error);
}

const unusable = (name: string, reason: Explanation, cause?: unknown) =>
  new ProblemError('client-certificate-unusable', { name, reason }, { cause });

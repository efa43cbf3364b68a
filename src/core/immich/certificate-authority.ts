/** The certificates of a person's own authority, for servers whose certificate no system knows: read from their file. */
import { X509Certificate } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileReason } from '../model/file-reason.ts';
import { ProblemError } from '../model/problem.ts';
import { because, type Explanation } from '../model/reasons.ts';
import type { CertificateAuthority } from '../secrets/connection-secrets.ts';

/** Bytes; all authorities of a system together have some 200,000. */
const MAX_FILE = 1_000_000;
const PEM = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * Reads a .pem or .crt file with one or more certificates, or a .cer file with one (DER, as Keychain Access writes it).
 * @throws {ProblemError} authority-unusable
 */
export async function readCertificateAuthority(path: string): Promise<CertificateAuthority> {
  const name = basename(path);
  const unusable = (reason: Explanation, cause?: unknown) =>
    new ProblemError('authority-unusable', { name, reason }, { cause });
  let bytes: Buffer;
  try {
    if ((await stat(path)).size > MAX_FILE) throw unusable(because('not-a-certificate'));
    bytes = await readFile(path);
  } catch (error) {
    throw error instanceof ProblemError ? error : unusable(fileReason(error), error);
  }
  const found = bytes.toString('latin1').match(PEM) ?? [bytes];
  try {
    return { name, pem: found.map((one) => new X509Certificate(one).toString()).join('') };
  } catch (error) {
    throw unusable(because('not-a-certificate'), error);
  }
}

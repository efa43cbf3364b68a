/**
 * How the list of tool sets is signed: one file that holds the list's bytes and its signatures (Ed25519), so that no half of it can be newer than the
 * other. What is signed are bytes, not JSON: nothing depends on how somebody writes an object.
 */
import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import * as z from 'zod';
import { because } from '../../model/reasons.ts';
import { ListRefused, parseJson, parseToolList, type ToolList } from './tool-list.ts';

/** Before the bytes that are signed, so that no signature of anything else is ever one of a list. */
const CONTEXT = Buffer.from('immich-sync tool list\n');

/** Bytes of the file at most; a list of 50 sets has a tenth of it. */
export const MAX_LIST = 512 * 1024;

const base64 = z.base64();
const envelopeSchema = z.object({
  /** The list as JSON, in Base64. */
  list: base64,
  /** By more than one key while one key replaces another. */
  signatures: z
    .array(z.object({ key: z.string(), signature: base64 }))
    .min(1)
    .max(8),
});

export interface SignedList {
  readonly list: ToolList;
  /** SHA-256 of what was signed, in hex. */
  readonly digest: string;
}

/**
 * Opens what was downloaded.
 * @param trusted public keys, see {@link publicKeyFrom}
 * @throws {ListRefused} unreadable, forged, needs-newer-app
 */
export function openSignedList(file: Uint8Array, trusted: readonly KeyObject[]): SignedList {
  if (file.byteLength > MAX_LIST) throw new ListRefused('unreadable', because('list-too-long', { bytes: MAX_LIST }));
  const envelope = envelopeSchema.safeParse(parseJson(Buffer.from(file).toString('utf8')));
  if (!envelope.success) throw new ListRefused('unreadable', because('list-not-signed'));
  const bytes = Buffer.from(envelope.data.list, 'base64');
  const isSigned = envelope.data.signatures.some(({ key, signature }) =>
    trusted.some(
      (candidate) =>
        keyName(candidate) === key && verify(null, signedBytes(bytes), candidate, Buffer.from(signature, 'base64')),
    ),
  );
  if (!isSigned) throw new ListRefused('forged', because('list-signed-by-another'));
  const digest = createHash('sha256').update(bytes).digest('hex');
  return { list: parseToolList(bytes.toString('utf8')), digest };
}

/** @returns the text of the file that {@link openSignedList} opens */
export function signList(json: string, privateKeys: readonly KeyObject[]): string {
  const bytes = Buffer.from(json, 'utf8');
  const signatures = privateKeys.map((key) => ({
    key: keyName(createPublicKey(key)),
    signature: sign(null, signedBytes(bytes), key).toString('base64'),
  }));
  return `${JSON.stringify({ list: bytes.toString('base64'), signatures }, null, 2)}\n`;
}

/** @param text 32 bytes in Base64url, as {@link publicKeyText} gives them */
export function publicKeyFrom(text: string): KeyObject {
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: text }, format: 'jwk' });
}

/** @param key a public or a private Ed25519 key */
export function publicKeyText(key: KeyObject): string {
  const { x } = (key.type === 'private' ? createPublicKey(key) : key).export({ format: 'jwk' });
  if (x === undefined) throw new TypeError('this is no Ed25519 key');
  return x;
}

/** A short name for a public key, by which its signature is found. */
function keyName(key: KeyObject): string {
  return createHash('sha256').update(publicKeyText(key)).digest('hex').slice(0, 16);
}

const signedBytes = (bytes: Buffer) => Buffer.concat([CONTEXT, bytes]);

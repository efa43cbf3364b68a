/**
 * `node scripts/make-tool-list.ts new-key FILE`       makes a pair of keys: the private one into FILE, the public one onto the screen
 * `node scripts/make-tool-list.ts sign KEY [KEY…]`    signs `tool-sets/list.json` into `out/tool-sets/`; `-` reads a key from standard input
 * `node scripts/make-tool-list.ts check`              looks at `tool-sets/list.json`, and at the archives that it names where they can be reached
 *
 * A key is a PEM file, encrypted or not; its passphrase comes from IMMICH_SYNC_KEY_PASSPHRASE. What all of this is for: `docs/tool-sets.md`.
 */
import { createHash, createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toolListSource } from '../src/core/tool-updates/list-source.ts';
import { publicKeyText } from '../src/core/tools/sets/signed-list.ts';
import { archivesOf, isTrusted, readSource, writeSignedList } from './tool-list.ts';

const SOURCE = join(import.meta.dirname, '../tool-sets/list.json');
const INTO = join(import.meta.dirname, '../out/tool-sets');
const PASSPHRASE = process.env.IMMICH_SYNC_KEY_PASSPHRASE;

const [command, ...files] = process.argv.slice(2);
if (command === 'new-key' && files.length === 1) newKey(files[0] ?? '');
else if (command === 'sign' && files.length > 0) await sign(files);
else if (command === 'check' && files.length === 0) await check();
else {
  console.error('Usage: make-tool-list.ts new-key FILE | sign KEY [KEY…] | check');
  process.exitCode = 2;
}

function newKey(file: string): void {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const encryption = PASSPHRASE === undefined ? {} : { cipher: 'aes-256-cbc', passphrase: PASSPHRASE };
  // It must not take the place of another one.
  writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem', ...encryption }), { mode: 0o600, flag: 'wx' });
  console.log(`The public key, for TRUSTED in src/core/tool-updates/list-source.ts:\n${publicKeyText(publicKey)}`);
  if (PASSPHRASE === undefined) console.log('The private key is not encrypted: IMMICH_SYNC_KEY_PASSPHRASE is not set.');
}

async function sign(keyFiles: readonly string[]): Promise<void> {
  const keys = keyFiles.map((file) =>
    createPrivateKey({
      key: readFileSync(file === '-' ? 0 : file),
      format: 'pem',
      ...(PASSPHRASE === undefined ? {} : { passphrase: PASSPHRASE }),
    }),
  );
  const { trusted } = toolListSource({});
  if (!keys.some((key) => isTrusted(key, trusted)))
    throw new Error('No app trusts any of these keys (TRUSTED in list-source.ts).');
  const list = await writeSignedList({ source: SOURCE, into: INTO, keys, trusted, now: Date.now() });
  console.log(`List ${list.serial} with ${list.sets.length} sets, valid until ${list.expires}, is in ${INTO}.`);
}

async function check(): Promise<void> {
  const { list } = await readSource(SOURCE, Date.now());
  console.log(`List ${list.serial} has ${list.sets.length} sets.`);
  for (const { url, sha256 } of archivesOf(list)) {
    const sum = await checksumAt(url);
    if (sum === null) console.log(`? ${url} could not be reached`);
    else if (sum === sha256) console.log(`✓ ${url}`);
    else {
      console.log(`✕ ${url} has the checksum ${sum}`);
      process.exitCode = 1;
    }
  }
}

async function checksumAt(url: string): Promise<string | null> {
  try {
    const answer = await fetch(url);
    if (!answer.ok) return null;
    return createHash('sha256')
      .update(Buffer.from(await answer.arrayBuffer()))
      .digest('hex');
  } catch {
    return null;
  }
}

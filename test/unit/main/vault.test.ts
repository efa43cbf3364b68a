/** The vault over an encryption that behaves as Electron's does when macOS's keychain is locked, refused, asking, or a new one. */

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ProblemCode } from '../../../src/core/model/problem.ts';
import { because } from '../../../src/core/model/reasons.ts';
import type { Secrets } from '../../../src/core/secrets/secrets.ts';
import { type Encryption, Vault, type VaultOptions } from '../../../src/main/adapters/vault.ts';
import { anyProblemError } from '../../support/any-problem.ts';

const KEY = 'pT5mK9xWq2ZrB7vN4cJ8hL1dF6gS3aYeUoIiRtQwE0u';
let folder: string;
let keychain: 'open' | 'refused' | 'asking' | 'new' | 'lossy';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'immich-sync-vault-'));
  keychain = 'open';
});
afterEach(() => rm(folder, { recursive: true }));

const turned = (text: string) => [...text].reverse().join('');

/** The messages are those of electron_api_safe_storage.cc. */
const encryption: Encryption = {
  isAsyncEncryptionAvailable: () => (keychain === 'asking' ? new Promise(() => {}) : Promise.resolve(true)),
  async encryptStringAsync(text) {
    if (keychain === 'refused')
      throw new Error('Error while encrypting the text provided to safeStorage.encryptStringAsync.');
    return Buffer.from(`v10${turned(keychain === 'lossy' ? text.slice(1) : text)}`);
  },
  async decryptStringAsync(cipher) {
    if (keychain === 'refused')
      throw new Error('safeStorage.decryptStringAsync is temporarily unavailable. Please try again.');
    if (keychain === 'new')
      throw new Error('Error while decrypting the ciphertext provided to safeStorage.decryptStringAsync.');
    return { result: turned(cipher.toString().slice(3)), shouldReEncrypt: false };
  },
};

const noFallback: Secrets = {
  read: async () => null,
  isKept: async () => false,
  write: async () => {},
  remove: async () => {},
  describe: () => because('kept-in-secret-service'),
};

const open = (changed: Partial<VaultOptions> = {}) =>
  new Vault({
    encryption,
    platform: 'darwin',
    file: join(folder, 'key.json'),
    fallback: noFallback,
    environment: {},
    mayKeepInMemory: false,
    patience: 50,
    ...changed,
  });

describe('the vault', () => {
  it('keeps, replaces and forgets the key', async () => {
    expect(await open().read()).toBeNull();
    await open().write(KEY);
    expect(await open().read()).toBe(KEY);
    expect(await readFile(join(folder, 'key.json'), 'utf8')).not.toContain(KEY);
    await open().remove();
    expect(await open().read()).toBeNull();
  });

  it.each<[typeof keychain, ProblemCode]>([
    ['refused', 'keychain-refused'],
    ['asking', 'keychain-unanswered'],
    ['new', 'key-unreadable'],
  ])('tells what is wrong when the keychain is %s, and keeps what is stored', async (state, code) => {
    await open().write(KEY);
    keychain = state;
    await expect(open().read()).rejects.toMatchObject({ code });
    keychain = 'open';
    expect(await open().read()).toBe(KEY);
  });

  it.each<[typeof keychain, ProblemCode]>([
    ['refused', 'keychain-refused'],
    ['asking', 'keychain-unanswered'],
    ['lossy', 'keychain-unavailable'],
  ])('never claims to have kept a key when the keychain is %s', async (state, code) => {
    keychain = state;
    await expect(open().write(KEY)).rejects.toMatchObject({ code });
    const app = open({ mayKeepInMemory: true });
    await app.write(KEY);
    expect(await app.view()).toMatchObject({ state: 'memory-only', reason: expect.stringMatching(/\.$/) });
    expect(await app.read()).toBe(KEY);
    keychain = 'open';
    expect(await open().read()).toBeNull();
  });

  it('leaves the former key when the new one is not kept', async () => {
    await open().write('the-former-key');
    keychain = 'lossy';
    await expect(open().write(KEY)).rejects.toMatchObject({ code: 'keychain-unavailable' });
    keychain = 'open';
    expect(await open().read()).toBe('the-former-key');
  });

  it('takes a fixed password for no keychain', async () => {
    const plain = { ...encryption, getSelectedStorageBackend: () => 'basic_text' as const };
    const vault = open({ encryption: plain, platform: 'linux' });
    await expect(vault.write(KEY)).rejects.toMatchObject({ code: 'keychain-missing' });
  });

  it.each<[ProblemCode, boolean]>([
    ['keychain-locked', true],
    ['keychain-unanswered', true],
    ['keychain-missing', false],
    ['keychain-unavailable', false],
  ])('with the command’s key behind %s', async (code, isThere) => {
    const refuse = () => Promise.reject(anyProblemError(code));
    const fallback = { ...noFallback, read: refuse, isKept: refuse };
    const vault = open({ fallback });
    if (isThere) await expect(vault.read()).rejects.toMatchObject({ code });
    else expect(await vault.read()).toBeNull();
    expect((await vault.view()).state).toBe(isThere ? 'stored' : 'none');
  });
});

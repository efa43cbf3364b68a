/** Lists of tool sets for tests, signed by a key that is made here. */
import { createHash, generateKeyPairSync } from 'node:crypto';
import { signList } from '../../../src/core/tools/sets/signed-list.ts';
import type { ListedSet, ToolList } from '../../../src/core/tools/sets/tool-list.ts';

export const sha256 = (contents: string | Uint8Array): string => createHash('sha256').update(contents).digest('hex');

export const requirementsOf = (osxphotos: string): string =>
  `osxphotos==${osxphotos} --hash=sha256:${sha256(osxphotos)}\n`;

/** A set for every machine that tests run on; immich-go is the one that the app brings. */
export function listedSet(number: number, osxphotos: string, more: Partial<ListedSet> = {}): ListedSet {
  const archive = (name: string) => ({ name: `immich-go_${name}.tar.gz`, sha256: sha256(`${name} ${number}`) });
  return {
    number,
    osxphotos: {
      version: osxphotos,
      requirements: { file: `osxphotos-${osxphotos}.txt`, sha256: sha256(requirementsOf(osxphotos)) },
      python: '3.13',
    },
    'immich-go': {
      version: '0.32.0',
      archives: {
        'darwin-arm64': archive('Darwin_arm64'),
        'darwin-x64': archive('Darwin_x86_64'),
        'linux-arm64': archive('Linux_arm64'),
        'linux-x64': archive('Linux_x86_64'),
      },
    },
    testedWith: {
      macos: [13, 28],
      photosModels: [
        [13_000, 19_999],
        [270_000_000, 280_999_999],
      ],
      immich: ['2.0', '3.3'],
    },
    ...more,
  };
}

export function toolList(serial: number, sets: readonly ListedSet[], more: Partial<ToolList> = {}): ToolList {
  return {
    format: 1,
    serial,
    created: '2026-11-01T00:00:00Z',
    expires: '2126-11-01T00:00:00Z',
    sets: [...sets],
    ...more,
  };
}

/** @returns the file as it is published */
export function signer() {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { publicKey, sign: (list: object) => signList(JSON.stringify(list), [privateKey]) };
}

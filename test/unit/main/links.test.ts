import { describe, expect, it } from 'vitest';
import { REQUEST_SCHEMAS } from '../../../src/main/ipc/schemas.ts';
import { assetAddress } from '../../../src/main/links.ts';

const ID = '8e4c5b0a-7c9e-4b0b-9b1e-3f2d1c0b9a87';
const SERVER = 'https://photos.example.org';

describe('the page about a problem', () => {
  const explains = (code: string) => REQUEST_SCHEMAS['problem.explain'].safeParse({ code }).success;

  it('can be asked for by its code alone, which another version may have kept', () => {
    expect(explains('library-no-access')).toBe(true);
    expect(explains('from-the-future')).toBe(true);
    for (const address of ['https://elsewhere.example', '../x', 'a/b', 'a?b', '', 'A', `a\n`, 'a'.repeat(61)])
      expect(explains(address)).toBe(false);
  });
});

describe('the address of an asset in Immich', () => {
  it('is made of the server’s address and an id', () => {
    expect(assetAddress(ID, SERVER)).toBe(`https://photos.example.org/photos/${ID}`);
    expect(assetAddress(ID, null)).toBeNull();
  });

  it.each([
    ['a way up', '../admin/users'],
    ['another host', 'https://elsewhere.example'],
    ['a host in front', '@elsewhere.example/8e4c5b0a'],
    ['more after the id', `${ID}/../../admin`],
    ['a line break', `${ID}\n`],
    ['nothing', ''],
  ])('is none for %s, which no window can ask for either', (_name, remoteId) => {
    expect(assetAddress(remoteId, SERVER)).toBeNull();
    expect(REQUEST_SCHEMAS['asset.open'].safeParse({ remoteId }).success).toBe(false);
  });
});

import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  fillOutbox,
  makeOutbox,
  outboxFolder,
  placeInOutbox,
  removeOutbox,
  type StagedFile,
} from '../../../src/core/sync/outbox.ts';

const TAKEN = new Set(['.jpg', '.jpeg', '.mov']);

let staging: string;
let outbox: string;
beforeEach(() => {
  staging = mkdtempSync(join(tmpdir(), 'staging-'));
  outbox = outboxFolder(staging);
});
afterEach(() => rmSync(staging, { recursive: true }));

const staged = (path: string, originalFilename = 'IMG_1.JPG'): StagedFile => {
  writeFileSync(join(staging, path), `picture ${path}`);
  writeFileSync(join(staging, `${path}.xmp`), `caption ${path}`);
  utimesSync(join(staging, path), 1_600_000_000, 1_600_000_000);
  return {
    path: join(staging, path),
    sidecar: join(staging, `${path}.xmp`),
    sha1: path,
    size: 1,
    modifiedAt: 1,
    originalFilename,
    kind: 'original',
  };
};

it('numbers its files and knows their names on the server; contents that come twice are in it once', () => {
  const twice = staged('B.jpeg', '[].jpg');
  expect(
    placeInOutbox([staged('A.jpeg'), twice, { ...twice, kind: 'edited' }, staged('C.MOV', 'x')], TAKEN),
  ).toMatchObject([
    { relativePath: '1/000001.jpg', name: '000001.jpg', nameOnServer: 'IMG_1.JPG' },
    { relativePath: '1/000002.jpeg', name: '000002.jpeg', nameOnServer: '[]_edited.jpeg' },
    { relativePath: '1/000003.mov', name: '000003.mov', nameOnServer: 'x.MOV' },
  ]);
});

it('spreads its files over folders', () => {
  const file = staged('A.jpeg');
  const many = Array.from({ length: 450 }, (_, index) => ({ ...file, sha1: String(index) }));
  const folders = Object.groupBy(placeInOutbox(many, TAKEN), ({ relativePath }) => relativePath.split('/')[0] ?? '');
  expect(Object.values(folders).map((files) => files?.length)).toEqual([200, 200, 50]);
});

it('holds links that cost no space, with sidecars beside them', async () => {
  expect(await fillOutbox(outbox, placeInOutbox([staged('A.jpeg')], TAKEN))).toBe(true);
  expect(readdirSync(join(outbox, '1'))).toEqual(['000001.jpg', '000001.jpg.xmp']);
  expect(readFileSync(join(outbox, '1/000001.jpg.xmp'), 'utf8')).toBe('caption A.jpeg');
  expect(statSync(join(outbox, '1/000001.jpg')).ino).toBe(statSync(join(staging, 'A.jpeg')).ino);
});

it.each(['EPERM', 'ENOTSUP', 'EINVAL', 'EMLINK'])(
  'holds copies, as old as the files, where the disk has no hard links (%s)',
  async (code) => {
    const noLink = () => Promise.reject(Object.assign(new Error(code), { code }));
    expect(await fillOutbox(outbox, placeInOutbox([staged('A.jpeg')], TAKEN), noLink)).toBe(false);
    expect(readFileSync(join(outbox, '1/000001.jpg'), 'utf8')).toBe('picture A.jpeg');
    expect(readFileSync(join(outbox, '1/000001.jpg.xmp'), 'utf8')).toBe('caption A.jpeg');
    expect(statSync(join(outbox, '1/000001.jpg')).mtimeMs).toBe(1_600_000_000_000);
  },
);

it('fails where a link fails for another reason', async () => {
  const full = () => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }));
  await expect(fillOutbox(outbox, placeInOutbox([staged('A.jpeg')], TAKEN), full)).rejects.toThrow('full');
});

describe('a folder of that name', () => {
  it('that we made is emptied and removed, with what macOS has put into it', async () => {
    await makeOutbox(outbox);
    await mkdir(join(outbox, '1'));
    writeFileSync(join(outbox, '._1'), 'AppleDouble');
    await makeOutbox(outbox);
    expect(readdirSync(outbox)).toHaveLength(1);
    await removeOutbox(outbox);
    expect(existsSync(outbox)).toBe(false);
    await removeOutbox(outbox);
  });

  it('that we did not make is left as it is, and told', async () => {
    await mkdir(join(outbox, 'letters'), { recursive: true });
    await removeOutbox(outbox);
    expect(existsSync(join(outbox, 'letters'))).toBe(true);
    await expect(makeOutbox(outbox)).rejects.toMatchObject({ code: 'staging-unusable' });
    expect(readdirSync(outbox)).toEqual(['letters']);
  });
});

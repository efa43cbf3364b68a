import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../src/core/settings/schema.ts';
import type { PictureOf } from '../../../src/main/page-protocol.ts';
import { picturesOf } from '../../../src/main/pictures.ts';

// Only a Mac has the system's own pictures.
vi.mock('electron', () => ({
  nativeImage: { createThumbnailFromPath: () => Promise.reject(new Error('unknown kind')) },
}));

const uuidOf = (number: number) => `A0000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const wanted = new AbortController().signal;
/** So many are found at once beside a sync. */
const AT_ONCE = 60;

describe('small pictures', () => {
  let folder: string;
  let isBusy: boolean;
  let showPictures: boolean;
  /** What was looked up in the ledger, and asked of Immich. */
  let asked: string[];
  let pictureOf: PictureOf;
  let closing: AbortController;
  const of = (number: number, signal = wanted) => pictureOf({ from: 'photos', uuid: uuidOf(number) }, signal);

  beforeEach(() => {
    // The files are real.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    folder = mkdtempSync(join(tmpdir(), 'immich-sync-pictures-'));
    const masters = join(folder, 'resources/derivatives/masters/A');
    mkdirSync(masters, { recursive: true });
    for (let number = 0; number <= AT_ONCE; number += 1)
      writeFileSync(join(masters, `${uuidOf(number)}_4_5005_c.jpeg`), `here ${number}`);
    [isBusy, showPictures, asked] = [false, true, []];
    closing = new AbortController();
    pictureOf = picturesOf(
      {
        paths: { userFolder: folder },
        settings: {
          problem: null,
          read: () => ({
            ...DEFAULT_SETTINGS,
            app: { ...DEFAULT_SETTINGS.app, showPictures },
            library: { ...DEFAULT_SETTINGS.library, path: folder },
          }),
        },
        finder: {
          originalOf: () => null,
          remoteIdOf: (uuid) => {
            asked.push(uuid);
            return uuid === uuidOf(98) ? null : 'remote';
          },
        },
        remotePictures: {
          of: async (remoteId) => {
            asked.push(remoteId);
            return new TextEncoder().encode('from Immich');
          },
        },
      },
      { isBusy: () => isBusy, closing: closing.signal },
    );
  });
  afterEach(() => {
    vi.useRealTimers();
    rmSync(folder, { recursive: true });
  });
  const text = (bytes: Uint8Array | null) => (bytes === null ? null : new TextDecoder().decode(bytes));

  it('are those of this Mac, else those of Immich', async () => {
    expect(text(await of(1))).toBe('here 1');
    expect(asked).toEqual([]);
    expect(text(await of(99))).toBe('from Immich');
    expect(asked).toEqual([uuidOf(99), 'remote']);
    expect(await of(98)).toBeNull();
    expect(text(await pictureOf({ from: 'immich', remoteId: 'former' }, wanted))).toBe('from Immich');
  });

  it('are not looked for where the person wants none, and where nobody waits any more', async () => {
    expect(await of(99, AbortSignal.abort())).toBeNull();
    showPictures = false;
    expect(await of(99)).toBeNull();
    expect(asked).toEqual([]);
  });

  it('are all found at once while there is nothing to give way to', async () => {
    const found = await Promise.all(Array.from({ length: AT_ONCE + 1 }, (_, number) => of(number)));
    expect(text(found[AT_ONCE] ?? null)).toBe(`here ${AT_ONCE}`);
  });

  it('beside a sync are a window full at once and then so many a second, the last asked for first', async () => {
    isBusy = true;
    const found: number[] = [];
    const all = Array.from({ length: AT_ONCE + 1 }, (_, number) => of(number).then(() => found.push(number)));
    // The first began before there was another.
    await Promise.all(all.filter((_, number) => number !== 1));
    expect(found).toEqual([0, ...Array.from({ length: AT_ONCE - 1 }, (_, index) => AT_ONCE - index)]);
    await vi.advanceTimersByTimeAsync(33);
    expect(vi.getTimerCount()).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    await all[1];
    expect(found.at(-1)).toBe(1);
  });

  it('are given up when the app quits: no ledger is opened for them again', async () => {
    isBusy = true;
    const all = Array.from({ length: AT_ONCE + 1 }, (_, number) => of(number));
    const away = of(99);
    closing.abort();
    // What had begun comes to its end.
    expect((await Promise.all(all)).filter((picture) => picture !== null)).toHaveLength(1);
    expect([await away, await of(99), await pictureOf({ from: 'immich', remoteId: 'former' }, wanted)]).toEqual([
      null,
      null,
      null,
    ]);
    expect(asked).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });
});

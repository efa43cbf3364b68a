import { describe, expect, it } from 'vitest';
import { below, type ExportRecord, parseExportRecord } from '../../../src/core/photos/export-record.ts';

const record: ExportRecord = {
  uuid: 'B60C31AC-BE86-42C5-A383-A0A5710B18AE',
  files: [{ part: 'live-video', path: '/s/2025/08/IMG_4394.mov', status: 'new' }],
  sidecars: ['/s/2025/08/IMG_4394.HEIC.xmp'],
  missing: ['/s/2025/08/IMG_4394_edited.mov'],
  errors: [{ path: '', message: 'why' }],
};

describe('a record of an export', () => {
  it('is read', () => {
    expect(parseExportRecord(JSON.stringify(record))).toEqual(record);
  });

  it('is not taken for one when it is torn at any place', () => {
    const line = JSON.stringify(record);
    for (let length = 0; length < line.length; length += 1)
      expect(parseExportRecord(line.slice(0, length))).toBeUndefined();
  });

  it.each([
    { ...record, uuid: null },
    { ...record, files: [{ part: 'poster', path: '/a', status: 'new' }] },
    { ...record, files: [{ part: 'raw', path: '/a', status: 'lost' }] },
    { ...record, sidecars: [1] },
    { ...record, errors: ['why'] },
  ])('is refused when it says something unknown: %j', (value) => {
    expect(parseExportRecord(JSON.stringify(value))).toBeUndefined();
  });
});

describe('the paths of a record', () => {
  it('are below the folder as it is written, however osxphotos writes its letters', () => {
    const folder = '/Volumes/F\u00fcr Immich';
    const written = { part: 'original', path: `${folder.normalize('NFD')}/2024/03/A.jpeg`, status: 'new' } as const;
    const record: ExportRecord = {
      uuid: 'A',
      files: [written, { ...written, path: '/elsewhere/Fu\u0308r/A.jpeg' }],
      sidecars: [`${written.path}.xmp`],
      missing: [],
      errors: [],
    };
    for (const root of [folder, folder.normalize('NFD')])
      expect(below(root, record)).toMatchObject({
        files: [{ path: `${root}/2024/03/A.jpeg` }, { path: '/elsewhere/Fu\u0308r/A.jpeg' }],
        sidecars: [`${root}/2024/03/A.jpeg.xmp`],
      });
  });
});

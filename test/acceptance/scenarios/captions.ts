import { writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import { readManifest } from '../../support/photos-library/index.ts';
import type { Scenario } from '../scenario.ts';

/** What cameras and programs leave in EXIF's ImageDescription, and what the person wrote in Photos. */
const CASES: readonly (readonly [inFile: string, caption: string | null])[] = [
  ['OLYMPUS DIGITAL CAMERA', 'Photos says this'],
  ['          ', 'Photos says this over blanks'],
  ['Written long ago', 'Grüße aus Köln, 京都 🌲'],
  ['Twice', 'Twice'],
  ['SONY DSC', 'Two\nlines'],
  ['Words with "quotes" & <signs>', 'Other "quotes" & <signs>'],
];

export const captions: Scenario = {
  name: 'captions',
  about: 'Captions of Photos arrive where the file has an ImageDescription of its own, now and when they are changed.',
  play: async (stage) => {
    const uuids: string[] = [];
    const library = await stage.library(async (made) => {
      for (const [index, [inFile, caption]] of CASES.entries()) {
        const uuid = await made.addAsset({
          kind: 'photo',
          filename: `CAPTION_${index}.JPG`,
          ...(caption === null ? {} : { caption }),
        });
        uuids.push(uuid);
        const path = readManifest(made.path, { uuid }).assets[0]?.parts[0]?.path ?? '';
        const bytes = await sharp(path)
          .keepExif()
          .withExifMerge({ IFD0: { ImageDescription: inFile } })
          .toBuffer();
        await writeFile(path, bytes);
        made.setOriginalSize(uuid, bytes.length);
      }
    });
    await stage.sync('first sync');
    const rows = await stage.judge('first sync');
    await stage.sync('second sync');
    stage.noteNextSync(rows, await stage.judge('second sync'));
    for (const [index, uuid] of uuids.entries()) library.setCaption(uuid, `Changed ${index}`);
    await stage.sync('changed');
    const changed = await stage.judge('changed');
    await stage.sync('changed, next sync');
    stage.noteNextSync(changed, await stage.judge('changed, next sync'));
  },
};

/** All icons of the menu bar on one sheet, on light and on dark, at the size they have there and enlarged. */
import { join } from 'node:path';
import sharp, { type OverlayOptions } from 'sharp';

const NAMES = [
  'up-to-date',
  'syncing-0',
  'syncing-5',
  'syncing-11',
  'syncing-16',
  'paused',
  'waiting',
  'attention',
  'error',
  'not-set-up',
] as const;
const CELL = 110;

export async function drawIconSheet(folder: string, out: string): Promise<void> {
  const pieces: OverlayOptions[] = [];
  for (const [row, isDark] of [false, true].entries()) {
    const ground = {
      width: CELL * NAMES.length,
      height: CELL,
      channels: 4 as const,
      background: isDark ? '#26262a' : '#f3f4f7',
    };
    pieces.push({ input: await sharp({ create: ground }).png().toBuffer(), left: 0, top: row * CELL });
    for (const [column, name] of NAMES.entries()) {
      for (const [pixels, file, left] of [
        [72, `${name}Template@2x.png`, 8],
        [18, `${name}Template.png`, 86],
      ] as const) {
        const icon = sharp(join(folder, file)).resize(pixels, pixels, {
          kernel: pixels === 18 ? 'nearest' : 'lanczos3',
        });
        const drawn = isDark ? icon.negate({ alpha: false }) : icon;
        pieces.push({ input: await drawn.png().toBuffer(), left: column * CELL + left, top: row * CELL + 19 });
      }
    }
  }
  await sharp({ create: { width: CELL * NAMES.length, height: 2 * CELL, channels: 4, background: '#ffffff' } })
    .composite(pieces)
    .png()
    .toFile(out);
}

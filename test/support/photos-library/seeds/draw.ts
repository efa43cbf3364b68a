/**
 * Draws the pictures that `make.py` then codes as HEIC: `node test/support/photos-library/seeds/draw.ts DIRECTORY`.
 * sharp cannot code HEVC, so these few files are made once and kept; heic.ts makes each use of them different.
 */
import { join } from 'node:path';
import { HEIC_SCENES, HEIC_WIDTH, heicDrawing, heicSeedName } from '../heic.ts';
import { draw } from '../pictures.ts';

const [directory] = process.argv.slice(2);
if (!directory) throw new Error('Say where to draw them: draw.ts DIRECTORY');
for (const subject of [...HEIC_SCENES.map((scene) => ({ scene })), 'portrait' as const]) {
  for (const look of [0, 1]) {
    const picture = draw({ ...heicDrawing(subject), width: HEIC_WIDTH, look });
    await picture.png().toFile(join(directory, heicSeedName(subject, look).replace('.heic', '.png')));
  }
}

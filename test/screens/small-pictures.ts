/** Small pictures as Photos keeps them, for libraries whose items have none. */
import { link, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import sharp from 'sharp';

/** Different ones; more share the file. */
const PICTURES = 24;

/** @param library absolute; made if it is not there */
export async function addSmallPictures(library: string, uuids: readonly string[]): Promise<void> {
  const masters = join(library, 'resources/derivatives/masters');
  const drawn: string[] = [];
  for (const [index, uuid] of uuids.entries()) {
    const file = join(masters, uuid.charAt(0), `${uuid}_4_5005_c.jpeg`);
    await mkdir(dirname(file), { recursive: true });
    if (index >= PICTURES) {
      await link(drawn[index % PICTURES] ?? '', file);
      continue;
    }
    await writeFile(file, await drawPicture(index));
    drawn.push(file);
  }
}

/** Noise over a colour: a JPEG of some 20 kB, as one of a photo. */
function drawPicture(number: number): Promise<Buffer> {
  const create = {
    width: 360,
    height: 270,
    channels: 3 as const,
    background: { r: (number * 37) % 256, g: (number * 71) % 256, b: 150 },
    noise: { type: 'gaussian' as const, mean: 128, sigma: 20 },
  };
  return sharp({ create }).tint(create.background).jpeg({ quality: 70 }).toBuffer();
}

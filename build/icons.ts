/**
 * Draws the icons that ship from their SVG sources: `npm run icons`. The menu-bar ones are template images (black and transparent; macOS
 * colours them) at 18 and 36 pixels; the name's end `Template` is what tells macOS so. The syncing icon comes in steps of its progress.
 */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import sharp from 'sharp';

const icons = join(import.meta.dirname, '..', 'app', 'icons');
const tray = join(icons, 'tray');

/** Steps of the syncing icon; more could not be told apart at 18 pixels. */
const PROGRESS_STEPS = 16;
/** The length of the frame's outline in units of the drawing: 14 × 11 with corners of 2.4. */
const OUTLINE = 2 * (14 - 4.8) + 2 * (11 - 4.8) + 2 * Math.PI * 2.4;
const SIZES = [
  { pixels: 18, suffix: '' },
  { pixels: 36, suffix: '@2x' },
];

async function draw(svg: string, name: string): Promise<void> {
  for (const { pixels, suffix } of SIZES) {
    const picture = sharp(Buffer.from(svg), { density: (72 * pixels) / 18 }).resize(pixels, pixels);
    await writeFile(join(icons, `${name}Template${suffix}.png`), await picture.png({ compressionLevel: 9 }).toBuffer());
  }
}

function atStep(svg: string, step: number): string {
  const done = (OUTLINE * step) / PROGRESS_STEPS;
  // A round end would show a dot where nothing is done yet.
  const stroke = step === 0 ? 'stroke="none"' : `stroke-linecap="butt" stroke-dasharray="${done} ${OUTLINE}"`;
  return svg.replace('class="progress"', stroke);
}

await mkdir(icons, { recursive: true });
for (const file of await readdir(tray)) {
  const name = basename(file, '.svg');
  const svg = await readFile(join(tray, file), 'utf8');
  if (name !== 'syncing') await draw(svg, name);
  else for (let step = 0; step <= PROGRESS_STEPS; step += 1) await draw(atStep(svg, step), `syncing-${step}`);
}
const appIcon = await readFile(join(import.meta.dirname, 'icon.svg'));
await writeFile(join(import.meta.dirname, 'icon.png'), await sharp(appIcon).resize(1024, 1024).png().toBuffer());

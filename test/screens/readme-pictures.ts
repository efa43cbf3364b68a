/** Puts screens of the gallery together for the README and the documentation: on a calm ground, with the corners and the shadow that windows have on a Mac. */
import { join } from 'node:path';
import sharp, { type OverlayOptions } from 'sharp';

interface Sheet {
  readonly name: string;
  readonly screens: readonly string[];
}

const SHEETS: readonly Sheet[] = [
  { name: 'up-to-date', screens: ['popover-up-to-date-light'] },
  { name: 'popover', screens: ['popover-up-to-date-light', 'popover-syncing-dark', 'popover-error-light'] },
  { name: 'key', screens: ['setup-key-light'] },
  { name: 'access', screens: ['setup-library-no-access-light'] },
  { name: 'preview', screens: ['setup-preview-light'] },
  { name: 'activity', screens: ['activity-run-dark'] },
];

/** Pixels; the screens are drawn at twice their size. */
const MARGIN = 72;
const GAP = 56;
const CORNER = 24;
const SHADOW = 28;

export async function drawReadmePictures(screens: string, out: string): Promise<void> {
  for (const sheet of SHEETS) {
    const windows = await Promise.all(sheet.screens.map((name) => roundedWindow(join(screens, `${name}.png`))));
    const width = windows.reduce((sum, window) => sum + window.width, 0) + GAP * (windows.length - 1) + 2 * MARGIN;
    const height = Math.max(...windows.map((window) => window.height)) + 2 * MARGIN;
    let left = MARGIN;
    const layers: OverlayOptions[] = [];
    for (const window of windows) {
      layers.push({ input: window.shadow, left: left - SHADOW, top: MARGIN - SHADOW + 14 });
      layers.push({ input: window.picture, left, top: MARGIN });
      if (!sheet.screens[0]?.startsWith('popover'))
        layers.push({ input: WINDOW_BUTTONS, left: left + 28, top: MARGIN + 28 });
      left += window.width + GAP;
    }
    await sharp(Buffer.from(ground(width, height)))
      .composite(layers)
      .png({ compressionLevel: 9, palette: true, quality: 90 })
      .toFile(join(out, `documentation-${sheet.name}.png`));
  }
}

/** macOS draws these three itself; the test's system does not. */
const WINDOW_BUTTONS = Buffer.from(
  `<svg xmlns="http://www.w3.org/2000/svg" width="110" height="24">${['#ff5f57', '#febc2e', '#28c840'].map((colour, index) => `<circle cx="${12 + index * 40}" cy="12" r="12" fill="${colour}"/>`).join('')}</svg>`,
);

const ground = (width: number, height: number) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#cfd9ea"/><stop offset="1" stop-color="#e9e2ee"/></linearGradient></defs><rect width="100%" height="100%" fill="url(#g)"/></svg>`;

async function roundedWindow(file: string) {
  const { width = 0, height = 0 } = await sharp(file).metadata();
  const shape = (opacity: number, margin = 0) =>
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width + 2 * margin}" height="${height + 2 * margin}"><rect x="${margin}" y="${margin}" width="${width}" height="${height}" rx="${CORNER}" fill="#000" fill-opacity="${opacity}"/></svg>`,
    );
  const picture = await sharp(file)
    .composite([{ input: shape(1), blend: 'dest-in' }])
    .png()
    .toBuffer();
  const shadow = await sharp(shape(0.32, SHADOW)).blur(14).png().toBuffer();
  return { width, height, picture, shadow };
}

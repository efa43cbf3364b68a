import sharp, { type Sharp } from 'sharp';
import { seededRandom } from './random.ts';
import { CANVAS, landscape, numberPlate, portrait, screen } from './scenes.ts';

/** What is drawn: landscapes by number, a person, or the screen of a computer. */
export type Subject = { readonly scene: number } | 'portrait' | 'screen';

export interface Drawing {
  readonly subject: Subject;
  /** Varies colours and places within the subject. */
  readonly seed: number;
  /** Drawn on the picture; left out when null. */
  readonly number: number | null;
  /** From 0 to 1 through a movie. */
  readonly moment?: number;
  /** In pixels; the picture is always 4 : 3. */
  readonly width: number;
  /** 0 for the picture as taken; each higher number is another look, as a person's edits would give it. */
  readonly look?: number;
}

/** Draws a picture; encode it with sharp's `.jpeg()`, `.png()`, `.raw()` and so on. */
export function draw(drawing: Drawing): Sharp {
  const random = seededRandom(drawing.seed);
  const { subject, moment = 0 } = drawing;
  const scene = subject === 'portrait' ? portrait : subject === 'screen' ? screen : landscape(subject.scene);
  const height = (drawing.width * CANVAS.height) / CANVAS.width;
  const plate = drawing.number === null ? '' : numberPlate(drawing.number);
  const framed =
    subject === 'screen'
      ? scene(random, moment)
      : `<g transform="${framing(drawing.seed)}">${scene(random, moment)}</g>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${CANVAS.width} ${CANVAS.height}" width="${drawing.width}" height="${height}">${framed}${plate}</svg>`;
  return withLook(sharp(Buffer.from(svg)).flatten(), drawing.look ?? 0);
}

/** Mirrors and enlarges a scene a little, so that two pictures of one scene do not look the same. */
function framing(seed: number): string {
  const random = seededRandom(seed * 31 + 7);
  const zoom = 1 + random.next() * 0.22;
  const x = -random.next() * (zoom - 1) * CANVAS.width;
  const y = -random.next() * (zoom - 1) * CANVAS.height;
  const mirror = random.next() < 0.5 ? `translate(${CANVAS.width} 0) scale(-1 1) ` : '';
  return `${mirror}translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${zoom.toFixed(3)})`;
}

function withLook(picture: Sharp, look: number): Sharp {
  if (look === 0) return picture;
  const kind = look % 4;
  if (kind === 1) return picture.grayscale().linear(1.15, -12);
  if (kind === 2) return picture.modulate({ saturation: 1.5, hue: 18 });
  if (kind === 3) return picture.modulate({ brightness: 1.12, saturation: 0.75 }).tint('#ffd9b0');
  return picture.modulate({ saturation: 1.35, hue: -24 }).linear(1.1, -8);
}

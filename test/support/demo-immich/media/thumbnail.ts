import { basename } from 'node:path';
import sharp from 'sharp';
import type { AssetRecord } from '../records.ts';

const escapeXml = (text: string) => text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`);

/** Shown for films and for kinds that cannot be decoded here, such as HEIC without HEVC. */
function placeholder(asset: AssetRecord): Buffer {
  const kind = basename(asset.originalFileName).split('.').at(-1)?.toUpperCase() ?? asset.type;
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 320" width="320" height="320">` +
      `<rect width="320" height="320" fill="#8884"/>` +
      `<text x="160" y="160" fill="#888" font-family="system-ui,sans-serif" font-size="40" text-anchor="middle" dominant-baseline="middle">${escapeXml(kind.slice(0, 8))}</text></svg>`,
  );
}

/** A small picture of the asset, at most `edge` pixels wide and high. */
export async function thumbnail(asset: AssetRecord, edge: number): Promise<{ contentType: string; bytes: Buffer }> {
  if (asset.type === 'IMAGE') {
    try {
      const picture = sharp(asset.path, { failOn: 'none' }).rotate();
      const bytes = await picture
        .resize({ width: edge, height: edge, fit: 'inside', withoutEnlargement: true })
        .webp()
        .toBuffer();
      return { contentType: 'image/webp', bytes };
    } catch {
      // Not decodable here: the placeholder says of what kind it is.
    }
  }
  return { contentType: 'image/svg+xml', bytes: placeholder(asset) };
}

/** An XMP sidecar with the fields and the namespaces that osxphotos writes (persons and faces left out). */

import type { Photo } from './library.ts';
import { isoFull, isoMilliseconds, isoWall, type Moment } from './moment.ts';

/** @param extension of the exported file, without the dot */
export function xmpSidecar(photo: Photo, extension: string): string {
  const text = `<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="osxphotos">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
${description(
  ['xmlns:dc="http://purl.org/dc/elements/1.1/"', 'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"'],
  `<photoshop:SidecarForExtension>${extension}</photoshop:SidecarForExtension>`,
  alternative('dc:description', photo.caption ?? ''),
  alternative('dc:title', photo.title),
  list('dc:subject', 'rdf:Bag', photo.keywords),
  `<photoshop:DateCreated>${isoFull(photo.date)}</photoshop:DateCreated>`,
)}
${description(["xmlns:Iptc4xmpExt='http://iptc.org/std/Iptc4xmpExt/2008-02-29/'"])}
${description(["xmlns:digiKam='http://www.digikam.org/ns/1.0/'"], list('digiKam:TagsList', 'rdf:Seq', photo.keywords.map(underParent)))}
${description(["xmlns:xmp='http://ns.adobe.com/xap/1.0/'"], dates(photo.date))}
${description(["xmlns:exif='http://ns.adobe.com/exif/1.0/'"], place(photo))}
${description([
  'xmlns:mwg-rs="http://www.metadataworkinggroup.com/schemas/regions/"',
  'xmlns:stArea="http://ns.adobe.com/xmp/sType/Area#"',
  'xmlns:stDim="http://ns.adobe.com/xap/1.0/sType/Dimensions#"',
])}
${description([
  'xmlns:MP="http://ns.microsoft.com/photo/1.2/"',
  'xmlns:MPRI="http://ns.microsoft.com/photo/1.2/t/RegionInfo#"',
  'xmlns:MPReg="http://ns.microsoft.com/photo/1.2/t/Region#"',
])}
${
  // on_photo.py adds this one.
  description(
    ["xmlns:exif='http://ns.adobe.com/exif/1.0/' xmlns:tiff='http://ns.adobe.com/tiff/1.0/'"],
    `<exif:DateTimeOriginal>${isoMilliseconds(photo.date)}</exif:DateTimeOriginal>`,
    photo.latitude === null || photo.longitude === null
      ? ''
      : `<exif:OffsetTimeOriginal>${isoMilliseconds(photo.date).slice(-6)}</exif:OffsetTimeOriginal>`,
    `<tiff:ImageDescription><rdf:Alt><rdf:li xml:lang='x-default'>${inElement(photo.caption ?? '')}</rdf:li></rdf:Alt></tiff:ImageDescription>`,
  )
}
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>`;
  return text.replace(NOT_XML, '');
}

/** Letters that XML cannot hold; on_photo.py takes them out. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const NOT_XML = /[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g;

/** As on_photo.py escapes: what osxphotos does not. */
function inElement(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** on_photo.py does the same. */
function underParent(keyword: string): string {
  const parent = process.env.IMMICH_SYNC_TAG_PARENT ?? '';
  return parent === '' ? keyword : `${parent}/${keyword}`;
}

function description(spaces: readonly string[], ...contents: readonly string[]): string {
  const lines = [`<rdf:Description rdf:about=""`, `${spaces.map((space) => ` ${space}`).join('\n')}>`];
  return [...lines, ...contents.filter((content) => content !== ''), '</rdf:Description>'].join('\n');
}

function alternative(name: string, value: string | null): string {
  const item =
    value === null ? `<rdf:li xml:lang='x-default'/>` : `<rdf:li xml:lang='x-default'>${escapeXml(value)}</rdf:li>`;
  return `<${name}>\n<rdf:Alt>\n${item}\n</rdf:Alt>\n</${name}>`;
}

function list(name: string, kind: string, values: readonly string[]): string {
  if (values.length === 0) return '';
  const items = values.map((value) => `<rdf:li>${escapeXml(value)}</rdf:li>`).join('\n');
  return `<${name}>\n<${kind}>\n${items}\n</${kind}>\n</${name}>`;
}

function dates(date: Moment): string {
  return `<xmp:CreateDate>${isoWall(date)}</xmp:CreateDate>\n<xmp:ModifyDate>${isoWall(date)}</xmp:ModifyDate>`;
}

function place({ latitude, longitude }: Photo): string {
  if (latitude === null || longitude === null) return '';
  const text = (value: number, letters: string) => {
    const size = Math.abs(value);
    return `${Math.trunc(size)},${pythonFloat((size % 1) * 60)}${letters[value >= 0 ? 0 : 1]}`;
  };
  return `<exif:GPSLongitude>${text(longitude, 'EW')}</exif:GPSLongitude>\n<exif:GPSLatitude>${text(latitude, 'NS')}</exif:GPSLatitude>`;
}

function pythonFloat(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

function escapeXml(value: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&#34;', "'": '&#39;' };
  return value.replace(/[&<>"']/g, (letter) => entities[letter] ?? letter);
}

/**
 * The name under which the server shall know a file: the person's, as far as a file can have it. Pure.
 *
 * What a form's `filename` may hold is bounded by what the server does with it: busboy (1.6, in every Immich) cuts it after the last slash or
 * backslash, and no server undoes what Go writes for a line break (`%0A`). Immich knows a file's kind by its name's ending alone
 * (`server/src/utils/mime-types.ts`), and a name that is only an ending (`.JPG`) has none (`path.extname`).
 */
import { extname } from 'node:path';
import type { PartKind } from '../model/asset.ts';

/** The endings of files that the server takes, small letters, with their dots: `GET /server/media-types`. */
export type TakenEndings = ReadonlySet<string>;

export interface NamedPart {
  /** The name that Photos knows the asset by; there it may be anything. */
  readonly originalFilename: string;
  readonly kind: PartKind;
  /** Of the file itself, with its dot: Photos names it by what it is. */
  readonly extension: string;
}

/** File systems allow 255 bytes for a name, and a person may want to have the file back. */
const MAX_NAME_LENGTH = 255;

export function nameOnServer({ originalFilename, kind, extension }: NamedPart, taken: TakenEndings): string {
  const name = clean(originalFilename);
  if (kind === 'original') {
    if (taken.has(extname(name).toLowerCase())) return shortened(name.slice(0, -extname(name).length), extname(name));
    return shortened(name, extension);
  }
  const stem = extname(name) === '' ? name : name.slice(0, -extname(name).length);
  const isEdit = kind === 'edited' || kind === 'edited-live-video';
  return shortened(stem, isEdit ? `_edited${extension}` : extension);
}

/** False for a file of a kind that the server does not take under any name. */
export function isTaken(part: NamedPart, taken: TakenEndings): boolean {
  return taken.has(extname(nameOnServer(part, taken)).toLowerCase());
}

/** Composed letters, as people and servers search for them; slashes as the Finder shows them in a path; line breaks and the like as blanks. */
function clean(name: string): string {
  return (
    name
      .toWellFormed()
      .normalize('NFC')
      .replaceAll(/[/\\]/g, ':')
      .replaceAll(/\p{Cc}+/gu, ' ') || ' '
  );
}

/** The stem gives way: by it nobody knows what the file is. */
function shortened(stem: string, ending: string): string {
  let left = stem;
  const room = MAX_NAME_LENGTH - Buffer.byteLength(ending);
  if (Buffer.byteLength(left) > room) {
    const letters = [...left];
    while (Buffer.byteLength(left) > room) {
      letters.pop();
      left = letters.join('').trimEnd();
    }
  }
  return left + ending;
}

/**
 * The outbox: hard links to the staged files of one upload, so that immich-go sees exactly what is to be sent and nothing else, and
 * costs no space. It lies inside the staging folder because hard links cannot cross disks.
 */
import { link, mkdir } from 'node:fs/promises';
import { basename, dirname, extname, join, relative } from 'node:path';
import { cloneOrCopy } from '../copy-file.ts';
import { sidecarPlace } from '../immich/upload-names.ts';
import type { PartKind } from '../photos/asset.ts';
import { removeFolder } from '../remove-folder.ts';

export interface StagedFile {
  /** Absolute path in the staging folder. */
  readonly path: string;
  /** Absolute path of its XMP sidecar; null if it has none. */
  readonly sidecar: string | null;
  readonly sha1: string;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modifiedAt: number;
  /** The name that Photos knows the asset by. */
  readonly originalFilename: string;
  /** Of the file in the library, with its dot: Photos names that one by what it is. */
  readonly libraryExtension: string;
  readonly kind: PartKind;
}

/** A staged file with its place in the outbox, `{year}/{month}/name`. */
export interface OutboxFile extends StagedFile {
  readonly relativePath: string;
  /** The name under which the server will know the file. */
  readonly name: string;
  /** The name beside the file under which immich-go finds its sidecar; null when it has none, or none that could be found. */
  readonly sidecarName: string | null;
}

const OUTBOX = '.outbox';
/** File systems allow 255 bytes for a name, and the sidecar adds `.xmp`. */
const LONGEST_NAME = 251;

export function outboxFolder(staging: string): string {
  return join(staging, OUTBOX);
}

/** Holds a folder for each file whose name would match other files' sidecars (see `sidecarPlace`). */
const ALONE = 'alone';

/** Gives every file its place: in the folder that it has in staging, under its own name, in a numbered folder when that is taken. Pure. */
export function placeInOutbox(files: readonly StagedFile[], staging: string): readonly OutboxFile[] {
  const taken = new Set<string>();
  return files.map((file, index) => {
    const name = withMediaExtension(nameOnServer(basename(file.path), file.originalFilename), file.libraryExtension);
    const folder = relative(staging, dirname(file.path));
    const place = sidecarPlace(name);
    const sidecarName = file.sidecar === null ? null : place.sidecarName;
    if (place.alone) return { ...file, relativePath: join(folder, ALONE, String(index + 1), name), name, sidecarName };
    for (let number = 1; ; number += 1) {
      const relativePath = number === 1 ? join(folder, name) : join(folder, String(number), name);
      // macOS file systems do not tell apart upper and lower case or composed and decomposed letters.
      const key = relativePath.normalize('NFC').toLowerCase();
      if (taken.has(key)) continue;
      taken.add(key);
      return { ...file, relativePath, name, sidecarName };
    }
  });
}

/**
 * Takes away the ` (1)` that osxphotos adds when two files of one name meet in one folder, so that Immich shows the name that Photos
 * shows. A name that had it from the start keeps it.
 */
export function nameOnServer(stagedName: string, originalFilename: string): string {
  const plain = stagedName.replace(/ \(\d+\)(?=(_edited)?(\.[^.]*)?$)/, '');
  if (plain === stagedName || Buffer.byteLength(plain) > LONGEST_NAME) return stagedName;
  const stem = basename(plain, extname(plain))
    .replace(/_edited$/, '')
    .normalize('NFC');
  return stem === basename(originalFilename, extname(originalFilename)).normalize('NFC') ? plain : stagedName;
}

/** The extensions by which immich-go 0.32.0 and Immich 3 know pictures and movies (internal/filetypes; mime-types.ts), the rarest left out. */
const MEDIA =
  /\.(?:3fr|3g2|3gp|arw|avif|avi|bmp|cr2|cr3|crw|dcr|dng|erf|fff|flv|gif|heic|heif|hif|iiq|insp|insv|jp2|jpe|jpeg|jpg|jxl|k25|kdc|m2t|m2ts|m4v|mkv|mov|mp4|mpe|mpeg|mpg|mrw|mts|mxf|nef|nrw|orf|ori|pef|png|psd|raf|raw|rw2|rwl|sr2|srf|srw|svg|tif|tiff|ts|vob|webm|webp|wmv|x3f)$/i;

/**
 * Adds the extension of what the file is to a name without one (`Scan 12.5.2020`): immich-go passes such files over without a word, and
 * the server would refuse them.
 */
export function withMediaExtension(name: string, libraryExtension: string): string {
  if (MEDIA.test(name) || Buffer.byteLength(name + libraryExtension) > LONGEST_NAME) return name;
  return name + libraryExtension;
}

/** Fills `folder` with links to the files and their sidecars. Falls back to copies where the disk cannot link. */
export async function fillOutbox(folder: string, files: readonly OutboxFile[]): Promise<void> {
  for (const file of files) {
    const target = join(folder, file.relativePath);
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    await linkOrCopy(file.path, target);
    if (file.sidecar !== null && file.sidecarName !== null)
      await linkOrCopy(file.sidecar, join(dirname(target), file.sidecarName));
  }
}

export async function removeOutbox(folder: string): Promise<void> {
  await removeFolder(folder);
}

async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // exFAT and many network disks know no hard links; EMLINK: too many links to one file.
    if (
      code !== 'EPERM' &&
      code !== 'ENOTSUP' &&
      code !== 'EOPNOTSUPP' &&
      code !== 'ENOSYS' &&
      code !== 'EMLINK' &&
      code !== 'EXDEV'
    )
      throw error;
    await cloneOrCopy(from, to);
  }
}

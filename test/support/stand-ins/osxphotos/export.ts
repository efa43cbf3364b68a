/**
 * `osxphotos export DEST --update …` with the naming, the order of files and the mistakes of the real one, as far as
 * src/core/photos/export.ts uses it; and the records that app/python/immich_sync/export_records.py would write.
 */
import { appendFileSync, existsSync, readdirSync, statSync } from 'node:fs';
import { copyFile, mkdir, rm, utimes, writeFile } from 'node:fs/promises';
import { join, parse } from 'node:path';
import type { PartKind } from '../../../../src/core/model/asset.ts';
import { ExportDatabase, type Signature } from './export-database.ts';
import type { Library, Photo } from './library.ts';
import { isoWall } from './moment.ts';
import { burstRole, editedLiveVideo, liveVideo, rawFile } from './parts.ts';
import { xmpSidecar } from './xmp.ts';

export interface ExportOptions {
  readonly destination: string;
  readonly database: string;
  /** An empty list means no filter, that is everything: the trap of the real one. */
  readonly uuids: readonly string[];
  readonly skipBursts: boolean;
  readonly skipEdited: boolean;
  /** An asset whose render is missing gets its original all the same. */
  readonly skipOriginalIfEdited: boolean;
  /** The folder that plays iCloud; null when nothing is to be downloaded. */
  readonly cloud: string | null;
  /** Where on_photo.py appends its records. */
  readonly records: string | undefined;
}

export interface ExportCounts {
  photos: number;
  exported: number;
  updated: number;
  skipped: number;
  missing: number;
  error: number;
}

interface ExportRecord {
  readonly uuid: string;
  readonly files: { readonly part: PartKind; readonly path: string; readonly status: 'new' | 'updated' | 'skipped' }[];
  readonly sidecars: string[];
  readonly missing: string[];
  readonly errors: { readonly path: string; readonly message: string }[];
}

export function photosToExport(library: Library, options: ExportOptions): readonly Photo[] {
  const wanted = options.uuids.length === 0 ? [...library.photos.keys()] : options.uuids;
  const chosen = new Map<string, Photo>();
  for (const uuid of wanted) {
    const photo = library.photos.get(uuid);
    if (photo !== undefined && !photo.trashed && burstRole(photo) !== 'unpicked') chosen.set(uuid, photo);
  }
  if (options.skipBursts) return [...chosen.values()];
  const bursts = new Set([...chosen.values()].flatMap((photo) => photo.burstId ?? []));
  for (const photo of library.photos.values()) {
    const isFrame = photo.burstId !== null && bursts.has(photo.burstId) && !photo.trashed && !photo.missing;
    if (isFrame) chosen.set(photo.uuid, photo);
  }
  return [...chosen.values()];
}

export async function exportPhotos(photos: readonly Photo[], options: ExportOptions): Promise<ExportCounts> {
  const database = new ExportDatabase(options.database, options.destination);
  const counts: ExportCounts = { photos: photos.length, exported: 0, updated: 0, skipped: 0, missing: 0, error: 0 };
  try {
    for (const photo of photos) {
      const record = await new PhotoExport(photo, options, database).run();
      for (const { status } of record.files) counts[status === 'new' ? 'exported' : status] += 1;
      counts.missing += record.missing.length;
      counts.error += record.errors.length;
      // ASCII only, as Python's json.dumps writes it.
      if (options.records !== undefined) appendFileSync(options.records, `${asciiJson(record)}\n`, { mode: 0o600 });
    }
    return counts;
  } finally {
    database.close();
  }
}

class PhotoExport {
  readonly #photo: Photo;
  readonly #folder: string;
  readonly #cloud: string | null;
  readonly #takesOriginal: boolean;
  readonly #takesEdited: boolean;
  readonly #database: ExportDatabase;
  readonly #record: ExportRecord;

  constructor(
    photo: Photo,
    { destination, skipEdited, skipOriginalIfEdited, cloud }: ExportOptions,
    database: ExportDatabase,
  ) {
    this.#takesEdited = !skipEdited && photo.editedPath !== null;
    this.#takesOriginal = !(skipOriginalIfEdited && photo.editedPath !== null);
    const [year = '', month = ''] = isoWall(photo.date).split('-');
    this.#photo = photo;
    this.#cloud = cloud;
    this.#folder = join(destination, year, month);
    this.#database = database;
    this.#record = { uuid: photo.uuid, files: [], sidecars: [], missing: [], errors: [] };
  }

  async run(): Promise<ExportRecord> {
    const photo = this.#photo;
    try {
      await mkdir(this.#folder, { recursive: true });
      // As `file_stem` and `with_plain_names` of app/python/immich_sync/hooks.py have it.
      const stem = photo.uuid;
      const original = this.#target(`${stem}${parse(photo.filename).ext}`);
      if (this.#takesOriginal) await this.#exportOriginal(original);
      // A missing render is not named among the missing: the real one then only exports the original.
      if (this.#takesEdited && photo.editedPath !== null) {
        const wasExported = this.#record.files.some((file) => file.path === original);
        const increment = wasExported ? parse(original).name.slice(stem.length) : '';
        await this.#exportEdited(photo.editedPath, `${stem}_edited${increment}`);
      }
    } catch (error) {
      this.#record.errors.push({ path: photo.originalFilename, message: (error as Error).message });
    }
    return this.#record;
  }

  async #exportOriginal(target: string): Promise<void> {
    const photo = this.#photo;
    await this.#take('original', photo.path ?? this.#download('original'), target);
    const { dir, name } = parse(target);
    if (photo.live)
      await this.#take('live-video', liveVideo(photo).path ?? this.#download('live-video'), join(dir, `${name}.mov`));
    if (photo.hasRaw) {
      const raw = rawFile(photo);
      await this.#take('raw', raw, join(dir, `${name}${raw === null ? '.raw' : parse(raw).ext}`));
    }
    await this.#writeSidecar(target);
  }

  async #exportEdited(path: string, name: string): Promise<void> {
    const photo = this.#photo;
    const target = this.#target(`${name}${EXTENSIONS[photo.uti ?? ''] ?? parse(path).ext}`);
    await this.#take('edited', path, target);
    if (photo.live) {
      await this.#take('edited-live-video', editedLiveVideo(photo), join(this.#folder, `${parse(target).name}.mov`));
    }
    await this.#writeSidecar(target);
  }

  /** As the real one has Photos do it: a file of iCloud goes to the export and not into the library. Null when it cannot be had. */
  #download(part: PartKind): string | null {
    if (this.#cloud === null || !existsSync(this.#cloud)) return null;
    const name = readdirSync(this.#cloud).find((each) => parse(each).name === `${this.#photo.uuid}-${part}`);
    return name === undefined ? null : join(this.#cloud, name);
  }

  /** Where to export to: the asset's own earlier file, or the first name whose stem no other file has. */
  #target(name: string): string {
    const path = join(this.#folder, name);
    const owner = this.#database.get(path)?.uuid;
    if (owner === this.#photo.uuid) return path;
    const before = this.#database.targetOf(this.#photo.uuid, path);
    if (before !== undefined) return before;
    const { dir, name: stem, ext } = parse(path);
    const stems = new Set(readdirSync(dir).map((each) => parse(each).name.toLowerCase()));
    for (let count = 0; ; count++) {
      const candidate = count === 0 ? stem : `${stem} (${count})`;
      const free = join(dir, `${candidate}${ext}`);
      if (!stems.has(candidate.toLowerCase()) && this.#database.get(free) === undefined) return free;
    }
  }

  async #take(part: PartKind, source: string | null, target: string): Promise<void> {
    const { uuid, date } = this.#photo;
    if (source === null) {
      this.#record.missing.push(target);
      return;
    }
    const before = this.#database.get(target);
    const present = signature(target);
    const from = signature(source);
    const isEdit = part === 'edited' || part === 'edited-live-video';
    const isCurrent =
      present !== null && same(before?.target ?? null, present) && (!isEdit || same(before?.source ?? null, from));
    const status = present === null ? 'new' : isCurrent ? 'skipped' : 'updated';
    if (!isCurrent) {
      await rm(target, { force: true });
      await copyFile(source, target);
      await utimes(target, Math.trunc(date.instant), Math.trunc(date.instant));
    }
    this.#record.files.push({ part, path: target, status });
    this.#database.put(target, uuid, from, signature(target));
  }

  /** Also for an original that is missing, as the real one does. */
  async #writeSidecar(target: string): Promise<void> {
    const sidecar = `${target}.xmp`;
    await writeFile(sidecar, xmpSidecar(this.#photo, parse(target).ext.slice(1)));
    await utimes(sidecar, Math.trunc(this.#photo.date.instant), Math.trunc(this.#photo.date.instant));
    this.#database.put(sidecar, this.#photo.uuid, null, signature(sidecar));
    this.#record.sidecars.push(sidecar);
  }
}

/** The names of macOS' uniform types as osxphotos ends edited files. */
const EXTENSIONS: Readonly<Record<string, string>> = {
  'public.jpeg': '.jpeg',
  'public.heic': '.heic',
  'public.png': '.png',
  'public.tiff': '.tiff',
  'com.compuserve.gif': '.gif',
  'com.apple.quicktime-movie': '.mov',
  'public.mpeg-4': '.mp4',
  // The render of an edited RAW is a JPEG, and still gets the RAW's extension (github.com/RhetTbull/osxphotos/issues/896).
  'com.adobe.raw-image': '.dng',
  'com.canon.cr2-raw-image': '.cr2',
  'com.canon.cr3-raw-image': '.cr3',
  'com.nikon.raw-image': '.nef',
  'com.sony.arw-raw-image': '.arw',
};

function signature(path: string): Signature | null {
  const status = statSync(path, { throwIfNoEntry: false });
  return status === undefined ? null : { size: status.size, modified: Math.trunc(status.mtimeMs / 1000) };
}

function same(left: Signature | null, right: Signature | null): boolean {
  return left !== null && right !== null && left.size === right.size && left.modified === right.modified;
}

function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/**
 * What the form of an upload may hold: a list of fields, and of each what it says of the very file that is expected. Immich takes more from a
 * form: a video that is on the server is hidden by naming it (`livePhotoVideoId`), and what comes is locked away by its `visibility`. The
 * fields of immich-go 0.32.0: `immich/upload.go`.
 */
import { createHash } from 'node:crypto';
import { extname } from 'node:path';
import { because } from '../model/reasons.ts';
import { type FormPart, FormRefused, type FormRules, type PartTreatment } from './guard-multipart.ts';

/** A file that may be uploaded. */
export interface ExpectedFile {
  /** SHA-1 in hexadecimal. */
  readonly sha1: string;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modifiedAt: number;
  /** The name that the uploader knows it by, without folders. */
  readonly name: string;
  /** The name that it is to have on the server; the same if not given. */
  readonly nameOnServer?: string | undefined;
  /** Absolute path of its sidecar; null when it has none. */
  readonly sidecar: string | null;
}

/** Sidecars take a few kilobytes; a caption can be long. */
const MAX_SIDECAR_LENGTH = 16 * 1024 * 1024;
/** Milliseconds: exFAT rounds times to two seconds. */
const SAME_TIME = 3_000;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

type Judge = (value: string, file: ExpectedFile) => boolean;

const is =
  (expected: string): Judge =>
  (value) =>
    value === expected;
const isItsTime: Judge = (value, file) => TIME.test(value) && Math.abs(Date.parse(value) - file.modifiedAt) < SAME_TIME;

const FIELDS: Readonly<Record<string, Judge>> = {
  deviceAssetId: (value, { name, size }) => isSameName(value, `${name}-${size}`),
  deviceId: (value) => /^\P{Cc}{0,255}$/u.test(value),
  assetType: (value) => /^(?:image|video)$/i.test(value),
  // With a sidecar it is the date in there, which the server reads as well.
  fileCreatedAt: (value, file) => isItsTime(value, file) || (file.sidecar !== null && TIME.test(value)),
  fileModifiedAt: isItsTime,
  // Favourites, and what is hidden or locked, are set through the API afterwards.
  isFavorite: is('false'),
  visibility: is('timeline'),
  fileExtension: (value, { name }) => value.toLowerCase() === extname(name).toLowerCase(),
  duration: is('0'),
  isReadOnly: is('false'),
};

/** One form, part by part. */
export class UploadForm {
  readonly #candidates: readonly ExpectedFile[];
  readonly #met = new Set<string>();
  #file: ExpectedFile | null = null;

  /** @param candidates the files that may come: those of one checksum. Mostly one, but several assets with the same contents have names of their own. */
  constructor(candidates: readonly ExpectedFile[]) {
    this.#candidates = candidates;
  }

  /** The name of the file that came, as the uploader knows it; null before it has. */
  get fileName(): string | null {
    return this.#file?.name ?? null;
  }

  get hasSidecar(): boolean {
    return this.#met.has('sidecarData');
  }

  /** @throws {FormRefused} when the file itself was not in it. */
  end(): void {
    if (this.#file === null) throw new FormRefused(because('form-without-file'));
  }

  readonly onPart: FormRules['onPart'] = (part) => {
    if (this.#met.has(part.name)) throw new FormRefused(because('field-twice', { name: part.name }));
    this.#met.add(part.name);
    if (part.fileName === null) return this.#field(part.name);
    switch (part.name) {
      case 'assetData':
        return this.#asset(part.fileName);
      case 'sidecarData':
        return this.#sidecar(part);
      default:
        throw new FormRefused(because('field-unknown', { name: part.name }));
    }
  };

  #field(name: string): PartTreatment {
    const judge = Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined;
    if (judge === undefined) throw new FormRefused(because('field-unknown', { name }));
    return {
      onContents: (value) => {
        if (!this.#candidates.some((file) => judge(value.toString('utf8'), file)))
          throw new FormRefused(because('field-with-another-value', { name }));
      },
      onEnd: () => {},
    };
  }

  #asset(fileName: string): PartTreatment {
    const file = this.#candidates.find(({ name }) => isSameName(fileName, name));
    if (file === undefined) throw new FormRefused(because('file-of-another-name'));
    this.#file = file;
    const hash = createHash('sha1');
    let size = 0;
    return {
      rename: file.nameOnServer,
      onContents: (piece) => {
        size += piece.byteLength;
        if (size > file.size) throw new FormRefused(because('file-of-another-size'));
        hash.update(piece);
      },
      onEnd: () => {
        if (hash.digest('hex') !== file.sha1) throw new FormRefused(because('file-with-other-contents'));
      },
    };
  }

  #sidecar({ fileName }: FormPart): PartTreatment {
    const isExpected = this.#candidates.some(({ sidecar }) => sidecar !== null) && /\.xmp$/i.test(fileName ?? '');
    if (!isExpected) throw new FormRefused(because('sidecar-unasked'));
    let size = 0;
    return {
      onContents: (piece) => {
        size += piece.byteLength;
        if (size > MAX_SIDECAR_LENGTH) throw new FormRefused(because('sidecar-too-long'));
      },
      onEnd: () => {},
    };
  }
}

/** HFS+ and some network disks spell accents in another way than they were given. Go's line breaks cannot be told from "%0A". */
function isSameName(one: string, other: string): boolean {
  const plain = (text: string) => text.normalize('NFC').replaceAll('%0D', '\r').replaceAll('%0A', '\n');
  return plain(one) === plain(other);
}

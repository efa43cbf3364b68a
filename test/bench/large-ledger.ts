/**
 * Makes a ledger of any size, as a library would have left it in the middle of its first import: mostly photos, some with an edit or the
 * video of a Live Photo, a part of them proved to be on the server, some only in iCloud, some refused. Written as SQL, without an inventory.
 */
import { createHash } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { Ledger } from '../../src/core/ledger/ledger.ts';
import { seededRandom } from '../support/photos-library/index.ts';

export interface LargeLedgerOptions {
  /** At least so many; an asset is never cut in two. */
  readonly parts: number;
  /** Of a hundred assets, how many the server has proved to hold. */
  readonly proved: number;
  /** With titles, captions and names of albums, to be found by. */
  readonly isDescribed?: boolean;
}

const KEYWORDS = ['[]', '[]', '["Family"]', '["Travel"]'];
const PLACES = ['Lisbon', 'Porto', 'São Miguel', 'Zürich', 'Kyoto 京都', 'Grandma’s garden', 'the lake', 'Copenhagen'];
const EVENTS = ['Birthday', 'Summer holiday', 'First day of school', 'Wedding', 'Picnic', 'Christmas', 'Walk'];
/** One of them, another for each neighbour, without a say of chance: what is described stays what it was otherwise. */
const nth = (words: readonly string[], index: number) => words[index % words.length] ?? '';

/** @returns the number of the target that the proofs belong to */
export function makeLargeLedger(file: string, options: LargeLedgerOptions): number {
  const ledger = new Ledger(file);
  const target = ledger.target('user', 'http://immich.test');
  ledger.close();
  const database = new DatabaseSync(file);
  try {
    // Nobody minds losing it half made. The cache is for the checksums, which come in no order.
    database.exec(
      'PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; PRAGMA cache_size = -500000; BEGIN',
    );
    fill(database, target, options);
    database.exec('COMMIT; PRAGMA journal_mode = WAL');
  } finally {
    database.close();
  }
  return target;
}

function fill(
  database: DatabaseSync,
  target: number,
  { parts, proved, isDescribed = false }: LargeLedgerOptions,
): void {
  const random = seededRandom(7);
  const put = {
    asset: database.prepare(
      `INSERT INTO assets (uuid, present, digest, filename, media, captured_at, favorite, hidden, title, caption, keywords, shared, burst,
         burst_id, live, screenshot, latitude, longitude) VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 'none', NULL, ?, ?, NULL, NULL)`,
    ),
    part: database.prepare(
      'INSERT INTO parts (uuid, kind, path, available, size, modified_at, revision, sha1) VALUES (?, ?, ?, ?, ?, ?, NULL, ?)',
    ),
    proof: database.prepare(`INSERT INTO proofs VALUES (${target}, ?, ?, 'uploaded', 1767225600000)`),
    refusal: database.prepare(
      `INSERT INTO refusals (target, sha1, reason, message, attempts, last_at) VALUES (${target}, ?, 'failing', '"not found"', 1, 1767225600000)`,
    ),
    album: database.prepare(`INSERT INTO albums (uuid, present, title, folders) VALUES (?, 1, ?, '[]')`),
    member: database.prepare('INSERT INTO album_members (album, position, uuid) VALUES (?, ?, ?)'),
  };
  let written = 0;
  for (let index = 0; written < parts; index += 1) {
    // In the order of the tables' keys, which is what an inventory has, too.
    const uuid = `${index.toString(16).toUpperCase().padStart(8, '0')}-0000-4000-8000-000000000000`;
    const live = random.next() < 0.23;
    const movie = !live && random.next() < 0.06;
    const here = random.next() < 0.97;
    const isProved = random.integer(1, 100) <= proved;
    const date = new Date(Date.UTC(2016, 0, 1) + random.integer(0, 315_000_000) * 1000).toISOString();
    put.asset.run(
      uuid,
      uuid,
      `IMG_${index}.${movie ? 'MOV' : 'HEIC'}`,
      movie ? 'movie' : 'photo',
      `${date.slice(0, 23)}+02:00`,
      Number(random.next() < 0.04),
      Number(random.next() < 0.01),
      isDescribed && index % 7 === 0 ? `${nth(EVENTS, index / 7)} ${index}` : null,
      isDescribed && index % 5 === 0 ? `${nth(EVENTS, index / 5)} at ${nth(PLACES, index / 35)}` : null,
      random.pick(KEYWORDS),
      Number(live),
      Number(random.next() < 0.04),
    );
    const kinds = ['original', ...(random.next() < 0.11 ? ['edited'] : []), ...(live ? ['live-video'] : [])];
    for (const kind of kinds) {
      const sha1 = here ? createHash('sha1').update(`${index} ${kind}`).digest('hex') : null;
      const path = `/library/originals/${uuid.charAt(7)}/${uuid}${kind === 'original' ? '' : `_${kind}`}.heic`;
      put.part.run(
        uuid,
        kind,
        path,
        Number(here),
        here ? random.integer(500_000, 5_000_000) : null,
        1_700_000_000,
        sha1,
      );
      if (sha1 !== null && isProved) put.proof.run(sha1, `${uuid.slice(0, 8).toLowerCase()}-${kind}`);
      else if (sha1 !== null && random.next() < 0.001) put.refusal.run(sha1);
      written += 1;
    }
    const album = `ALBUM-${Math.floor(index / 500)}`;
    if (index % 500 === 0) put.album.run(album, albumTitle(index / 500, isDescribed));
    if (index % 5 < 2) put.member.run(album, index % 500, uuid);
  }
}

const albumTitle = (number: number, isDescribed: boolean) =>
  isDescribed ? `${nth(PLACES, number)} ${2016 + (number % 10)}` : `Album ${number}`;

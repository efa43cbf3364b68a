/**
 * The first import of half a million photos on paper: the tables of docs/first-import.md, computed by the code that the program itself
 * estimates with. `node test/bench/first-import.ts` writes them into the document; a unit test sees to it that they are in it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  COMMON_RATES,
  EXPORT_DATABASE_PER_ASSET,
  LEDGER_PER_ASSET,
  type Rates,
} from '../../src/core/forecast/costs.ts';
import { limitOf, stepTimes, totalTime, type Work } from '../../src/core/forecast/duration.ts';
import { diskNeed } from '../../src/core/forecast/forecast.ts';
import { ROUND } from '../../src/core/model/batch.ts';
import type { Limit } from '../../src/core/model/work.ts';
import { DEFAULT_SETTINGS } from '../../src/core/settings/schema.ts';
import { formatBytes, formatCount, formatRoughly } from '../../src/shared/format.ts';

export const DOCUMENT = join(import.meta.dirname, '../../docs/first-import.md');

/** Mostly photos of some megabytes, some with a Live Photo's video or an edit, some videos. */
const ASSETS = 500_000;
const FILES = 700_000;
const BYTES = 2.5e12;
const WORK: Work = {
  library: ASSETS,
  read: { files: FILES, bytes: BYTES },
  bring: { assets: ASSETS, files: FILES, bytes: BYTES },
};
/** What of a line's bits are the files' own. */
const USABLE = 0.92;
/** Seconds: from two o'clock until the Mac is used again. */
const NIGHT = 7 * 3_600;
/** Requests of a first sync for each asset, besides one for each file: pairs, stacks, details, albums, questions. Measured with 1,500 assets. */
const OTHER_REQUESTS = 0.74;
/** osxphotos, measured with 20,000 and 100,000 assets. */
const OSXPHOTOS_BYTES = 75e6;
const OSXPHOTOS_BYTES_PER_ASSET = 7_900;

const CONDITIONS = { bytesPerSecond: null, assetsPerStart: ROUND } as const;

interface Way {
  readonly name: string;
  /** Bytes per second. */
  readonly speed: number;
}

const megabits = (value: number) => (value * 1e6 * USABLE) / 8;
const WAYS: readonly Way[] = [
  { name: '10 Mbit/s up', speed: megabits(10) },
  { name: '40 Mbit/s up', speed: megabits(40) },
  { name: '100 Mbit/s up', speed: megabits(100) },
  { name: '1,000 Mbit/s, a NAS that takes 40 MB/s', speed: 40e6 },
  { name: '1,000 Mbit/s, a NAS that keeps up', speed: megabits(1_000) },
];

const over = ({ speed }: Way): Rates => ({
  ...COMMON_RATES,
  upload: { ...COMMON_RATES.upload, perByte: 1 / speed },
});

const LIMIT_WORDS: Readonly<Record<Limit, string>> = {
  reading: 'reading',
  export: 'osxphotos',
  network: 'the way to the server',
  'speed-setting': 'the speed limit',
  cloud: 'iCloud',
};

/** “2.3 h”, “3.2 days”. */
function time(seconds: number): string {
  const hours = seconds / 3_600;
  const number = (value: number) => (value < 10 ? value.toFixed(1) : String(Math.round(value)));
  return hours < 36 ? `${number(hours)} h` : `${number(hours / 24)} days`;
}

/** The tables by the name of their place in the document. */
export function tables(): Readonly<Record<string, string>> {
  const common = stepTimes(WORK, COMMON_RATES, CONDITIONS);
  const { staging, records } = diskNeed(WORK.bring, DEFAULT_SETTINGS.storage.diskBudget);
  const slowDisk = stepTimes(WORK, { ...COMMON_RATES, read: { ...COMMON_RATES.read, perByte: 1 / 100e6 } }, CONDITIONS);
  return {
    steps: table(
      ['step', 'time', 'at'],
      [
        ['loading the library, 26 times', time(common.loading), '14 s for 100,000 assets each time'],
        ['reading each file for its SHA-1', time(common.reading), '300 MB/s, 0.5 ms a file'],
        ['the same from an external hard disk', time(slowDisk.reading), '100 MB/s'],
        ['exporting, while uploading', time(common.exporting), '15 ms a file and 500 MB/s'],
        ['albums, Live Photos, stacks, details', time(common.finishing), '15 ms an asset'],
      ],
    ),
    ways: table(
      ['way to the server', 'uploading', 'all of it', `nights of ${NIGHT / 3_600} hours`, 'decides'],
      WAYS.map((way) => {
        const times = stepTimes(WORK, over(way), CONDITIONS);
        const total = totalTime(times);
        return [
          way.name,
          time(times.uploading),
          time(total),
          String(Math.ceil(total / NIGHT)),
          LIMIT_WORDS[limitOf(times, over(way), CONDITIONS)],
        ];
      }),
    ),
    disk: table(
      ['what', 'bytes', 'for how long'],
      [
        ['staging, with the default budget of 10 GB', `${formatBytes(staging)} at most`, 'until each file is verified'],
        ['ledger', formatBytes(ASSETS * LEDGER_PER_ASSET), 'stays'],
        ['osxphotos’ export database', formatBytes(ASSETS * EXPORT_DATABASE_PER_ASSET), 'stays'],
        ['all of it', `${formatBytes(staging + records)} at most`, ''],
      ],
    ),
    rest: table(
      ['what', 'how much'],
      [
        [
          'memory of osxphotos while it has the library loaded',
          formatBytes(OSXPHOTOS_BYTES + ASSETS * OSXPHOTOS_BYTES_PER_ASSET),
        ],
        ['requests for the files', formatCount(FILES)],
        ['other requests', formatCount(Math.round(ASSETS * OTHER_REQUESTS))],
      ],
    ),
    guess: `> ${formatRoughly(totalTime(common) * 1_000)} · depends on network and server`,
  };
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** The document with the tables in their places. @throws Error when one has no place */
export function withTables(document: string): string {
  let text = document;
  for (const [name, content] of Object.entries(tables())) {
    const place = new RegExp(`(<!-- ${name} -->\n)[^]*?(<!-- end -->)`);
    if (!place.test(text)) throw new Error(`The document has no place for ${name}.`);
    text = text.replace(place, (_, before: string, after: string) => `${before}\n${content}\n\n${after}`);
  }
  return text;
}

if (process.argv[1] === import.meta.filename) writeFileSync(DOCUMENT, withTables(readFileSync(DOCUMENT, 'utf8')));

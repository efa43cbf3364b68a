/**
 * What the steps of a sync cost as far as it was measured, for estimates before anything was measured on this Mac: seconds and bytes.
 * docs/performance.md and docs/first-import.md say where the numbers come from.
 */
import type { Amount } from '../model/work.ts';

/** Seconds. */
export interface Cost {
  readonly perFile: number;
  readonly perByte: number;
}

export interface Rates {
  /** Of each asset of the whole library, at each start of osxphotos. */
  readonly loadPerAsset: number;
  /** Reading a file for its checksum. */
  readonly read: Cost;
  readonly export: Cost;
  /** From this Mac into Immich, proof included. */
  readonly upload: Cost;
  /** Albums, Live Photos, stacks and details of each asset. */
  readonly finishPerAsset: number;
}

const PER_MEGABYTE = 1e-6;

/**
 * A Mac with its library on its own disk, and a server in the same house over Wi-Fi. The library is loaded at 7.8 to 14 s for 100,000
 * assets; osxphotos exports an asset in 8 to 20 ms, of 1.4 files; a server on two cores took 862 assets of 2.3 GB in 110 s. The megabytes per
 * second of disk and network are those of common hardware.
 */
export const COMMON_RATES: Rates = {
  loadPerAsset: 1.4e-4,
  read: { perFile: 0.0005, perByte: PER_MEGABYTE / 300 },
  export: { perFile: 0.015, perByte: PER_MEGABYTE / 500 },
  upload: { perFile: 0.05, perByte: PER_MEGABYTE / 10 },
  finishPerAsset: 0.015,
};

/** By how much the truth may differ from an estimate: a guess about network and server may be far off, what was measured here is not. */
export const SPREAD = {
  guess: { least: 1 / 5, most: 8 },
  measured: { least: 1 / 1.5, most: 1.5 },
} as const;

/** Bytes for each asset, measured after a first sync of 1,500 assets with 2,082 files. */
export const LEDGER_PER_ASSET = 1_800;
/** osxphotos' export database: its JSON of each photo, and a row for each exported file. */
export const EXPORT_DATABASE_PER_ASSET = 9_300;
/** What a file takes up beside its bytes: its sidecar, and what is left of its last block. */
export const STAGED_BESIDE_FILE = 8_192;
/** What an asset commonly is, where no plan has told yet. */
export const UNKNOWN_ASSET: Amount = { files: 1.4, bytes: 5e6 };

/** Seconds. */
export function costOf({ files, bytes }: Amount, { perFile, perByte }: Cost): number {
  return files * perFile + bytes * perByte;
}

export function scaled({ perFile, perByte }: Cost, factor: number): Cost {
  return { perFile: perFile * factor, perByte: perByte * factor };
}

/** How long a work takes at given rates, and which of its steps decides. Pure. */
import type { Amount, Limit } from '../model/work.ts';
import { costOf, type Rates } from './costs.ts';

export interface Work {
  /** Assets of the whole library: each start of osxphotos loads it. */
  readonly library: number;
  /** Still to be read for their checksums. */
  readonly read: Amount;
  /** Still to be exported, uploaded and proved. */
  readonly bring: Amount & { readonly assets: number };
}

/** Seconds. Exporting and uploading run at the same time. */
export interface StepTimes {
  /** Inventory, and each start of an export. */
  readonly loading: number;
  readonly reading: number;
  readonly exporting: number;
  readonly uploading: number;
  readonly finishing: number;
}

/** Where the speed limit of the settings costs at least so much of the upload's time, it is what decides. */
const DECIDES = 0.8;

export interface Conditions {
  /** The speed limit for uploads; null is none. */
  readonly bytesPerSecond: number | null;
  /** Assets in one start of osxphotos. */
  readonly assetsPerStart: number;
}

export function stepTimes({ library, read, bring }: Work, rates: Rates, conditions: Conditions): StepTimes {
  const { assetsPerStart } = conditions;
  const starts = 1 + Math.ceil(bring.assets / assetsPerStart);
  const perByte = Math.max(rates.upload.perByte, secondsPerByte(conditions));
  return {
    loading: starts * library * rates.loadPerAsset,
    reading: costOf(read, rates.read),
    exporting: costOf(bring, rates.export),
    uploading: costOf(bring, { ...rates.upload, perByte }),
    finishing: bring.assets * rates.finishPerAsset,
  };
}

/** Seconds. */
export function totalTime({ loading, reading, exporting, uploading, finishing }: StepTimes): number {
  return loading + reading + Math.max(exporting, uploading) + finishing;
}

export function limitOf(times: StepTimes, rates: Rates, conditions: Conditions): Limit {
  if (times.reading > Math.max(times.exporting, times.uploading)) return 'reading';
  if (times.exporting > times.uploading) return 'export';
  return secondsPerByte(conditions) >= DECIDES * rates.upload.perByte ? 'speed-setting' : 'network';
}

const secondsPerByte = ({ bytesPerSecond }: Conditions) => (bytesPerSecond === null ? 0 : 1 / bytesPerSecond);

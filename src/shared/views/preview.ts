/** What a sync would do, before it does anything. */
import type { TwinTreatment } from '../../core/model/choices.ts';
import type { CloudView, ForecastView, RemainderView } from './app-status.ts';

export interface PlanPreview {
  readonly assets: number;
  readonly bytes: number;
  /** Items that are wholly in Immich. */
  readonly alreadyThere: number;
  /** Items of which something is uploaded. */
  readonly toUpload: number;
  readonly bytesToUpload: number;
  readonly forecast: ForecastView;
  readonly onlyInCloud: number;
  /** Why others are not uploaded. */
  readonly others: readonly RemainderView[];
  readonly cloud: CloudView;
  /** Assets that look like photos that the person's phone has sent. */
  readonly twins: number;
  readonly twinTreatment: TwinTreatment;
  readonly albumsToMake: number;
  readonly albumsWithSameName: number;
  /** At most, at any moment. */
  readonly diskNeeded: number;
  /** What stays of it: records. */
  readonly diskKept: number;
  readonly diskFree: number | null;
  readonly changes: ChangesView;
}

/** What the next sync would do, by name as far as it is not too many. */
export interface ChangesView {
  /** The first of those to upload, with their parts in words. */
  readonly uploads: readonly NamedChange[];
  /** The first of those that the phone seems to have sent. */
  readonly twins: readonly TwinView[];
  readonly twinsCount: number;
  /** What would be set on the server of what is there already. */
  readonly details: readonly NamedChange[];
  readonly detailsCount: number;
  readonly stacks: readonly NamedChange[];
  readonly stacksCount: number;
  readonly albumsToMake: readonly string[];
  /** Albums that get more, have less, or look otherwise; each with what. */
  readonly albums: readonly NamedChange[];
}

/** A file of Photos, and that of the phone that looks like it. */
export interface TwinView {
  readonly uuid: string;
  readonly name: string;
  readonly phoneName: string;
  /** When the phone's was taken, milliseconds since 1970. */
  readonly takenAt: number;
}

export interface NamedChange {
  /** Of the photo in Photos; null for what is none. */
  readonly uuid: string | null;
  readonly name: string;
  readonly what: string;
}

/** What a run needs to know, taken together from settings, keychain and paths. */
import type { ServerAddress } from '../immich/connections.ts';
import type { DownloadWay, TwinTreatment } from '../model/choices.ts';
import type { Scope } from '../model/scope.ts';
import type { DetailRules } from './reconcile/details/rule.ts';

export interface SyncFolders {
  readonly staging: string;
  /** osxphotos' own database of what it exported. */
  readonly exportDatabase: string;
  /** Private working folders of runs. */
  readonly run: string;
  /** The folder that holds `inventory.py` and `on_photo.py`. */
  readonly scripts: string;
}

export interface FetchRules {
  /** Assets that are tried at most within a night; 0 is off. */
  readonly perNight: number;
  readonly by: DownloadWay;
  /** Only on a Mac is there a Photos to ask. */
  readonly isPossible: boolean;
}

export interface SyncSettings {
  readonly server: ServerAddress;
  /** Never written anywhere by the core. */
  readonly apiKey: string;
  /** Absolute path of the `.photoslibrary`. */
  readonly library: string;
  readonly scope: Scope;
  readonly albumSeparator: string;
  /** Whether an album that is deleted in Photos gives back what we had put into it. */
  readonly emptyDeletedAlbums: boolean;
  /** Names of albums in Immich that may be taken for those of the same name in Photos. */
  readonly adoptAlbums: readonly string[];
  /** Names of albums that get one of their own beside a similar one in Immich. */
  readonly separateAlbums: readonly string[];
  readonly details: DetailRules;
  readonly folders: SyncFolders;
  /** Bytes that staged files may take up, besides the batch at hand. */
  readonly diskBudget: number;
  /** Assets in one batch at most. */
  readonly batchAssets: number;
  readonly fetch: FetchRules;
  /** Files uploaded at the same time. */
  readonly uploadConcurrency: number;
  /** Whether a photo that the person's phone has sent with other bytes is uploaded too, or the phone's stands for it. */
  readonly twins: TwinTreatment;
  /** Bytes per second for all uploads; null is no limit. */
  readonly bytesPerSecond: number | null;
  /** Milliseconds without any sign of life after which a tool is stopped. */
  readonly stallAfter: number;
}

/**
 * The gate of a run: has the library changed since the inventory that the ledger holds? The ledger keeps what the library looked like then.
 * What the run reads of Photos' database, here and later, it reads from one snapshot.
 */
import { join } from 'node:path';
import type { Ledger } from '../ledger/ledger.ts';
import { didAnyAppear } from '../photos/appeared.ts';
import { didAnyChange } from '../photos/changed-files.ts';
import { fingerprintOf } from '../photos/gate.ts';
import { type LibrarySnapshot, quickFingerprint, takeSnapshot } from '../photos/library-snapshot.ts';
import type { SyncSettings } from './settings.ts';

const INVENTORY_FINGERPRINT = 'inventory-fingerprint';

interface RememberedFingerprint {
  readonly library: string;
  /** See `fingerprintOf`. */
  readonly fingerprint: string;
  /** See `quickFingerprint`; of the same moment. */
  readonly quick: string;
}

interface Look {
  readonly snapshot: LibrarySnapshot;
  readonly fingerprint: string | null;
}

export class LibraryGate {
  readonly #ledger: Ledger;
  readonly #settings: Pick<SyncSettings, 'library' | 'scope'>;
  /** Of the run; null until it was needed. */
  #look: Look | null = null;

  constructor(ledger: Ledger, settings: Pick<SyncSettings, 'library' | 'scope'>) {
    this.#ledger = ledger;
    this.#settings = settings;
  }

  /**
   * @param folder a private one of this run
   * @returns true when Photos changed since the last inventory, or when that cannot be known.
   */
  async hasChanged(folder: string): Promise<boolean> {
    const { library } = this.#settings;
    const known = parseFingerprint(this.#ledger.recall(INVENTORY_FINGERPRINT));
    const isSameLibrary = known?.library === library;
    if (isSameLibrary && known.quick === (await quickFingerprint(library))) return this.#didFilesChange();
    const { fingerprint } = await this.#lookOnce(folder);
    if (!isSameLibrary || known.fingerprint !== fingerprint) return true;
    return this.#didFilesChange();
  }

  /**
   * The one that this run reads, taken when it is first needed.
   * @throws {ProblemError} library-busy, disk-full
   */
  async snapshot(folder: string): Promise<LibrarySnapshot> {
    return (await this.#lookOnce(folder)).snapshot;
  }

  /**
   * An inventory of the snapshot was taken: what changes meanwhile is found by the next run.
   * @param isDoubtful what was perhaps misread is read again by every run, until it is understood
   */
  settle(isDoubtful: boolean): void {
    const look = this.#look;
    if (isDoubtful) this.#ledger.forget(INVENTORY_FINGERPRINT);
    else if (look !== null && look.fingerprint !== null) {
      const { library } = this.#settings;
      const remembered = { library, fingerprint: look.fingerprint, quick: look.snapshot.quick };
      this.#ledger.remember(INVENTORY_FINGERPRINT, JSON.stringify(remembered satisfies RememberedFingerprint));
    }
  }

  async #lookOnce(folder: string): Promise<Look> {
    if (this.#look !== null) return this.#look;
    const snapshot = await takeSnapshot(this.#settings.library, join(folder, 'photos'));
    this.#look = { snapshot, fingerprint: await fingerprintOf(snapshot) };
    return this.#look;
  }

  /**
   * A finished iCloud download is not always written to the database at once, and what another program does to a file (exiftool, a restored
   * backup) never; the files themselves tell.
   */
  async #didFilesChange(): Promise<boolean> {
    const { scope } = this.#settings;
    return (
      (await didAnyAppear(this.#ledger.parts.absentPaths(scope))) ||
      (await didAnyChange(this.#ledger.parts.availableFiles(scope)))
    );
  }
}

function parseFingerprint(text: string | null): RememberedFingerprint | null {
  return text === null ? null : (JSON.parse(text) as RememberedFingerprint);
}

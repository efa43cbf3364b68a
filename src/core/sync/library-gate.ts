/** The gate of a run: has the library changed since the inventory that the ledger holds? The ledger keeps what the library looked like then. */
import { join } from 'node:path';
import type { Ledger } from '../ledger/ledger.ts';
import { didAnyAppear } from '../photos/appeared.ts';
import { type LibraryFingerprint, quickFingerprint, readLibraryFingerprint } from '../photos/gate.ts';
import type { SyncSettings } from './settings.ts';

const INVENTORY_FINGERPRINT = 'inventory-fingerprint';

interface RememberedFingerprint extends LibraryFingerprint {
  readonly library: string;
}

export class LibraryGate {
  readonly #ledger: Ledger;
  readonly #settings: Pick<SyncSettings, 'library' | 'scope'>;
  /** Of the library as it was looked at; null when no look was needed or none was possible. */
  #fingerprint: LibraryFingerprint | null = null;

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
    if (isSameLibrary && known.quick === (await quickFingerprint(library))) return this.#didOriginalAppear();
    this.#fingerprint = await readLibraryFingerprint({ library, temporary: join(folder, 'gate') });
    if (!isSameLibrary || known.fingerprint !== this.#fingerprint?.fingerprint) return true;
    return this.#didOriginalAppear();
  }

  /**
   * An inventory of the library was taken after the look at it: what changes in between is found by the next run.
   * @param isDoubtful what was perhaps misread is read again by every run, until it is understood
   */
  settle(isDoubtful: boolean): void {
    if (isDoubtful) this.#ledger.forget(INVENTORY_FINGERPRINT);
    else if (this.#fingerprint !== null) {
      const { library } = this.#settings;
      this.#ledger.remember(INVENTORY_FINGERPRINT, JSON.stringify({ ...this.#fingerprint, library }));
    }
  }

  /** A finished iCloud download is not always written to the database at once; the file itself tells. */
  #didOriginalAppear(): Promise<boolean> {
    return didAnyAppear(this.#ledger.absentPaths(this.#settings.scope));
  }
}

function parseFingerprint(text: string | null): RememberedFingerprint | null {
  return text === null ? null : (JSON.parse(text) as RememberedFingerprint);
}

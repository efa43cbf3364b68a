/** What a run does, noted by name as it does it, for a person to look at afterwards. A preview does nothing and notes nothing. */
import type { Ledger } from '../ledger/ledger.ts';
import type { ContentKind } from '../ledger/run-items.ts';
import type { RunAlbum, RunItem } from '../model/run-item.ts';

export class RunNotes {
  readonly #ledger: Ledger;
  readonly #run: number | null;

  /** @param run of its row in the history; null for a preview */
  constructor(ledger: Ledger, run: number | null) {
    this.#ledger = ledger;
    this.#run = run;
  }

  /** @param sha1s hexadecimal */
  contents(kind: ContentKind, sha1s: readonly string[]): void {
    if (this.#run !== null) this.#ledger.runItems.noteContents(this.#run, kind, sha1s);
  }

  changed(items: readonly RunItem[]): void {
    if (this.#run === null) return;
    for (const item of items) this.#ledger.runItems.noteChanged(this.#run, item);
  }

  album(album: RunAlbum): void {
    const { isNew, added, removed, isArranged } = album;
    if (this.#run === null || !(isNew || added > 0 || removed > 0 || isArranged)) return;
    this.#ledger.runItems.noteAlbum(this.#run, album);
  }
}

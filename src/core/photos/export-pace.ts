/** How far an export may go: osxphotos reads the library once for thousands of assets, and waits where it would fill the disk. */
import { renameSync, writeFileSync } from 'node:fs';

export class ExportPace {
  #allowed: number;
  #leftOut = 0;
  #file: string | null = null;

  /** @param allowed how many assets, in the order in which they are listed, may be exported at first */
  constructor(allowed: number) {
    this.#allowed = allowed;
  }

  /** Lets the export continue; it never goes back. */
  allow(allowed: number): void {
    if (allowed <= this.#allowed) return;
    this.#allowed = allowed;
    this.#write();
  }

  /** How many of the first assets the next export does not list, because they were exported before. */
  leaveOut(count: number): void {
    this.#leftOut = count;
  }

  /** @param file where `on_photo.py` looks */
  begin(file: string): void {
    this.#file = file;
    this.#write();
  }

  end(): void {
    this.#file = null;
  }

  /** In one step, so that no half-written number is read. */
  #write(): void {
    if (this.#file === null) return;
    writeFileSync(`${this.#file}.new`, String(Math.max(0, this.#allowed - this.#leftOut)), { mode: 0o600 });
    renameSync(`${this.#file}.new`, this.#file);
  }
}

/** What osxphotos prints during one reading or export, kept by what it means. */
import type { Reason } from '../model/reasons.ts';
import { OutputMeanings, unknownLibraryReason } from './osxphotos-output.ts';

const MAX_UNKNOWN_LINES = 40;

export class OsxphotosMessages {
  readonly #meanings = new OutputMeanings();
  readonly #warnings: string[] = [];
  readonly #unknownLines: string[] = [];
  #unknownCount = 0;
  #unknownLibrary: Reason | null = null;

  take(line: string): void {
    switch (this.#meanings.of(line)) {
      case 'expected':
      case 'system':
        return;
      case 'slow':
      case 'untested-system':
        this.#warnings.push(line.trim());
        return;
      case 'unknown-library':
        this.#unknownLibrary ??= unknownLibraryReason(line);
        return;
      case 'unknown':
        this.unknown(line);
    }
  }

  /** Counts a line that nobody here understands. */
  unknown(line: string): void {
    this.#unknownCount += 1;
    if (this.#unknownLines.length < MAX_UNKNOWN_LINES) this.#unknownLines.push(line);
  }

  /** Worth showing, for example that it was not tested on this macOS. */
  get warnings(): readonly string[] {
    return this.#warnings;
  }

  /** At most 40. */
  get unknownLines(): readonly string[] {
    return this.#unknownLines;
  }

  get unknownCount(): number {
    return this.#unknownCount;
  }

  /** Why it may misread the library: its database has a version that it does not know; null when it says nothing of that. */
  get unknownLibrary(): Reason | null {
    return this.#unknownLibrary;
  }
}

/** The order of readings that overlap: one that takes long must not put an older state over a newer one. */
export class ReadingOrder {
  #begun = 0;
  #newest = 0;

  /** @returns to be asked when the reading has come: whether none that was begun later came before it. */
  begin(): () => boolean {
    this.#begun += 1;
    const number = this.#begun;
    return () => {
      if (number < this.#newest) return false;
      this.#newest = number;
      return true;
    };
  }
}

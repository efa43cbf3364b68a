/** A call, or a way to call, that the server's description marks as deprecated. */
export interface Deprecation {
  /** The first version that marks it. */
  readonly since: string;
  /** What to call instead. */
  readonly successor: string;
}

/** How often deprecated calls were made, for the test that asks which of them our client still makes. They are answered all the same. */
export class Deprecations {
  readonly #calls = new Map<string, { successor: string; count: number }>();

  /** @internal */
  record(call: string, { successor }: Deprecation): void {
    const entry = this.#calls.get(call) ?? { successor, count: 0 };
    entry.count += 1;
    this.#calls.set(call, entry);
  }

  /** By call, for example `PUT /assets/:id`. */
  list(): Readonly<Record<string, { readonly successor: string; readonly count: number }>> {
    return Object.fromEntries(this.#calls);
  }

  clear(): void {
    this.#calls.clear();
  }
}

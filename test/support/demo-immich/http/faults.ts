import { matches, type RequestMatch } from './request-log.ts';

/** What goes wrong. */
export type Fault =
  /** Answers with this status instead of working. `early` answers before the body is read, as a proxy's 413 does. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly body?: unknown;
      readonly early?: boolean;
      /** Seconds, for the header `Retry-After`. */
      readonly retryAfter?: number;
    }
  | { readonly kind: 'delay'; readonly milliseconds: number }
  /** A server that computes for so long for each request, one after the other. */
  | { readonly kind: 'busy'; readonly milliseconds: number }
  /** Moves the request's and the answer's body slowly. */
  | { readonly kind: 'drip'; readonly bytesPerSecond: number }
  /** Never answers; with `when: 'after'` the work is done all the same, as when a proxy gives up too early. */
  | { readonly kind: 'stall'; readonly when?: 'before' | 'after' }
  /**
   * Resets the connection: before the body is read, after some of it (`afterBytes`, 1 if not given), after the work but before
   * the answer, or in the middle of the answer.
   */
  | {
      readonly kind: 'reset';
      readonly when: 'before-body' | 'mid-request' | 'after-work' | 'mid-response';
      readonly afterBytes?: number;
    }
  /** A complete HTTP answer that holds the first half of the JSON. */
  | { readonly kind: 'truncated-json' }
  /** A web page with status 200, as a captive portal or a wrong address answers. */
  | { readonly kind: 'html'; readonly text?: string }
  | { readonly kind: 'redirect'; readonly location: string; readonly status?: 301 | 302 | 307 | 308 }
  /** `bulk-upload-check` lies about every item (or these hex checksums): "accept" what is there, or "reject" what is not. */
  | { readonly kind: 'lie'; readonly say: 'accept' | 'reject'; readonly checksums?: readonly string[] }
  /** An upload answers 201, but the server kept other bytes: a faulty disk or a meddling proxy. */
  | { readonly kind: 'corrupt-upload' }
  /** A download has other bytes than were uploaded, of the same number: the server's disk has gone bad. */
  | { readonly kind: 'corrupt-download' }
  /** An upload of these contents (SHA-1 in hexadecimal) is refused after it was read; others are taken. */
  | { readonly kind: 'refuse-contents'; readonly checksums: readonly string[]; readonly status: number };

export interface FaultOrder {
  readonly match?: RequestMatch;
  /** How often; forever if not given. */
  readonly times?: number;
  /** How many matching requests are left alone first; none if not given. */
  readonly after?: number;
}

/** Faults to order. The oldest order that matches a request and is not used up applies to it, alone. */
export class Faults {
  #orders: { order: FaultOrder & Fault; skip: number; left: number; used: number }[] = [];

  /** Returns a handle that tells how often the fault struck and takes it back. */
  add(order: FaultOrder & Fault): { readonly used: number; remove(): void } {
    const entry = { order, skip: order.after ?? 0, left: order.times ?? Number.POSITIVE_INFINITY, used: 0 };
    this.#orders.push(entry);
    return {
      get used() {
        return entry.used;
      },
      remove: () => {
        this.#orders = this.#orders.filter((other) => other !== entry);
      },
    };
  }

  clear(): void {
    this.#orders = [];
  }

  /** @internal The fault for this request, counted as used. */
  take(method: string, path: string): Fault | null {
    for (const entry of this.#orders) {
      if (entry.left <= 0 || !matches(entry.order.match ?? {}, method, path)) continue;
      if (entry.skip > 0) {
        entry.skip -= 1;
        continue;
      }
      entry.left -= 1;
      entry.used += 1;
      return entry.order;
    }
    return null;
  }
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** One request as it was seen on the wire. */
export interface LoggedRequest {
  readonly method: string;
  /** Without the query, for example `/api/assets`. */
  readonly path: string;
  /** Whether an API key came with it. */
  readonly isKeyed: boolean;
  /** Null while it runs, and forever where the connection broke before an answer. */
  readonly status: number | null;
  /** Bytes on the socket, headers included. */
  readonly bytesReceived: number;
  readonly bytesSent: number;
}

export interface RequestMatch {
  readonly method?: string;
  /** A string is the whole path, with or without `/api`; a pattern is searched in the path. */
  readonly path?: string | RegExp;
}

/** True when the request is meant; a match without method or path means every request. */
export function matches(match: RequestMatch, method: string, path: string): boolean {
  if (match.method !== undefined && match.method.toUpperCase() !== method) return false;
  if (match.path === undefined) return true;
  if (match.path instanceof RegExp) return path.search(match.path) >= 0;
  return match.path === path || `/api${match.path}` === path;
}

/** Every request since the start or since `clear()`, for tests that count them. Bodies are never kept. */
export class RequestLog {
  readonly #entries: { -readonly [Key in keyof LoggedRequest]: LoggedRequest[Key] }[] = [];
  // A connection is reused: what earlier requests moved on it has to be taken off.
  readonly #moved = new WeakMap<Socket, { received: number; sent: number }>();

  /** @internal */
  record(request: IncomingMessage, response: ServerResponse, path: string): void {
    const entry = {
      method: request.method ?? 'GET',
      path,
      isKeyed: request.headers['x-api-key'] !== undefined,
      status: null as number | null,
      bytesReceived: 0,
      bytesSent: 0,
    };
    this.#entries.push(entry);
    const { socket } = request;
    response.once('finish', () => {
      entry.status = response.statusCode;
    });
    response.once('close', () => {
      const before = this.#moved.get(socket) ?? { received: 0, sent: 0 };
      entry.bytesReceived = socket.bytesRead - before.received;
      entry.bytesSent = socket.bytesWritten - before.sent;
      this.#moved.set(socket, { received: socket.bytesRead, sent: socket.bytesWritten });
    });
  }

  list(match: RequestMatch = {}): readonly LoggedRequest[] {
    return this.#entries.filter((entry) => matches(match, entry.method, entry.path)).map((entry) => ({ ...entry }));
  }

  count(match: RequestMatch = {}): number {
    return this.#entries.filter((entry) => matches(match, entry.method, entry.path)).length;
  }

  /** How many there were of each kind: method and path with the ids left out, for example `PUT /api/assets/{id}`. */
  byCall(): Readonly<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const { method, path } of this.#entries) {
      const call = `${method} ${path.replace(/[\da-f]{8}-[\da-f-]{27}/g, '{id}')}`;
      counts[call] = (counts[call] ?? 0) + 1;
    }
    return counts;
  }

  clear(): void {
    this.#entries.length = 0;
  }
}

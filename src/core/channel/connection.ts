/** One of a home's local sockets, from the side that comes: connects, hears what is in progress, asks. */
import { createConnection, type Socket } from 'node:net';
import type { Problem } from '../model/problem.ts';
import type { Progress } from '../model/progress.ts';
import type { RunReport } from '../model/run-report.ts';
import { encode, type Request, readTelling, type Telling, type Work } from './messages.ts';
import { readSocketLines } from './socket-lines.ts';
import { findSocket, type SocketName } from './socket-place.ts';

/** How what was followed came to its end. */
export type Ending =
  | { readonly kind: 'report'; readonly report: RunReport }
  /** It could not start, or it was no sync; null when it was no sync and went well. */
  | { readonly kind: 'end'; readonly problem: Problem | null }
  /** The other process was gone without a word: killed, or the Mac lost power. */
  | { readonly kind: 'cut-off' };

export interface Connection {
  /** Of the process at the other side. */
  readonly pid: number;
  /** What went on there when we came. */
  readonly work: Work | null;
  /** ISO 8601, UTC. */
  readonly since: string | null;
  ask(request: Request): void;
  /** Resolves when all is over. `onProgress` is called a few times a second at most. */
  follow(onProgress?: (progress: Progress) => void): Promise<Ending>;
  /** Lets go; what is in progress over there continues. */
  leave(): void;
}

/** Milliseconds in which a living process says hello. */
const HELLO = 5_000;

/** @returns null when nobody listens there, or somebody who speaks another language. */
export function connect(folder: string, name: SocketName): Promise<Connection | null> {
  const path = findSocket(folder, name);
  if (path === null) return Promise.resolve(null);
  return new Promise((resolve) => {
    const socket = createConnection(path);
    const giveUp = () => {
      socket.destroy();
      resolve(null);
    };
    const timer = setTimeout(giveUp, HELLO);
    const tellings = new Tellings();
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      clearTimeout(timer);
      tellings.end();
      resolve(null);
    });
    readSocketLines(socket, (line) => {
      const telling = readTelling(line);
      if (telling === null) return;
      if (telling.tells !== 'hello') return tellings.take(telling);
      clearTimeout(timer);
      const { pid, work, since } = telling;
      resolve({ pid, work, since, ...actions(socket, tellings) });
    });
  });
}

function actions(socket: Socket, tellings: Tellings): Pick<Connection, 'ask' | 'follow' | 'leave'> {
  return {
    ask: (request) => {
      if (socket.writable) socket.write(encode(request));
    },
    follow: async (onProgress) => {
      try {
        return await tellings.untilEnd(onProgress);
      } finally {
        socket.destroy();
      }
    },
    leave: () => void socket.end(),
  };
}

/** Keeps what was told before somebody began to listen. */
class Tellings {
  #progress: Progress | null = null;
  #ending: Ending | null = null;
  #onProgress: ((progress: Progress) => void) | undefined;
  #onEnding: ((ending: Ending) => void) | undefined;

  take(telling: Exclude<Telling, { tells: 'hello' }>): void {
    switch (telling.tells) {
      case 'progress':
        this.#progress = telling.progress;
        this.#onProgress?.(telling.progress);
        return;
      case 'report':
        this.#finish({ kind: 'report', report: telling.report });
        return;
      case 'end':
        this.#finish({ kind: 'end', problem: telling.problem });
    }
  }

  end(): void {
    this.#finish({ kind: 'cut-off' });
  }

  untilEnd(onProgress?: (progress: Progress) => void): Promise<Ending> {
    this.#onProgress = onProgress;
    if (this.#progress !== null) onProgress?.(this.#progress);
    if (this.#ending !== null) return Promise.resolve(this.#ending);
    return new Promise((resolve) => {
      this.#onEnding = resolve;
    });
  }

  #finish(ending: Ending): void {
    if (this.#ending !== null) return;
    this.#ending = ending;
    this.#onEnding?.(ending);
  }
}

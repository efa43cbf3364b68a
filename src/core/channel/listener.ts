/** One of a home's local sockets, from the side that listens: it tells its visitors what is in progress and hears what they ask for. */
import { createServer, type Server, type Socket } from 'node:net';
import { encode, PROTOCOL, type Request, readRequest, type Telling, type Work } from './messages.ts';
import { readSocketLines } from './socket-lines.ts';
import { makeSocketPlace, removeSocketPlace, type SocketName } from './socket-place.ts';

/** Somebody connected. */
export interface Visitor {
  tell(message: Telling): void;
  /** Says good-bye, with a last message if given. */
  leave(message?: Telling): void;
}

export interface ListenerOptions {
  /** The home's run folder. */
  readonly folder: string;
  readonly name: SocketName;
  /** What is in progress, for the first line of a connection. */
  readonly present: () => { readonly work: Work | null; readonly since: string | null };
  readonly onVisit?: (visitor: Visitor) => void;
  readonly onRequest: (request: Request, visitor: Visitor) => void;
  readonly onLeave?: (visitor: Visitor) => void;
}

/** Bytes that wait for a visitor who does not read (a stopped terminal): progress is not told to it until it reads again. */
const ENOUGH_WAITING = 64 * 1024;
/** More than the app and a handful of terminals is a mistake. */
const MAX_VISITORS = 32;
/** Milliseconds that a visitor gets to take its last message. */
const GOODBYE = 1_000;

export class Listener {
  readonly #options: ListenerOptions;
  readonly #server: Server;
  readonly #sockets = new Map<Socket, Visitor>();

  private constructor(options: ListenerOptions) {
    this.#options = options;
    this.#server = createServer((socket) => this.#welcome(socket));
    this.#server.maxConnections = MAX_VISITORS;
  }

  /**
   * Begins to listen. A socket that a killed process left is replaced, so whoever calls this must be the only one entitled to it.
   * @throws what the system says: some network disks know no sockets.
   */
  static async open(options: ListenerOptions): Promise<Listener> {
    const listener = new Listener(options);
    const path = makeSocketPlace(options.folder, options.name);
    return new Promise((resolve, reject) => {
      listener.#server.on('error', reject);
      // The socket's mode comes from the mask, so that there is no moment in which others could connect.
      const mask = process.umask(0o177);
      try {
        listener.#server.listen(path, () => resolve(listener));
      } finally {
        process.umask(mask);
      }
    });
  }

  get visitors(): Iterable<Visitor> {
    return this.#sockets.values();
  }

  /** No one can come any more, and the socket is gone from the disk; those who are here stay. */
  shut(): void {
    if (!this.#server.listening) return;
    this.#server.close();
    removeSocketPlace(this.#options.folder, this.#options.name);
  }

  /** Ends everything; resolves when all visitors have their last message or a second has passed. */
  async close(message?: Telling): Promise<void> {
    this.shut();
    const leaving = [...this.#sockets.keys()].map(
      (socket) => new Promise<void>((resolve) => void socket.once('close', () => resolve())),
    );
    for (const visitor of this.visitors) visitor.leave(message);
    await Promise.all(leaving);
  }

  #welcome(socket: Socket): void {
    const visitor: Visitor = {
      tell: (message) => {
        if (socket.writable && (message.tells !== 'progress' || socket.writableLength < ENOUGH_WAITING))
          socket.write(encode(message));
      },
      leave: (message) => {
        if (message !== undefined) visitor.tell(message);
        socket.end();
        setTimeout(() => socket.destroy(), GOODBYE).unref();
      },
    };
    this.#sockets.set(socket, visitor);
    // A visitor that goes away in the middle of a line is no failure of ours.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      this.#sockets.delete(socket);
      this.#options.onLeave?.(visitor);
    });
    readSocketLines(socket, (line) => {
      const request = readRequest(line);
      if (request !== null) this.#options.onRequest(request, visitor);
    });
    visitor.tell({ tells: 'hello', protocol: PROTOCOL, pid: process.pid, ...this.#options.present() });
    this.#options.onVisit?.(visitor);
  }
}

/** Another address that leads to a server, and can lead to another one later. */
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

export interface MovableAddress {
  readonly url: string;
  /** From now on; connections to the previous server break off, as when a laptop joins another network. */
  moveTo(url: string): void;
}

export async function movableAddress(leadsTo: string): Promise<MovableAddress> {
  let now = leadsTo;
  const open = new Set<Socket>();
  const url = await addressOf(
    () => now,
    (socket) => open.add(socket),
  );
  return {
    url,
    moveTo: (next) => {
      now = next;
      for (const socket of open) socket.resetAndDestroy();
      open.clear();
    },
  };
}

/** One that takes connections and never answers for want of a server. */
export async function addressOf(
  leadsTo: string | null | (() => string | null),
  onSocket: (socket: Socket) => void = () => {},
): Promise<string> {
  const relay: Server = createServer((socket) => {
    onSocket(socket);
    socket.on('error', () => {});
    const url = typeof leadsTo === 'function' ? leadsTo() : leadsTo;
    if (url === null) return;
    const upstream = connect(Number(new URL(url).port), '127.0.0.1');
    upstream.on('error', () => socket.destroy());
    socket.pipe(upstream).pipe(socket);
    onTestFinished(() => void upstream.destroy());
  });
  await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void relay.close());
  return `http://127.0.0.1:${(relay.address() as AddressInfo).port}`;
}

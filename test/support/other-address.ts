/** Another address that leads to a server, and can lead to another one later. */
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { onTestFinished } from 'vitest';

/** One that takes connections and never answers for want of a server. */
export async function addressOf(leadsTo: string | null | (() => string | null)): Promise<string> {
  const relay: Server = createServer((socket) => {
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

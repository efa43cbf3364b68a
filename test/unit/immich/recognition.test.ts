/** When it is asked again who is at an address, and that no connection is made before the answer. */
import { once } from 'node:events';
import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { makeAgent } from '../../../src/core/immich/connections.ts';
import { Recognition } from '../../../src/core/immich/recognition.ts';
import { ProblemError } from '../../../src/core/model/problem.ts';

function recognitionOf(look: () => Promise<void> = async () => {}) {
  const clock = { now: 1_000_000 };
  const asked = { times: 0 };
  const recognition = new Recognition({
    look: async () => {
      asked.times += 1;
      await look();
    },
    now: () => clock.now,
  });
  return { recognition, clock, asked };
}

it('asks again after a while, and at once where a connection has ended or the clock was set back', async () => {
  const { recognition, clock, asked } = recognitionOf();
  await recognition.confirm();
  expect(asked.times).toBe(0);
  clock.now += 2_000;
  await recognition.confirm();
  await recognition.confirm();
  expect(asked.times).toBe(1);
  recognition.doubt();
  await recognition.confirm();
  expect(asked.times).toBe(2);
  clock.now -= 60_000;
  await recognition.confirm();
  expect(asked.times).toBe(3);
});

it('asks once for connections that are made together, and again where the answer was no', async () => {
  const stranger = new ProblemError('server-not-recognised', { server: 'http://nas', since: 'changed' });
  let is: Error | null = stranger;
  const { recognition, asked } = recognitionOf(async () => {
    if (is !== null) throw is;
  });
  recognition.doubt();
  const both = await Promise.allSettled([recognition.confirm(), recognition.confirm()]);
  expect(both).toEqual([
    { status: 'rejected', reason: stranger },
    { status: 'rejected', reason: stranger },
  ]);
  expect(asked.times).toBe(1);
  is = null;
  await recognition.confirm();
  expect(asked.times).toBe(2);
});

it('a connection that has ended is made again only where the same server answers', async () => {
  const connections: string[] = [];
  const server = createServer((request, response) => {
    connections.push(`${request.url} ${request.socket.remotePort}`);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stranger = new ProblemError('server-not-recognised', { server: url, since: 'changed' });
  let isStranger = false;
  const { recognition, asked } = recognitionOf(async () => {
    if (isStranger) throw stranger;
  });
  const agent = makeAgent({ url, headers: {}, certificateAuthorities: [], recognition }, { keepAlive: true });
  onTestFinished(() => agent.destroy());
  const ask = (path: string) =>
    new Promise<void>((resolve, reject) => {
      const request = get(`${url}${path}`, { agent }, (answer) => answer.resume().once('end', resolve));
      request.once('error', reject);
    });

  const breakOff = async () => {
    const [socket] = Object.values(agent.freeSockets).flatMap((sockets) => sockets ?? []);
    if (socket === undefined) throw new Error('No connection is kept.');
    const closed = once(socket, 'close');
    server.closeAllConnections();
    await closed;
  };

  await ask('/one');
  await ask('/two');
  expect(new Set(connections.map((connection) => connection.split(' ')[1])).size).toBe(1);
  expect(asked.times).toBe(0);

  await breakOff();
  await ask('/three');
  expect(asked.times).toBe(1);

  isStranger = true;
  await breakOff();
  await expect(ask('/four')).rejects.toBe(stranger);
  expect(connections.map((connection) => connection.split(' ')[0])).toEqual(['/one', '/two', '/three']);
});

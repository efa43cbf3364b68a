/** Servers that never come to an end, or answer more than anybody could want to read. */
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { limitFor } from '../../../src/core/immich/answer-limits.ts';
import { AnswerReader } from '../../../src/core/immich/answer-reader.ts';
import { ImmichClient } from '../../../src/core/immich/client/client.ts';
import { type Problem, toProblem } from '../../../src/core/model/problem.ts';

let server: Server | undefined;
const timers: NodeJS.Timeout[] = [];
afterEach(() => {
  for (const timer of timers.splice(0)) clearInterval(timer);
  server?.closeAllConnections();
  server?.close();
});

async function serve(answer: (socket: Socket, response: ServerResponse) => void): Promise<ImmichClient> {
  server = createServer((request, response) => answer(request.socket, response));
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const address = { url: `http://127.0.0.1:${port}`, headers: {}, certificateAuthorities: [] };
  // The silence that is put up with is never reached: something comes every few milliseconds.
  return new ImmichClient(address, 'the-key', { deadline: 200, timeout: 60_000 });
}

const problemOf = (work: Promise<unknown>): Promise<Problem | null> => work.then(() => null, toProblem);
const every = (milliseconds: number, work: () => void) => timers.push(setInterval(work, milliseconds));

describe('a server that keeps busy without an answer', () => {
  it.each<[string, (socket: Socket, response: ServerResponse) => void]>([
    [
      'drips its answer',
      (_socket, response) => {
        response.writeHead(200);
        every(5, () => response.write(' '));
      },
    ],
    [
      'never ends its headers',
      (socket) => {
        socket.write('HTTP/1.1 200 OK\r\nx: ');
        every(5, () => socket.write('x'));
      },
    ],
    [
      'says for ever that an answer will come',
      (socket) => void every(5, () => socket.write('HTTP/1.1 103 Early Hints\r\n\r\n')),
    ],
  ])('is given up when it %s', async (_what, answer) => {
    const client = await serve(answer);
    expect(await problemOf(client.server.ping())).toMatchObject({
      code: 'server-unreachable',
      sentence: /no answer in time/,
    });
    expect(await problemOf(client.account.user())).toMatchObject({ code: 'server-unreachable' });
  });
});

describe('an answer that cannot be one of Immich', () => {
  it.each([
    ['too long', Buffer.from(`{"res":"pong","x":"${'x'.repeat(100_000)}"}`)],
    ['too deeply nested', Buffer.from(`{"res":"pong","x":${'['.repeat(1_000)}${']'.repeat(1_000)}}`)],
  ])('is not read to its end when it is %s', async (what, body) => {
    let left: number | undefined;
    const client = await serve((socket, response) => {
      // Much more follows, if anybody takes it.
      const more = () => {
        if (socket.destroyed) left = socket.bytesWritten;
        else response.write(Buffer.alloc(65_536, ' '), more);
      };
      response.write(body, more);
      socket.on('close', () => {
        left ??= socket.bytesWritten;
      });
    });
    const problem = await problemOf(client.server.ping());
    expect(problem).toMatchObject({ code: 'server-not-immich' });
    expect(problem?.sentence).toContain(what);
    expect(await problemOf(client.account.permissions())).toMatchObject({ code: 'server-error' });
    await expect.poll(() => left).toBeLessThan(16 * 1024 * 1024);
  });

  it('does not count brackets inside of words', () => {
    const text = JSON.stringify({ description: `${'['.repeat(500)}"\\"${'{'.repeat(500)}`, rest: [[{}]] });
    for (let cut = 0; cut < text.length; cut += 7) {
      const reader = new AnswerReader(10_000);
      expect(reader.push(Buffer.from(text.slice(0, cut)))).toBeNull();
      expect(reader.push(Buffer.from(text.slice(cut)))).toBeNull();
      expect(reader.text()).toBe(text);
    }
  });

  it('is judged by what was asked', () => {
    const bytes = (method: 'GET' | 'POST', path: string) => limitFor({ method, path }).longestAnswer;
    expect(bytes('GET', '/server/ping')).toBeLessThan(100_000);
    expect(bytes('GET', '/users/me')).toBeLessThan(100_000);
    // A version each week for twenty years, with 110 bytes.
    expect(bytes('GET', '/server/version-history')).toBeGreaterThan(20 * 52 * 110);
    expect(bytes('POST', '/assets/bulk-upload-check')).toBeGreaterThan(5_000 * 200);
    expect(bytes('POST', '/search/metadata')).toBeGreaterThan(1_000 * 10_000);
    expect(bytes('GET', '/albums?isOwned=true')).toBe(bytes('GET', '/albums'));
  });
});

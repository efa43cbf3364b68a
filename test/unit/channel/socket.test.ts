/** The local sockets of a home: who can connect, what is understood, and what is left of a process that was killed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../../../src/core/channel/connection.ts';
import { Listener } from '../../../src/core/channel/listener.ts';
import { encode, type Request, readRequest, readTelling } from '../../../src/core/channel/messages.ts';
import { findSocket } from '../../../src/core/channel/socket-place.ts';
import { makeProblem } from '../../../src/core/model/problem.ts';
import { START } from '../../../src/core/model/progress.ts';

let home: string;
let folder: string;
const open: Listener[] = [];

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'immich-sync-socket-'));
  folder = join(home, 'run');
  mkdirSync(folder, { mode: 0o700 });
});
afterEach(async () => {
  for (const listener of open.splice(0)) await listener.close();
  await rm(home, { recursive: true, force: true });
});

async function listen(onRequest: (request: Request) => void = () => {}): Promise<Listener> {
  const listener = await Listener.open({
    folder,
    name: 'run',
    present: () => ({ work: 'sync', since: '2026-11-24T02:00:00.000Z' }),
    onRequest,
  });
  open.push(listener);
  return listener;
}

const modeOf = (path: string) => statSync(path).mode & 0o777;
const numbers = { ...START, filesUploaded: 3, filesToUpload: 9 };

describe('a socket', () => {
  it('tells who is there and what goes on, to its end', async () => {
    const listener = await listen();
    const connection = await connect(folder, 'run');
    expect(connection).toMatchObject({ pid: process.pid, work: 'sync', since: '2026-11-24T02:00:00.000Z' });
    const seen: number[] = [];
    const ending = connection?.follow((progress) => seen.push(progress.filesUploaded));
    for (const visitor of listener.visitors) visitor.tell({ tells: 'progress', progress: numbers });
    await listener.close({ tells: 'end', problem: makeProblem('stopped') });
    expect(await ending).toMatchObject({ kind: 'end', problem: { code: 'stopped' } });
    expect(seen).toEqual([3]);
  });

  it('is this user’s alone, and gone when it is shut', async () => {
    const listener = await listen();
    const path = findSocket(folder, 'run');
    expect(path).toBe(join(folder, 'run.sock'));
    expect(modeOf(path ?? '')).toBe(0o600);
    listener.shut();
    expect(readdirSync(folder)).toEqual([]);
    expect(await connect(folder, 'run')).toBeNull();
  });

  it.runIf(process.getuid?.() === 0)(
    'cannot be used by another user, even where the folder is open to all',
    async () => {
      await listen();
      for (const path of [home, folder]) chmodSync(path, 0o755);
      const script = `require('node:net').connect(${JSON.stringify(join(folder, 'run.sock'))}).on('connect', () => process.exit(0)).on('error', (error) => { console.log(error.code); process.exit(1); })`;
      const stranger = spawn(process.execPath, ['-e', script], { uid: 65_534, gid: 65_534, cwd: '/' });
      stranger.stdout.setEncoding('utf8');
      const said = once(stranger.stdout, 'data');
      const [exitCode] = await once(stranger, 'exit');
      expect([exitCode, String(await said).trim()]).toEqual([1, 'EACCES']);
    },
  );

  it('in a home too deep for the system is in a private folder that a file names', async () => {
    folder = join(home, 'x'.repeat(100), 'ü'.repeat(20));
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const listener = await listen();
    const path = findSocket(folder, 'run') ?? '';
    expect(Buffer.byteLength(path)).toBeLessThanOrEqual(103);
    expect(path).toBe(readFileSync(join(folder, 'run.socket-path'), 'utf8'));
    expect([modeOf(dirname(path)), modeOf(path), modeOf(join(folder, 'run.socket-path'))]).toEqual([
      0o700, 0o600, 0o600,
    ]);
    expect(await connect(folder, 'run')).not.toBeNull();
    listener.shut();
    expect([existsSync(dirname(path)), readdirSync(folder)]).toEqual([false, []]);
  });

  it('is not looked for where a pointer leads that names no socket of ours', async () => {
    folder = join(home, 'x'.repeat(120));
    mkdirSync(folder, { mode: 0o700 });
    const precious = join(home, 'precious');
    writeFileSync(precious, 'kept');
    writeFileSync(join(folder, 'run.socket-path'), precious);
    expect(findSocket(folder, 'run')).toBeNull();
    (await listen()).shut();
    expect(readFileSync(precious, 'utf8')).toBe('kept');
  });

  it('that a killed process left is recognised, and the next one takes its place', async () => {
    const path = join(folder, 'run.sock');
    const killed = spawn(process.execPath, [
      '-e',
      `require('node:net').createServer().listen(${JSON.stringify(path)}, () => console.log('up'))`,
    ]);
    await once(killed.stdout, 'data');
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    expect(existsSync(path)).toBe(true);
    expect(await connect(folder, 'run')).toBeNull();
    await listen();
    expect(await connect(folder, 'run')).not.toBeNull();
  });

  it('passes over what it does not understand, and cuts off who never ends a line', async () => {
    const asked: Request[] = [];
    await listen((request) => asked.push(request));
    const socket = createConnection(join(folder, 'run.sock'));
    await once(socket, 'data');
    for (const line of [
      '',
      'stop',
      '{',
      'null',
      '[]',
      '{"asks":"delete"}',
      '{"asks":"sync"}',
      '{"asks":"sync","isFull":"yes"}',
    ])
      socket.write(`${line}\n`);
    socket.write(encode({ asks: 'stop' }));
    await expect.poll(() => asked).toEqual([{ asks: 'stop' }]);
    socket.on('error', () => {});
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.write('x'.repeat(5 * 1024 * 1024));
    await closed;
    expect(await connect(folder, 'run')).not.toBeNull();
  });

  it('forgets progress, and nothing else, for a visitor who does not read', async () => {
    const listener = await listen();
    const socket = createConnection(join(folder, 'run.sock'));
    await once(socket, 'data');
    socket.pause();
    const [visitor] = listener.visitors;
    for (let count = 0; count < 20_000; count += 1) visitor?.tell({ tells: 'progress', progress: numbers });
    const ending = listener.close({ tells: 'end', problem: null });
    let bytes = 0;
    let last = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      bytes += chunk.length;
      last = chunk;
    });
    socket.resume();
    await ending;
    expect(bytes).toBeLessThan(2_000_000);
    expect(last.trimEnd().split('\n').at(-1)).toBe('{"tells":"end","problem":null}');
  });
});

describe('a listener that is not one of ours', () => {
  it.each([
    ['another language', '{"tells":"hello","protocol":99,"pid":1,"work":"sync","since":null}\n'],
    ['no JSON', 'HTTP/1.1 200 OK\r\n\r\n'],
    ['nothing, and hangs up', ''],
  ])('is left alone when it speaks %s', async (_name, words) => {
    const { createServer } = await import('node:net');
    const server = createServer((socket) => socket.end(words)).listen(join(folder, 'run.sock'));
    await once(server, 'listening');
    expect(await connect(folder, 'run')).toBeNull();
    server.close();
  });
});

describe('messages', () => {
  it('survive the way there', () => {
    expect(readTelling(encode({ tells: 'progress', progress: numbers }))).toEqual({
      tells: 'progress',
      progress: numbers,
    });
    expect(readRequest(encode({ asks: 'sync', isFull: true }))).toEqual({ asks: 'sync', isFull: true });
  });

  it.each([
    { tells: 'progress', progress: { ...numbers, phase: 'singing' } },
    { tells: 'progress', progress: { ...numbers, filesUploaded: null } },
    { tells: 'progress', progress: { phase: 'hash' } },
    { tells: 'report', report: {} },
    { tells: 'end', problem: { code: 'constructor', sentence: '', advice: '', about: [] } },
    { tells: 'secrets' },
  ])('that are not whole are none: $tells', (message) => {
    expect(readTelling(JSON.stringify(message))).toBeNull();
  });
});

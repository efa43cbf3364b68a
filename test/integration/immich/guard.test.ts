/** The guard between a client and a server on this computer: streaming, faults, encryption, limits, secrets. */

import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import * as http from 'node:http';
import * as net from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterEach, describe, expect, test } from 'vitest';
import { type Guard, type GuardOptions, startGuard } from '../../../src/core/immich/guard.ts';
import type { UploadRecord } from '../../../src/core/immich/guard-records.ts';
import { because } from '../../../src/core/model/reasons.ts';
import { makeCertificate } from '../../support/certificate.ts';
import {
  type RecordingUpstream,
  startRecordingUpstream,
  type UpstreamOptions,
} from '../../support/recording-upstream.ts';
import {
  type Contents,
  expected,
  type FormOptions,
  formOf,
  MODIFIED_AT,
  pieces,
  sendForm,
} from '../../support/upload-form.ts';

const KEY = 'the-real-key-4711';
const MEGABYTE = 1024 * 1024;
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

interface Bench {
  readonly upstream: RecordingUpstream;
  readonly guard: Guard;
  readonly uploads: UploadRecord[];
  upload(contents: Contents, more?: Partial<FormOptions>): ReturnType<typeof sendForm>;
}

/** What is sent in these tests, by the number of its pieces. */
const USUAL = [1, 2, 16, 20, 32, 40, 160, 320, 60 * 16].map((count) => expected(pieces(count)));

async function setUp(upstreamOptions: UpstreamOptions = {}, guardOptions: Partial<GuardOptions> = {}): Promise<Bench> {
  const upstream = await startRecordingUpstream(upstreamOptions);
  closing.push(() => upstream.close());
  const uploads: UploadRecord[] = [];
  const guard = await startGuard({
    server: { url: upstream.url, headers: { 'cf-access-client-id': 'abc' }, certificateAuthorities: [] },
    apiKey: KEY,
    listener: { onUpload: (upload) => uploads.push(upload) },
    ...guardOptions,
  });
  closing.push(() => guard.close());
  guard.expect({ files: USUAL, pairs: [], mostWaiting: 0 });
  return {
    upstream,
    guard,
    uploads,
    upload: (contents, more) => sendForm(contents, { url: guard.url, key: guard.token, ...more }),
  };
}

function get(url: string, headers: http.OutgoingHttpHeaders): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    http
      .get(url, { headers }, async (response) => {
        let body = '';
        for await (const piece of response) body += String(piece);
        resolve({ status: response.statusCode ?? 0, body });
      })
      .on('error', reject);
  });
}

describe('what is passed on', () => {
  test('an upload arrives byte for byte, with the real key and the extra headers in place of the token', async () => {
    const { upstream, guard, uploads, upload } = await setUp();
    guard.expect({ files: [expected(pieces(40), 'na"me.jpg')], pairs: [], mostWaiting: 0 });
    const answer = await upload(pieces(40), { fileName: 'na\\"me.jpg', headers: { cookie: 'x' } });

    const sent = createHash('sha1');
    let bytes = 0;
    for await (const piece of formOf(pieces(40), 'na\\"me.jpg')) {
      sent.update(piece);
      bytes += piece.byteLength;
    }
    const [received] = upstream.requests;
    expect(answer).toEqual({ status: 201, body: expect.stringContaining('"status":"created"') });
    expect(received).toMatchObject({ method: 'POST', target: '/api/assets', sha1: sent.digest('hex'), bytes });
    expect(received?.headers).toMatchObject({
      'x-api-key': KEY,
      'cf-access-client-id': 'abc',
      'x-immich-checksum': Buffer.from(pieces(40).sha1, 'hex').toString('base64'),
      'content-type': 'multipart/form-data; boundary=7d1f0a6cb2',
      host: new URL(upstream.url).host,
    });
    expect(received?.headers).not.toHaveProperty('cookie');
    expect(uploads).toEqual([
      {
        fileName: 'na"me.jpg',
        hasSidecar: false,
        status: 'created',
        httpStatus: 201,
        remoteId: '00000000-0000-4000-8000-000000000001',
        liveVideoId: null,
        bytes,
        cause: null,
        message: null,
      },
    ]);
    expect(guard.report()).toMatchObject({ requests: 1, bytes, created: 1, failed: 0, refused: 0 });
  });

  test('questions go to the server, listings are answered here', async () => {
    const { upstream, guard } = await setUp();
    const headers = { 'x-api-key': guard.token };
    expect(await get(`${guard.url}/api/server/ping`, headers)).toEqual({ status: 200, body: '{"res":"pong"}' });
    expect(await get(`${guard.url}/api/albums`, headers)).toEqual({ status: 200, body: '[]' });
    expect(upstream.requests.map(({ target, bytes }) => [target, bytes])).toEqual([['/api/server/ping', 0]]);
  });

  test('a server below a path is reached there', async () => {
    const { upstream } = await setUp();
    const guard = await startGuard({
      server: { url: `${upstream.url}/photos`, headers: {}, certificateAuthorities: [] },
      apiKey: KEY,
    });
    closing.push(() => guard.close());
    await get(`${guard.url}/api/server/ping`, { 'x-api-key': guard.token });
    expect(upstream.requests[0]?.target).toBe('/photos/api/server/ping');
  });

  test('a client that waits to be told to continue is told so', async () => {
    const { guard, upstream } = await setUp();
    const request = http.request(`${guard.url}/api/assets`, {
      method: 'POST',
      headers: {
        'x-api-key': guard.token,
        'content-type': 'multipart/form-data; boundary=7d1f0a6cb2',
        'x-immich-checksum': pieces(1).sha1,
        expect: '100-continue',
      },
    });
    request.flushHeaders();
    await once(request, 'continue');
    request.end(Buffer.concat([...formOf(pieces(1))]));
    const [response] = await once(request, 'response');
    expect(response.statusCode).toBe(201);
    expect(upstream.requests[0]?.headers).not.toHaveProperty('expect');
  });

  test('a server that answers a known checksum at once does not break the upload off', async () => {
    const { uploads, upload } = await setUp({
      intercept: (request, response) => {
        if (request.method !== 'POST') return false;
        response.end('{"id":"5b0d9a3e-0000-4000-8000-000000000000","status":"duplicate"}');
        return true;
      },
    });
    expect(await upload(pieces(320))).toMatchObject({ status: 200 });
    expect(uploads).toMatchObject([{ status: 'duplicate', remoteId: '5b0d9a3e-0000-4000-8000-000000000000' }]);
  });
});

/** Sends a form as it is, for the contents BYTES. */
const BYTES = createHash('sha1').update('BYTES').digest('hex');
function sendRaw(guard: Guard, body: string, headers: Record<string, string> = {}) {
  return fetch(`${guard.url}/api/assets`, {
    method: 'POST',
    headers: {
      'x-api-key': guard.token,
      'content-type': 'multipart/form-data; boundary=x',
      'x-immich-checksum': BYTES,
      ...headers,
    },
    body,
  });
}
const rawFile = (name: string, part = 'assetData', contents = 'BYTES') =>
  `--x\r\nContent-Disposition: form-data; name="${part}"; filename="${name}"\r\n` +
  `Content-Type: application/octet-stream\r\n\r\n${contents}\r\n`;
const rawField = (name: string, value: string) =>
  `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const END = '--x--\r\n';
const bytesFile = {
  sha1: BYTES,
  size: 5,
  name: '000001.heic',
  modifiedAt: MODIFIED_AT,
  sidecar: '/staging/000001.heic.xmp',
};

test('a file goes under the name that it is to have; with it comes its sidecar', async () => {
  const { upstream, guard, uploads } = await setUp();
  const files = [{ ...bytesFile, nameOnServer: '[2020-08-29] "né".jpg' }];
  guard.expect({ files, pairs: [], mostWaiting: 0 });
  const sidecar = rawFile('000001.heic.xmp', 'sidecarData', '<xmp/>');
  await sendRaw(guard, `${rawFile('000001.heic')}${sidecar}${END}`);
  expect(upstream.requests.map(({ head }) => head.toString())).toEqual([
    `${rawFile('[2020-08-29] \\"né\\".jpg')}${sidecar}${END}`,
  ]);
  expect(uploads).toMatchObject([{ fileName: '000001.heic', hasSidecar: true, status: 'created' }]);
});

describe('an uploader that sends something else than the file it was given', () => {
  const usual = [
    rawField('deviceAssetId', '000001.heic-5'),
    rawField('deviceId', 'mac.local'),
    rawField('assetType', 'image'),
    rawField('fileCreatedAt', '2024-03-06T10:11:12.000Z'),
    rawField('fileModifiedAt', '2024-03-06T10:11:12.000Z'),
    rawField('isFavorite', 'false'),
    rawField('fileExtension', '.heic'),
    rawField('duration', '0'),
    rawField('isReadOnly', 'false'),
    rawField('visibility', 'timeline'),
  ].join('');
  const file = rawFile('000001.heic');
  const other = '5b0d9a3e-0000-4000-8000-00000000000a';
  const swap = (name: string, value: string) =>
    usual.replace(new RegExp(`(name="${name}"\\r\\n\\r\\n)[^\\r]*`), (_, head) => head + value) + file + END;

  test('may send what immich-go sends', async () => {
    const { upstream, guard } = await setUp();
    guard.expect({ files: [bytesFile], pairs: [], mostWaiting: 0 });
    const body = `${usual}${file}${rawFile('000001.heic.xmp', 'sidecarData', '<xmp/>')}${END}`;
    expect((await sendRaw(guard, body)).status).toBe(201);
    expect(upstream.requests[0]?.head.toString()).toBe(body);
    expect(guard.report().refused).toBe(0);
  });

  test.each<[string, string, Record<string, string>?]>([
    ['hides a video that is on the server', `${usual}${rawField('livePhotoVideoId', other)}${file}${END}`],
    ['hides it behind the file', `${usual}${file}${rawField('livePhotoVideoId', other)}${END}`],
    ['locks what it sends', swap('visibility', 'locked')],
    ['hides what it sends', swap('visibility', 'hidden')],
    ['says it twice', `${usual}${rawField('visibility', 'locked')}${file}${END}`],
    ['makes it a favourite', swap('isFavorite', 'true')],
    ['dates it otherwise', swap('fileModifiedAt', '1999-12-31T00:00:00.000Z')],
    ['dates it in another way', swap('fileCreatedAt', 'yesterday')],
    ['says that it is another device’s file', swap('deviceAssetId', 'IMG_9999.HEIC-1')],
    ['sets the length of a film', swap('duration', '99')],
    ['names a field that nobody knows', `${usual}${rawField('ownerId', other)}${file}${END}`],
    ['names a field of every object', `${usual}${rawField('constructor', other)}${file}${END}`],
    ['gives the file another name', `${usual}${rawFile('passwords.txt')}${END}`],
    ['sends other bytes', `${usual}${rawFile('000001.heic', 'assetData', 'OTHER')}${END}`],
    ['sends more bytes', `${usual}${rawFile('000001.heic', 'assetData', 'BYTES and a secret')}${END}`],
    ['sends no file', `${usual}${END}`],
    ['sends a second file', `${usual}${file}${file}${END}`],
    ['sends a file of another kind', `${usual}${file}${rawFile('a.txt', 'extraData')}${END}`],
    ['sends a sidecar that is none', `${usual}${file}${rawFile('id_rsa', 'sidecarData')}${END}`],
    ['leaves the end out', `${usual}${file}`],
    ['goes on after the end', `${usual}${file}${END}${rawField('visibility', 'locked')}`],
    ['writes before the form', `preamble\r\n${usual}${file}${END}`],
    ['gives a field two names', `${usual}${rawField('duration"; name="visibility', 'locked')}${file}${END}`],
    ['ends lines in another way', `${usual}${rawField('isFavorite', 'false').replaceAll('\r\n', '\n')}${file}${END}`],
    ['adds a line to a head', swap('visibility', 'timeline').replace('"visibility"', '"visibility"\r\nX-Other: 1')],
    [
      'gives the form two boundaries',
      `${usual}${file}${END}`,
      { 'content-type': 'multipart/form-data; boundary=x; boundary=y' },
    ],
    ['names another checksum', `${usual}${file}${END}`, { 'x-immich-checksum': 'f'.repeat(40) }],
    ['names no checksum', `${usual}${file}${END}`, { 'x-immich-checksum': '' }],
  ])('and %s: nothing is stored', async (_what, body, headers) => {
    const { upstream, guard } = await setUp();
    guard.expect({ files: [bytesFile], pairs: [], mostWaiting: 0 });
    expect((await sendRaw(guard, body, headers)).status).toBe(403);
    // What was passed on of it never became a whole request.
    expect(upstream.requests).toEqual([]);
    expect(guard.report()).toMatchObject({ refused: 1, created: 0 });
  });

  test('is told of in words, and the next upload is as good as ever', async () => {
    const { upstream, guard, uploads } = await setUp();
    guard.expect({ files: [bytesFile], pairs: [], mostWaiting: 0 });
    await sendRaw(guard, swap('visibility', 'locked'));
    expect(guard.report()).toMatchObject({
      refusals: [{ call: 'POST /api/assets', reason: 'unexpected-form', expected: false }],
      failures: [
        {
          cause: 'rejected',
          message: because('immich-go-sent', {
            what: because('field-with-another-value', { name: 'visibility' }),
          }),
        },
      ],
    });
    expect((await sendRaw(guard, `${usual}${file}${END}`)).status).toBe(201);
    expect(uploads.map(({ status }) => status)).toEqual(['failed', 'created']);
    expect(upstream.requests).toHaveLength(1);
  });

  test('may send no sidecar for a file that has none, and nothing before it was told what', async () => {
    const { upstream, guard } = await setUp();
    expect((await sendRaw(guard, `${usual}${file}${END}`)).status).toBe(403);
    guard.expect({ files: [{ ...bytesFile, sidecar: null }], pairs: [], mostWaiting: 0 });
    expect((await sendRaw(guard, `${file}${rawFile('000001.heic.xmp', 'sidecarData')}${END}`)).status).toBe(403);
    expect(upstream.requests).toEqual([]);
  });
});

describe('the still of a Live Photo', () => {
  const still = pieces(1, 1);
  const video = pieces(1, 2);
  const other = pieces(2, 3);
  const stillName = { fileName: 'IMG_1.HEIC' };
  const videoName = { fileName: 'IMG_1.mov' };
  const live = (mostWaiting: number) => ({
    files: [expected(still, 'IMG_1.HEIC'), expected(video, 'IMG_1.mov'), expected(other, 'other.jpg')],
    pairs: [{ still: still.sha1, video: video.sha1 }],
    mostWaiting,
  });
  const field = (videoId: string) =>
    `--7d1f0a6cb2\r\nContent-Disposition: form-data; name="livePhotoVideoId"\r\n\r\n${videoId}\r\n`;

  test('names its video, which came before it, and is otherwise what it was, byte for byte', async () => {
    const { upstream, guard, uploads, upload } = await setUp();
    guard.expect(live(0));
    await upload(video, videoName);
    const videoId = '00000000-0000-4000-8000-000000000001';
    const form = Buffer.concat([...formOf(still, 'IMG_1.HEIC')]);
    for (const length of [null, form.byteLength]) {
      await upload(still, { ...stillName, headers: length === null ? {} : { 'content-length': length } });
      const whole = Buffer.concat([Buffer.from(field(videoId)), form]);
      const received = upstream.requests.at(-1);
      expect(received).toMatchObject({
        bytes: whole.byteLength,
        sha1: createHash('sha1').update(whole).digest('hex'),
      });
      expect(received?.headers).not.toHaveProperty('content-length');
    }
    expect(uploads.slice(1)).toMatchObject(
      Array(2).fill({ fileName: 'IMG_1.HEIC', status: 'created', liveVideoId: videoId }),
    );
  });

  test('waits for its video when that comes after it', async () => {
    const { upstream, guard, uploads, upload } = await setUp();
    guard.expect(live(1));
    const waiting = upload(still, stillName);
    expect((await upload(other, { fileName: 'other.jpg' })).status).toBe(201);
    await upload(video, videoName);
    await waiting;
    const videoId = '00000000-0000-4000-8000-000000000002';
    expect(uploads.map(({ fileName, liveVideoId }) => [fileName, liveVideoId])).toEqual([
      ['other.jpg', null],
      ['IMG_1.mov', null],
      ['IMG_1.HEIC', videoId],
    ]);
    expect(upstream.requests.map(({ head }) => head.includes('livePhotoVideoId'))).toEqual([false, false, true]);
  });

  test('goes alone when its video was there under another id, was refused, or does not come', async () => {
    let answer = { status: 200, body: '{"id":"5b0d9a3e-0000-4000-8000-00000000000b","status":"duplicate"}' };
    const { guard, uploads, upload } = await setUp(
      {
        intercept: (request, response) => {
          request.resume();
          request.on('end', () => response.writeHead(answer.status).end(answer.body));
          return true;
        },
      },
      { pairPatience: 20 },
    );
    const sendBoth = async () => {
      guard.expect(live(1));
      const waiting = upload(still, stillName);
      await upload(video, videoName);
      await waiting;
    };
    await sendBoth();
    answer = { status: 400, body: '{"message":"no"}' };
    await sendBoth();
    guard.expect(live(1));
    await upload(still, stillName);
    // No place to wait: the uploader has no other worker that could bring the video.
    guard.expect(live(0));
    await upload(still, stillName);
    expect(uploads.map(({ liveVideoId }) => liveVideoId)).toEqual(Array(6).fill(null));
  });

  test('is let go when the uploader breaks off, the next upload begins or the guard closes', async () => {
    const { guard, uploads, upload } = await setUp({}, { pairPatience: 600_000 });
    guard.expect(live(1));
    const agent = new http.Agent();
    const brokenOff = upload(still, { ...stillName, agent }).catch(() => null);
    await expect.poll(() => guard.report().requests).toBe(1);
    agent.destroy();
    expect(await brokenOff).toBeNull();
    guard.expect(live(1));
    await expect.poll(() => uploads).toMatchObject([{ status: 'failed', cause: 'stopped' }]);

    const closed = upload(still, stillName).catch(() => null);
    await expect.poll(() => guard.report().requests).toBe(2);
    await guard.close();
    expect(await closed).toBeNull();
  });

  test('is not changed when the server’s id is none', async () => {
    const { upstream, guard, uploads, upload } = await setUp({
      intercept: (request, response) => {
        if (!request.headers['x-immich-checksum']?.includes(Buffer.from(video.sha1, 'hex').toString('base64')))
          return false;
        request.resume();
        request.on('end', () => response.writeHead(201).end(JSON.stringify({ id: 'no"id\r\n', status: 'created' })));
        return true;
      },
    });
    guard.expect(live(0));
    await upload(video, videoName);
    await upload(still, stillName);
    expect(upstream.requests[0]?.head.includes('livePhotoVideoId')).toBe(false);
    expect(uploads.map(({ liveVideoId }) => liveVideoId)).toEqual([null, null]);
  });
});

test('no more uploads are on their way than may be at a time', async () => {
  let now = 0;
  let most = 0;
  const { upload } = await setUp(
    {
      intercept: (request, response) => {
        now += 1;
        most = Math.max(most, now);
        request.resume();
        request.on('end', () =>
          setTimeout(() => {
            now -= 1;
            response.writeHead(201).end('{"id":"1","status":"created"}');
          }, 5),
        );
        return true;
      },
    },
    { uploadsAtATime: 2 },
  );
  const answers = await Promise.all(Array.from({ length: 9 }, () => upload(pieces(1))));
  expect(answers.map(({ status }) => status)).toEqual(Array(9).fill(201));
  expect(most).toBe(2);
});

test('what the uploader asks anew at every start is asked once', async () => {
  const { upstream, guard } = await setUp();
  for (let start = 0; start < 3; start += 1)
    expect(await get(`${guard.url}/api/server/ping`, { 'x-api-key': guard.token })).toMatchObject({ status: 200 });
  expect(upstream.requests).toHaveLength(1);
});

describe('streaming', () => {
  // Measured with Node 24 on its default flags: the first 200 MB cost 44 to 59 MB, the first 800 MB 61 to 63 MB, and what follows 0 to 19 MB.
  // That plateau is V8's young generation (with --max-semi-space-size=2 it is 30 to 37 MB), not the body: a guard that kept the body would
  // grow by 200 MB here.
  test('memory does not grow with what goes through', async () => {
    const upstream = await startRecordingUpstream();
    closing.push(() => upstream.close());
    const child = fork(new URL('../../support/guard-process.ts', import.meta.url), [upstream.url]);
    const ask = async (question: object) => {
      child.send(question);
      return (await once(child, 'message'))[0].peak as number;
    };
    try {
      const [{ url, token }] = await once(child, 'message');
      const [few, more, most] = [pieces(16), pieces(200 * 16), pieces(400 * 16)];
      await ask({ files: [few, more, most].map((contents) => expected(contents)) });
      await sendForm(few, { url, key: token });
      const before = await ask({});
      await sendForm(more, { url, key: token });
      const afterOne = await ask({});
      await sendForm(most, { url, key: token });
      const afterTwo = await ask({});
      expect(upstream.requests.at(-1)?.bytes).toBeGreaterThan(400 * MEGABYTE);
      expect(afterOne - before).toBeLessThan(100 * MEGABYTE);
      expect(afterTwo - afterOne).toBeLessThan(50 * MEGABYTE);
    } finally {
      child.disconnect();
      await once(child, 'exit');
    }
  });

  test('a slow server slows the reader down', async () => {
    let taken = 0;
    const { guard, upload } = await setUp({
      intercept: (request, response) => {
        request.on('data', (chunk: Buffer) => {
          taken += chunk.byteLength;
          request.pause();
          setTimeout(() => request.resume(), 1);
        });
        request.on('end', () => response.writeHead(201).end('{"id":"1","status":"created"}'));
        return true;
      },
    });
    let furthestAhead = 0;
    let read = 0;
    const contents = pieces(60 * 16);
    const watched = function* () {
      for (const piece of contents) {
        read += piece.byteLength;
        furthestAhead = Math.max(furthestAhead, read - taken);
        yield piece;
      }
    };
    expect(await upload({ ...contents, [Symbol.iterator]: watched })).toMatchObject({ status: 201 });
    expect(guard.report().bytes).toBeGreaterThan(60 * MEGABYTE);
    // What the sockets of two connections hold, and nothing more.
    expect(furthestAhead).toBeLessThan(25 * MEGABYTE);
  });

  test('a bandwidth limit is kept', async () => {
    const { upload } = await setUp({}, { bytesPerSecond: 8 * MEGABYTE });
    const startedAt = performance.now();
    await Promise.all([upload(pieces(32)), upload(pieces(32))]);
    expect(performance.now() - startedAt).toBeGreaterThan(450);
  });
});

describe('faults of the server', () => {
  test.each<[string, UpstreamOptions['intercept'], Partial<UploadRecord>]>([
    [
      'breaks the connection in the middle',
      (request) => {
        let taken = 0;
        request.on('data', (chunk: Buffer) => {
          taken += chunk.byteLength;
          if (taken > MEGABYTE) request.socket.destroy();
        });
        return true;
      },
      { cause: 'reset', httpStatus: null },
    ],
    ['takes nothing', () => true, { cause: 'timeout', httpStatus: null }],
    [
      'takes everything and does not answer',
      (request) => {
        request.resume();
        return true;
      },
      { cause: 'timeout', httpStatus: null },
    ],
    [
      'breaks its answer off',
      (request, response) => {
        request.resume().on('end', () => {
          response.writeHead(201, { 'content-length': 100 });
          response.write('{"id"', () => response.destroy());
        });
        return true;
      },
      { cause: 'reset', httpStatus: null },
    ],
    [
      'answers in a way that is not Immich’s',
      (request, response) => {
        request.resume().on('end', () => response.end('<html>Welcome</html>'));
        return true;
      },
      { cause: 'not-understood' },
    ],
    [
      'sends uploads elsewhere',
      (request, response) => {
        request.resume().on('end', () => response.writeHead(308, { location: 'http://127.0.0.1:9/' }).end());
        return true;
      },
      { cause: 'redirect' },
    ],
  ])('%s: the uploader gets a plain error, the record a cause', async (_, intercept, expected) => {
    const { guard, uploads, upload } = await setUp(intercept ? { intercept } : {}, { stallAfter: 400 });
    const answer = await upload(pieces(160));
    expect(answer.status).toBe(502);
    expect(JSON.parse(answer.body)).toEqual({ message: expect.any(String), error: 'Bad Gateway', statusCode: 502 });
    expect(uploads).toMatchObject([{ fileName: 'IMG_1.JPG', status: 'failed', remoteId: null, ...expected }]);
    expect(guard.report().failures).toMatchObject([{ call: 'POST /api/assets', ...expected }]);
    // The next upload does not suffer from the last one's connection.
    expect(await get(`${guard.url}/api/albums`, { 'x-api-key': guard.token })).toMatchObject({ status: 200 });
  });

  test.each([
    [400, 'Quota has been exceeded!', 'storage-full'],
    [401, 'Invalid API key', 'key-refused'],
    [403, 'Missing required permission: asset.upload', 'permission-missing'],
    [413, 'Request Entity Too Large', 'too-large'],
    [500, 'Internal server error', 'server-error'],
  ])('status %i “%s” is passed on and understood', async (status, message, cause) => {
    const { uploads, upload } = await setUp({
      intercept: (request, response) => {
        request.resume().on('end', () => {
          response.writeHead(status, { 'content-type': 'application/json' });
          response.end(JSON.stringify({ message, statusCode: status }));
        });
        return true;
      },
    });
    expect(await upload(pieces(2))).toEqual({ status, body: JSON.stringify({ message, statusCode: status }) });
    expect(uploads).toMatchObject([{ status: 'failed', httpStatus: status, cause, message }]);
  });

  test('a server that is not there', async () => {
    const { upstream, uploads, upload } = await setUp();
    await upstream.close();
    expect((await upload(pieces(1))).status).toBe(502);
    expect(uploads).toMatchObject([{ cause: 'unreachable', message: because('nothing-listens') }]);
  });

  test('an uploader that breaks off leaves a record and nothing else', async () => {
    const { guard, uploads } = await setUp();
    const request = http.request(`${guard.url}/api/assets`, {
      method: 'POST',
      headers: {
        'x-api-key': guard.token,
        'content-type': 'multipart/form-data; boundary=x',
        'x-immich-checksum': pieces(1).sha1,
      },
    });
    request.on('error', () => {});
    const noted = new Promise((resolve) => guard.listen({ onUpload: resolve }));
    const arrived = new Promise<void>((resolve) => guard.listen({ onBytes: () => resolve() }));
    request.write(rawField('duration', '0'));
    await arrived;
    request.destroy();
    await noted;
    expect(uploads).toMatchObject([{ status: 'failed', cause: 'stopped', fileName: null }]);
  });
});

describe('encryption', () => {
  const certificate = makeCertificate();

  test('a server whose authority is named is trusted', async () => {
    const upstream = await startRecordingUpstream({ tls: certificate });
    closing.push(() => upstream.close());
    const { upload } = await setUp(
      {},
      {
        server: { url: upstream.url, headers: {}, certificateAuthorities: [certificate.cert] },
      },
    );
    expect(await upload(pieces(20))).toMatchObject({ status: 201 });
    expect(upstream.requests[0]?.headers['x-api-key']).toBe(KEY);
  });

  test('any other is not, and the key is not sent', async () => {
    const upstream = await startRecordingUpstream({ tls: certificate });
    closing.push(() => upstream.close());
    const { upload, uploads } = await setUp(
      {},
      { server: { url: upstream.url, headers: {}, certificateAuthorities: [] } },
    );
    expect((await upload(pieces(1))).status).toBe(502);
    expect(uploads).toMatchObject([{ cause: 'certificate' }]);
    expect(upstream.requests).toEqual([]);
  });
});

describe('secrets', () => {
  test('a server that repeats the key in its errors does not bring it into records or to the uploader', async () => {
    const heard: unknown[] = [];
    const { guard, uploads, upload } = await setUp(
      {
        intercept: (request, response) => {
          request.resume().on('end', () => response.writeHead(401).end(`{"message":"Invalid API key ${KEY}"}`));
          return true;
        },
      },
      {
        listener: { onUpload: (x) => heard.push(x), onFailure: (x) => heard.push(x), onRefusal: (x) => heard.push(x) },
      },
    );
    const answer = await upload(pieces(1));
    const refused = await get(`${guard.url}/api/${KEY}`, { 'x-api-key': KEY });
    expect(answer.status).toBe(401);
    expect(refused.status).toBe(403);
    expect(heard.length).toBe(3);
    expect(JSON.stringify([answer, refused, heard, uploads, guard.report(), guard])).not.toContain(KEY);
  });

  test('nor does a proxy that repeats a header', async () => {
    const PASSWORD = Buffer.from('anna:secret of hers').toString('base64');
    const upstream = await startRecordingUpstream({
      intercept: (request, response) => {
        request
          .resume()
          .on('end', () => response.writeHead(400).end(`{"message":"Odd header ${request.headers.authorization}"}`));
        return true;
      },
    });
    closing.push(() => upstream.close());
    const headers = { Authorization: `Basic ${PASSWORD}` };
    const { guard, uploads, upload } = await setUp(
      {},
      { server: { url: upstream.url, headers, certificateAuthorities: [] } },
    );
    const answer = await upload(pieces(1));
    expect(answer.body).toContain('Odd header');
    expect(JSON.stringify([answer, uploads, guard.report()])).not.toContain(PASSWORD);
  });

  test('a key that cannot be sent is not shown in the error', async () => {
    const started = startGuard({
      server: { url: 'http://127.0.0.1:9', headers: {}, certificateAuthorities: [] },
      apiKey: `${KEY}\n`,
    });
    await expect(started).rejects.toThrow(/x-api-key/);
    await expect(started).rejects.not.toThrow(new RegExp(KEY));
  });

  test('each guard has a token of its own with 256 bits', async () => {
    const [one, other] = [await setUp(), await setUp()];
    expect(one.guard.token).toMatch(/^[0-9a-f]{64}$/);
    expect(one.guard.token).not.toBe(other.guard.token);
  });
});

describe('the end of the run', () => {
  test('breaks off what is under way, frees the port and answers nobody any more', async () => {
    const { guard, uploads, upstream } = await setUp({
      intercept: (request) => {
        request.resume();
        return true;
      },
    });
    const { hostname, port } = new URL(guard.url);
    const kept = net.connect(Number(port), hostname);
    await once(kept, 'connect');
    const arrived = new Promise<void>((resolve) => guard.listen({ onBytes: () => resolve() }));
    const upload = sendForm(pieces(16), { url: guard.url, key: guard.token });
    const settled = expect(upload).rejects.toThrow();
    await arrived;

    const keptEnd = once(kept, 'close');
    await guard.close();
    await settled;
    await keptEnd;
    expect(uploads).toMatchObject([{ status: 'failed', cause: 'stopped' }]);
    await expect(get(`${guard.url}/api/server/ping`, { 'x-api-key': guard.token })).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    });
    await guard.close();
    expect(upstream.requests).toEqual([]);
  });
});

const elsewhere = Object.values(networkInterfaces())
  .flat()
  .find((address) => address?.family === 'IPv4' && !address.internal)?.address;

describe.runIf(elsewhere)('other addresses of this computer', () => {
  test('lead nowhere: the guard listens on 127.0.0.1 alone', async () => {
    const { guard } = await setUp();
    const socket = net.connect(Number(new URL(guard.url).port), elsewhere);
    const [error] = await once(socket, 'error');
    expect(error).toMatchObject({ code: 'ECONNREFUSED' });
  });
});

/** The real immich-go behind the guard, into the demo server. */

import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Guard, type GuardOptions, startGuard } from '../../../src/core/immich/guard.ts';
import { type UploadOptions, uploadFolder } from '../../../src/core/immich/upload.ts';
import { because } from '../../../src/core/model/reasons.ts';
import { type DemoImmich, type DemoOptions, startDemoImmich } from '../../support/demo-immich/index.ts';
import { filesBelow } from '../../support/expected-files.ts';
import { realTools, whenReady } from '../../support/tools/real-tools.ts';

const tools = await realTools('immichGo');

interface File {
  readonly path: string;
  readonly contents: string | Buffer;
  /** Text of its sidecar. */
  readonly sidecar?: string;
  /** Seconds since 1970. */
  readonly modifiedAt?: number;
}

const sha1 = (contents: string | Buffer) => createHash('sha1').update(contents).digest('hex');
const xmp = (inner: string) =>
  '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">' +
  `<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/"><xmp:Rating>1</xmp:Rating></rdf:Description>` +
  `<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:exif="http://ns.adobe.com/exif/1.0/">${inner}</rdf:Description>` +
  '</rdf:RDF></x:xmpmeta>';
const caption = (text: string) =>
  xmp(`<dc:description><rdf:Alt><rdf:li xml:lang="x-default">${text}</rdf:li></rdf:Alt></dc:description>`);

describe.skipIf(!tools.ready)('uploading a folder (needs the real immich-go)', () => {
  let folder: string;
  let demo: DemoImmich;
  let guard: Guard;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'upload-'));
  });
  afterEach(async () => {
    await guard.close();
    await demo.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function start(demoOptions: DemoOptions = {}, guardOptions: Partial<GuardOptions> = {}) {
    demo = await startDemoImmich(demoOptions);
    guard = await startGuard({
      server: { url: demo.url, headers: {}, certificateAuthorities: [] },
      apiKey: demo.apiKey,
      ...guardOptions,
    });
  }

  async function fill(name: string, files: readonly File[]): Promise<string> {
    const box = join(folder, name);
    for (const { path, contents, sidecar, modifiedAt = 1_709_719_872 } of files) {
      const target = join(box, path);
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, contents);
      await utimes(target, modifiedAt, modifiedAt);
      if (sidecar !== undefined) await writeFile(`${target}.xmp`, sidecar);
    }
    return box;
  }

  const upload = async (box: string, more: Partial<UploadOptions> = {}) => {
    guard.expect({ files: await filesBelow(box), pairs: [], mostWaiting: 0 });
    return uploadFolder({ program: whenReady(tools).immichGo, folder: box, guard, workFolder: folder, ...more });
  };
  const many = (count: number, size = 10): File[] =>
    Array.from({ length: count }, (_, index) => ({
      path: `2024/03/IMG_${index}.jpg`,
      contents: Buffer.alloc(size, `picture ${index} `),
    }));

  test.each(['v2', 'v3'] as const)('everything arrives, and a second run finds it there (%s)', async (apiVersion) => {
    await start({ apiVersion });
    const files: File[] = [
      { path: '2024/03/IMG_1.HEIC', contents: 'one', sidecar: caption('By the sea') },
      { path: '2024/03/IMG_1.mov', contents: 'two' },
      { path: '2024/03/IMG_1_edited.jpeg', contents: 'three', sidecar: caption('By the sea, edited') },
      { path: '2024/04/IMG_1.HEIC', contents: 'four' },
      { path: '2024/04/a: "b"\nc 😀 é.jpg', contents: 'five' },
      { path: '2024/04/-rf.jpg', contents: 'six' },
      { path: '2023/12/2/long.jpg', contents: Buffer.alloc(3_000_000, 'long') },
    ];
    const box = await fill('box', files);
    const first = await upload(box);
    expect(first).toMatchObject({
      exitCode: 0,
      stopped: false,
      stalled: false,
      gaveUp: false,
      discovered: { assets: 7, sidecars: 2 },
      duplicates: [],
      failed: [],
      errors: [],
      cause: null,
      refusals: [],
      unknown: { count: 0, lines: [] },
    });
    expect(first.uploaded.toSorted()).toEqual(files.map(({ path }) => path).toSorted());
    await demo.idle();
    const assets = demo.assets();
    expect(assets.map(({ checksum }) => checksum)).toEqual(files.map(({ contents }) => sha1(contents)).toSorted());
    expect(assets.find(({ checksum }) => checksum === sha1('one'))?.description).toBe('By the sea');

    const second = await upload(box);
    expect(second).toMatchObject({ exitCode: 0, uploaded: [], failed: [], unknown: { count: 0 } });
    expect(second.duplicates.toSorted()).toEqual(files.map(({ path }) => path).toSorted());
    expect(demo.assets().length).toBe(7);
  });

  test('it never changes what is on the server, however alike the names are', async () => {
    await start();
    await demo.addAsset({ name: 'IMG_1.jpg', source: Buffer.from('small'), capturedAt: new Date(1_709_719_872_000) });
    await demo.idle();
    const before = demo.assets();
    const box = await fill('box', [{ path: '2024/03/IMG_1.jpg', contents: 'much bigger than the other one' }]);
    expect(await upload(box)).toMatchObject({ exitCode: 0, uploaded: ['2024/03/IMG_1.jpg'], refusals: [] });
    await demo.idle();
    expect(demo.assets()).toEqual(expect.arrayContaining(before));
    expect(demo.assets().length).toBe(2);
  });

  describe('namesakes within five seconds, with a date in the sidecar', () => {
    const date = xmp('<exif:DateTimeOriginal>2024-03-06T10:11:12Z</exif:DateTimeOriginal>');
    const namesakes = (sizes: readonly [number, number]) =>
      sizes.map((size, index) => ({
        path: `2024/0${index + 3}/IMG_1.jpg`,
        contents: Buffer.alloc(size, index === 0 ? 'a' : 'b'),
        sidecar: date,
        name: 'IMG_1.jpg',
        modifiedAt: 1_709_719_872,
      }));

    test.each([
      ['smaller', [40, 10]],
      ['as large', [20, 20]],
    ] as const)('in one run immich-go does not send the second, %s one', async (_, sizes) => {
      await start();
      const box = await fill('box', namesakes(sizes));
      await upload(box, { concurrentTasks: 1 });
      expect(demo.assets().length).toBe(1);
    });

    test('all arrive under numbers, each with the name and the sidecar of its own', async () => {
      await start();
      const names = ['IMG_1.jpg', 'IMG_1.jpg', 'IMG_1.jpg', '[].jpg', 'a*.jpg', 'aa.jpg', '._a.jpg', 'x (1).jpg'];
      const files = names.map((name, index) => ({
        path: `1/00000${index + 1}.jpg`,
        // Smaller, larger and as large as the one before.
        contents: Buffer.alloc([40, 10, 40, 20, 20, 20, 20, 20][index] ?? 0, `${name} ${index}`),
        sidecar: caption(`${index}`).replace(
          '</dc:description>',
          '</dc:description><exif:DateTimeOriginal>2024-03-06T10:11:12Z</exif:DateTimeOriginal>',
        ),
      }));
      const box = await fill('box', files);
      const nameOf = new Map(names.map((name, index) => [`00000${index + 1}.jpg`, name]));
      const expected = (await filesBelow(box)).map((file) => ({ ...file, nameOnServer: nameOf.get(file.name) }));
      guard.expect({ files: expected, pairs: [], mostWaiting: 0 });
      const outcome = await uploadFolder({
        program: whenReady(tools).immichGo,
        folder: box,
        guard,
        workFolder: folder,
      });
      expect(outcome).toMatchObject({ exitCode: 0, failed: [], refusals: [], unknown: { count: 0 } });
      await demo.idle();
      const arrived = new Map(demo.assets().map((asset) => [asset.checksum, [asset.name, asset.description]]));
      expect(files.map(({ contents }) => arrived.get(sha1(contents)))).toEqual(
        names.map((name, index) => [name, `${index}`]),
      );
    });
  });

  test('tags and stacks that nobody asked for are refused without a word to the user', async () => {
    await start();
    const keyword = xmp('').replace(
      '<rdf:Description rdf:about="" xmlns:dc',
      '<rdf:Description rdf:about="" xmlns:digiKam="http://www.digikam.org/ns/1.0/"><digiKam:TagsList><rdf:Seq><rdf:li>Sea</rdf:li></rdf:Seq></digiKam:TagsList></rdf:Description><rdf:Description rdf:about="" xmlns:dc',
    );
    const box = await fill('box', [
      { path: '2024/03/IMG_1.HEIC', contents: 'a', sidecar: keyword },
      { path: '2024/03/IMG_1.JPG', contents: 'b' },
      { path: '2024/03/IMG_1.PNG', contents: 'c' },
    ]);
    const outcome = await upload(box);
    expect(outcome).toMatchObject({ exitCode: 0, failed: [], refusals: [], errors: [], unknown: { count: 0 } });
    expect(
      guard
        .report()
        .refusals.map(({ call }) => call)
        .toSorted(),
    ).toEqual(['POST /api/stacks', 'PUT /api/jobs/thumbnailGeneration', 'PUT /api/tags']);
    await demo.idle();
    expect(demo.assets().find(({ checksum }) => checksum === sha1('a'))?.tags).toEqual(['Sea']);
    expect(demo.assets().map(({ stackPrimary }) => stackPrimary)).toEqual([null, null, null]);
  });

  test('a file that Immich does not take is named', async () => {
    await start();
    const box = await fill('box', [
      { path: '2024/03/IMG_1.jpg', contents: 'a' },
      { path: '2024/03/IMG_1.nonsense', contents: 'b' },
    ]);
    expect(await upload(box)).toMatchObject({
      uploaded: ['2024/03/IMG_1.jpg'],
      // immich-go tells only the name of such a file.
      failed: [{ path: 'IMG_1.nonsense', message: because('immich-go-does-not-know-kind') }],
    });
  });

  describe('what goes wrong is told by its cause', () => {
    test('the key is refused', async () => {
      await start();
      const box = await fill('box', many(3));
      demo.removeKey(demo.apiKey);
      expect(await upload(box)).toMatchObject({
        exitCode: 1,
        gaveUp: false,
        uploaded: [],
        cause: 'key-refused',
        causeMessage: 'Invalid API key',
        errors: ['Invalid API key'],
      });
    });

    test('the key is refused in the middle: the rest is not tried', async () => {
      await start();
      const box = await fill('box', many(200));
      demo.faults.add({
        kind: 'status',
        status: 401,
        body: { message: 'Invalid API key', error: 'Unauthorized', statusCode: 401 },
        match: { method: 'POST', path: '/assets' },
        after: 5,
      });
      const outcome = await upload(box, { concurrentTasks: 2 });
      expect(outcome).toMatchObject({ gaveUp: true, stopped: false, cause: 'key-refused' });
      expect(demo.requests.count({ method: 'POST', path: '/assets' })).toBeLessThan(50);
    });

    test('a permission is missing', async () => {
      await start({ key: { permissions: ['user.read', 'server.about'] } });
      const box = await fill('box', many(3));
      expect(await upload(box)).toMatchObject({
        exitCode: 1,
        gaveUp: true,
        cause: 'permission-missing',
        causeMessage: 'Missing required permission: asset.upload',
      });
    });

    test('the quota is used up', async () => {
      await start({ users: [{ name: 'A', email: 'a@example.org', quota: 25 }] });
      const box = await fill('box', many(5));
      const outcome = await upload(box);
      expect(outcome).toMatchObject({ exitCode: 1, cause: 'storage-full' });
      expect([outcome.uploaded.length, outcome.failed.length]).toEqual([2, 3]);
      expect(outcome.failed[0]?.message).toMatch(/quota/i);
    });

    test('one file is too large for a proxy that says so at once', async () => {
      await start();
      const box = await fill('box', many(3, 5_000_000));
      demo.faults.add({
        kind: 'status',
        status: 413,
        early: true,
        times: 1,
        match: { method: 'POST', path: '/assets' },
      });
      const outcome = await upload(box, { concurrentTasks: 1 });
      expect(outcome).toMatchObject({ exitCode: 1, gaveUp: false, cause: 'too-large' });
      expect([outcome.uploaded.length, outcome.failed.length]).toEqual([2, 1]);
    });

    test('the connection breaks once', async () => {
      await start();
      const box = await fill('box', many(3, 5_000_000));
      demo.faults.add({
        kind: 'reset',
        when: 'mid-request',
        afterBytes: 1_000_000,
        times: 1,
        match: { method: 'POST', path: '/assets' },
      });
      const outcome = await upload(box, { concurrentTasks: 1 });
      expect(outcome).toMatchObject({ exitCode: 1, gaveUp: false, cause: 'reset', errors: [] });
      expect([outcome.uploaded.length, outcome.failed.length]).toEqual([2, 1]);
      expect(outcome.failed[0]?.message).toMatch(/was lost/);
    });

    test('the server goes away: the rest is not tried', async () => {
      await start();
      const box = await fill('box', many(200, 100_000));
      const stopListening = guard.listen({ onUpload: () => void demo.stop() });
      const outcome = await upload(box, { concurrentTasks: 2 });
      stopListening();
      expect(outcome).toMatchObject({ gaveUp: true, cause: 'unreachable' });
      expect(outcome.uploaded.length + outcome.failed.length).toBeLessThan(50);
    });

    test('nothing moves any more', async () => {
      await start();
      const box = await fill('box', many(3));
      demo.faults.add({ kind: 'stall', match: { method: 'POST', path: '/assets' } });
      expect(await upload(box, { stallAfter: 700 })).toMatchObject({ exitCode: 1, stalled: true, stopped: false });
    });
  });

  test('the caller can stop it', async () => {
    await start({}, { bytesPerSecond: 2_000_000 });
    const box = await fill('box', many(20, 300_000));
    const stop = new AbortController();
    const stopListening = guard.listen({ onUpload: () => stop.abort() });
    const outcome = await upload(box, { signal: stop.signal });
    stopListening();
    expect(outcome).toMatchObject({ exitCode: 1, stopped: true, stalled: false, gaveUp: false });
    expect(outcome.uploaded.length).toBeLessThan(20);
    expect(demo.assets().length).toBeGreaterThan(0);
  });

  test('neither the log nor anything else that is left holds the key', async () => {
    await start();
    const box = await fill('box', many(3));
    demo.faults.add({
      kind: 'status',
      status: 400,
      body: { message: `odd ${demo.apiKey}` },
      times: 1,
      match: { path: '/assets' },
    });
    const outcome = await upload(box);
    expect(outcome.failed).toMatchObject([{ message: 'odd [key]' }]);
    const left = await readdir(folder, { recursive: true, withFileTypes: true });
    for (const entry of left.filter((entry) => entry.isFile())) {
      const text = await readFile(join(entry.parentPath, entry.name), 'utf8');
      expect(text).not.toContain(demo.apiKey);
      expect(text).not.toContain(guard.token);
    }
    expect(JSON.stringify(outcome)).not.toContain(demo.apiKey);
    expect(await readFile(outcome.logFile, 'utf8')).toContain('uploaded successfully');
  });
});

import { describe, expect, it } from 'vitest';
import type { DemoImmich } from '../../support/demo-immich/index.ts';
import { bytesOf, call, upload, uploadText, withDemo } from './calls.ts';
import { jpeg } from './pictures.ts';

interface Asset {
  readonly exifInfo: {
    readonly dateTimeOriginal: string | null;
    readonly timeZone: string | null;
    readonly fileSizeInByte: number;
  };
}

const COUNT = 40;

async function fill(demo: DemoImmich): Promise<string[]> {
  const ids: string[] = [];
  for (let index = 0; index < COUNT; index += 1) ids.push(await uploadText(demo, `${index}.jpg`));
  return ids;
}

async function tags(demo: DemoImmich, ...paths: string[]): Promise<string[]> {
  const { body } = await call<{ id: string }[]>(demo, 'PUT', '/tags', { tags: paths });
  return body.map(({ id }) => id);
}

const lacking = (demo: DemoImmich, ...wanted: string[]) =>
  demo
    .assets()
    .filter((asset) => wanted.some((tag) => !asset.tags.includes(tag)))
    .map(({ name }) => name);

/** One request per keyword, as a client does that knows no better. */
async function tagOneByOne(demo: DemoImmich): Promise<string[]> {
  const ids = await fill(demo);
  for (const tag of await tags(demo, 'One', 'Two', 'Three')) await call(demo, 'PUT', `/tags/${tag}/assets`, { ids });
  await demo.idle();
  return ids;
}

describe('what is set while the server writes a sidecar', () => {
  it.each([1, 2, 3])('is lost for 3 to 11 of 40 assets, the same ones each time (seed %i)', async (seed) => {
    const lost = () =>
      withDemo({ sidecarRace: { seed } }, async (demo) => {
        await tagOneByOne(demo);
        // What was there first stays: it is in the sidecar.
        expect(lacking(demo, 'One')).toEqual([]);
        return lacking(demo, 'One', 'Two', 'Three');
      });
    const first = await lost();
    expect(first.length).toBeGreaterThanOrEqual(3);
    expect(first.length).toBeLessThanOrEqual(11);
    expect(await lost()).toEqual(first);
  });

  it('sticks in one call for all tags and assets, and when it is set once more later', async () => {
    await withDemo({ sidecarRace: { seed: 1, share: 1 } }, async (demo) => {
      const assetIds = await fill(demo);
      const tagIds = await tags(demo, 'One', 'Two', 'Three');
      expect((await call(demo, 'PUT', '/tags/assets', { tagIds, assetIds })).body).toEqual({ count: 3 * COUNT });
      await demo.idle();
      expect(lacking(demo, 'One', 'Two', 'Three')).toEqual([]);
    });
    await withDemo({ sidecarRace: { seed: 1 } }, async (demo) => {
      const assetIds = await tagOneByOne(demo);
      expect(lacking(demo, 'One', 'Two', 'Three')).not.toEqual([]);
      const tagIds = await tags(demo, 'One', 'Two', 'Three');
      await call(demo, 'PUT', '/tags/assets', { tagIds, assetIds });
      await demo.idle();
      expect(lacking(demo, 'One', 'Two', 'Three')).toEqual([]);
    });
  });

  it('is sometimes a caption, when tags were set just before', async () => {
    await withDemo({ sidecarRace: { seed: 1, share: 1 } }, async (demo) => {
      const ids = await fill(demo);
      const [tag] = await tags(demo, 'One');
      for (const id of ids) {
        await call(demo, 'PUT', `/tags/${tag}/assets`, { ids: [id] });
        await call(demo, 'PUT', `/assets/${id}`, { description: 'Words', rating: 5 });
      }
      await demo.idle();
      const without = demo.assets().filter(({ description }) => description === '');
      expect(without.length).toBeGreaterThan(0);
      expect(without.length).toBeLessThan(COUNT / 2);
      expect(without.every(({ rating }) => rating === null)).toBe(true);
    });
  });

  it('is undone only once the server gets to it, and all of it survives a new extraction', async () => {
    await withDemo({ sidecarRace: { seed: 1, share: 1, requests: 3 } }, async (demo) => {
      const id = await uploadText(demo, 'a.jpg');
      const [one, two] = await tags(demo, 'One', 'Two');
      const told = async () =>
        (await call<{ tags: { value: string }[] }>(demo, 'GET', `/assets/${id}`)).body.tags.map(({ value }) => value);
      await call(demo, 'PUT', `/tags/${one}/assets`, { ids: [id] });
      await call(demo, 'PUT', `/tags/${two}/assets`, { ids: [id] });
      expect(await told()).toEqual(['One', 'Two']);
      await told();
      expect(await told()).toEqual(['One']);
      await call(
        demo,
        'POST',
        '/assets/jobs',
        { assetIds: [id], name: 'refresh-metadata' },
        demo.addKey({ permissions: ['all'] }),
      );
      await demo.idle();
      expect(await told()).toEqual(['One']);
    });
  });

  it('stays in a server without the race', async () => {
    await withDemo({}, async (demo) => {
      await tagOneByOne(demo);
      expect(lacking(demo, 'One', 'Two', 'Three')).toEqual([]);
    });
  });
});

describe('an upload that has not been read yet', () => {
  it('tells its size and no date, until so many requests have been answered', async () => {
    await withDemo({ extractionAfter: 4 }, async (demo) => {
      const bytes = await jpeg({ date: '2023:07:08 09:10:11', offset: '+02:00' });
      const { body } = await upload(demo, { name: 'a.jpg', bytes });
      const exif = async () => (await call<Asset>(demo, 'GET', `/assets/${body.id}`)).body.exifInfo;
      expect(await exif()).toMatchObject({ dateTimeOriginal: null, timeZone: null, fileSizeInByte: bytes.length });
      expect(await exif()).toMatchObject({ dateTimeOriginal: null });
      await demo.idle();
      expect(await exif()).toMatchObject({ dateTimeOriginal: '2023-07-08T07:10:11+00:00', timeZone: 'UTC+2' });
    });
    await withDemo({ extractionAfter: 2 }, async (demo) => {
      demo.jobs.pause();
      const id = await uploadText(demo, 'a.jpg');
      await uploadText(demo, 'b.jpg');
      await uploadText(demo, 'c.jpg');
      const date = async () => (await call<Asset>(demo, 'GET', `/assets/${id}`)).body.exifInfo.dateTimeOriginal;
      expect(await date()).toBeNull();
      demo.jobs.resume();
      await demo.idle();
      expect(await date()).not.toBeNull();
    });
  });

  it('keeps a date that was set before', async () => {
    await withDemo({ extractionAfter: 100 }, async (demo) => {
      const { body } = await upload(demo, { name: 'a.jpg', bytes: bytesOf('a') });
      await call(demo, 'PUT', `/assets/${body.id}`, { dateTimeOriginal: '2020-01-02T03:04:05+00:00' });
      const told = async () => (await call<Asset>(demo, 'GET', `/assets/${body.id}`)).body.exifInfo.dateTimeOriginal;
      expect(await told()).toBe('2020-01-02T03:04:05+00:00');
      await demo.idle();
      expect(await told()).toBe('2020-01-02T03:04:05+00:00');
    });
  });
});

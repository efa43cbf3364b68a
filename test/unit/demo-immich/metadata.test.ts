import { describe, expect, it } from 'vitest';
import type { DemoImmich } from '../../support/demo-immich/index.ts';
import { bytesOf, call, upload, withDemo } from './calls.ts';
import { bag, jpeg, mov, xmp } from './pictures.ts';

const TOKYO = '<exif:GPSLatitude>35,36.0N</exif:GPSLatitude><exif:GPSLongitude>139,42.0E</exif:GPSLongitude>';
const ZONE = '<exif:OffsetTimeOriginal>+02:00</exif:OffsetTimeOriginal>';

interface Told {
  readonly localDateTime: string;
  readonly fileCreatedAt: string;
  readonly exifInfo: { readonly timeZone: string | null };
}

const only = (demo: DemoImmich) => demo.assets()[0];

async function extracted(demo: DemoImmich, name: string, bytes: Uint8Array, sidecar?: string): Promise<string> {
  const answer = await upload(demo, { name, bytes, ...(sidecar !== undefined && { sidecar }) });
  expect(answer.status).toBe(201);
  await demo.idle();
  return answer.body.id;
}

describe('what the server reads from a photo', () => {
  it('takes date with zone, place and description from EXIF', async () => {
    await withDemo({}, async (demo) => {
      const bytes = await jpeg({
        date: '2023:07:08 09:10:11',
        offset: '+05:30',
        description: 'On the coast',
        place: [-34.5, 138.25],
      });
      await extracted(demo, 'a.jpg', bytes);
      expect(only(demo)).toMatchObject({
        capturedAt: '2023-07-08T03:40:11.000Z',
        timeZone: 'UTC+5:30',
        description: 'On the coast',
        latitude: -34.5,
        longitude: 138.25,
      });
    });
  });

  // As 2.7.5 and 3.1.0 read these, with their own exiftool library.
  it.each([
    ['a caption alone', 'Caption', undefined, '', 'Caption'],
    ['a caption against the camera’s words', 'Caption', undefined, 'OLYMPUS', 'OLYMPUS'],
    ['a caption against the camera’s blanks', 'Caption', undefined, '   ', ''],
    ['a caption in both places', 'Caption', 'Caption', '   ', 'Caption'],
    ['no caption in both places', '', '', 'OLYMPUS', ''],
    ['no caption in one place', '', undefined, 'OLYMPUS', 'OLYMPUS'],
  ])('shows of %s what the real one shows', async (_what, dc, tiff, inFile, expected) => {
    await withDemo({}, async (demo) => {
      const said = [
        bag('dc:description', 'Alt', [dc]),
        ...(tiff === undefined ? [] : [bag('tiff:ImageDescription', 'Alt', [tiff])]),
      ];
      await extracted(demo, 'a.jpg', await jpeg({ ...(inFile !== '' && { description: inFile }) }), xmp(said.join('')));
      expect(only(demo)?.description).toBe(expected);
    });
  });

  it.each([
    ['the offset that is named', '+05:30', true, '2024-07-06T12:00:00+05:30', 'UTC+5:30', '06:30'],
    ['the place, whatever the date says', null, true, '2024-07-06T12:00:00+02:00', 'Asia/Tokyo', '10:00'],
    [
      'the place, where no zone has the offset that is named',
      '+00:19',
      true,
      '2024-07-06T12:00:00+02:00',
      'Asia/Tokyo',
      '10:00',
    ],
    ['the date, where there is no place', null, false, '2024-07-06T12:00:00+02:00', 'UTC+2', '10:00'],
  ])('takes the zone from %s', async (_what, offset, hasPlace, date, timeZone, utc) => {
    await withDemo({}, async (demo) => {
      const sidecar = xmp(
        `<exif:DateTimeOriginal>${date}</exif:DateTimeOriginal>` +
          `${offset === null ? '' : `<exif:OffsetTimeOriginal>${offset}</exif:OffsetTimeOriginal>`}` +
          `${hasPlace ? '<exif:GPSLatitude>35,36.0N</exif:GPSLatitude><exif:GPSLongitude>139,42.0E</exif:GPSLongitude>' : ''}`,
      );
      for (const [name, bytes] of [
        ['a.jpg', await jpeg({ date: '2023:07:08 09:10:11', place: [1, 1] })],
        ['a.mov', mov({ creationDate: '2023-07-08T09:10:11+0100' })],
      ] as const) {
        await extracted(demo, name, bytes, sidecar);
        const asset = demo.assets().find((each) => each.name === name);
        expect(asset).toMatchObject({ capturedAt: `2024-07-06T${utc}:00.000Z`, timeZone });
      }
    });
  });

  // As 2.7.5 and 3.1.0 were seen to read back what a call had set.
  it.each([
    ['the date, where the sidecar tells neither place nor zone', '', {}, 'UTC-3', '05:05'],
    ['the place of the sidecar', TOKYO, {}, 'Asia/Tokyo', '17:05'],
    ['the sidecar, whose zone stays', `${ZONE}${TOKYO}`, {}, 'UTC+2', '10:05'],
    ['a place that a call sets', '', { latitude: 35.68, longitude: 139.69 }, 'Asia/Tokyo', '17:05'],
    ['the date, where the place is none', '', { latitude: 0, longitude: 0 }, 'UTC-3', '05:05'],
  ])('takes the zone of a date set by a call from %s', async (_what, said, place, timeZone, local) => {
    await withDemo({}, async (demo) => {
      const sidecar = xmp(`<exif:DateTimeOriginal>2024-07-06T12:00:00+02:00</exif:DateTimeOriginal>${said}`);
      const { id } = (await upload(demo, { name: 'a.mov', bytes: mov({}), sidecar })).body;
      await demo.idle();
      const body = { dateTimeOriginal: '2019-05-05T05:05:05-03:00', ...place };
      expect(await call(demo, 'PATCH', `/assets/${id}`, body)).toMatchObject({ status: 200 });
      await demo.idle();
      const asset = await call(demo, 'GET', `/assets/${id}`);
      expect(asset.body).toMatchObject({
        localDateTime: `2019-05-05T${local}:05.000Z`,
        exifInfo: { timeZone, ...(timeZone === 'UTC-3' ? { latitude: null, longitude: null } : {}) },
      });
      expect(only(demo)?.capturedAt).toBe('2019-05-05T08:05:05.000Z');
    });
  });

  it('takes a date whose own offset no zone has for none', async () => {
    await withDemo({}, async (demo) => {
      const sidecar = xmp('<exif:DateTimeOriginal>1880-05-06T07:08:09+00:19</exif:DateTimeOriginal>');
      const bytes = await jpeg({ date: '2023:07:08 09:10:11', offset: '+09:00' });
      await extracted(demo, 'a.jpg', bytes, sidecar);
      expect(only(demo)).toMatchObject({ capturedAt: '2023-07-08T00:10:11.000Z', timeZone: 'UTC+9' });
    });
  });

  it('takes 0° 0′ for no place', async () => {
    await withDemo({}, async (demo) => {
      await extracted(demo, 'a.jpg', await jpeg({ place: [0, 0] }));
      expect(only(demo)).toMatchObject({ latitude: null, longitude: null });
    });
  });

  it('falls back to the earlier file date without EXIF', async () => {
    await withDemo({}, async (demo) => {
      const fields = { fileCreatedAt: '2022-01-02T00:00:00Z', fileModifiedAt: '2021-01-02T00:00:00Z' };
      await upload(demo, { name: 'a.png', bytes: bytesOf('no picture at all'), fields });
      await demo.idle();
      expect(only(demo)).toMatchObject({ capturedAt: '2021-01-02T00:00:00.000Z', timeZone: null });
    });
  });

  it('lets the sidecar override date, description, place and rating', async () => {
    await withDemo({}, async (demo) => {
      const sidecar = xmp(
        `${bag('dc:description', 'Alt', ['Not read'])}${bag('tiff:ImageDescription', 'Alt', ['Caption &amp; more'])}${bag('dc:title', 'Alt', ['A title'])}
         <photoshop:DateCreated>2019-04-15T14:40:24-07:00</photoshop:DateCreated><xmp:Rating>3</xmp:Rating>
         <exif:OffsetTimeOriginal>-07:00</exif:OffsetTimeOriginal>
         <exif:GPSLatitude>10.5</exif:GPSLatitude><exif:GPSLatitudeRef>S</exif:GPSLatitudeRef>
         <exif:GPSLongitude>20,30W</exif:GPSLongitude>`,
      );
      const bytes = await jpeg({ date: '2023:07:08 09:10:11', description: 'From the file', place: [1, 1] });
      await extracted(demo, 'a.jpg', bytes, sidecar);
      expect(only(demo)).toMatchObject({
        capturedAt: '2019-04-15T21:40:24.000Z',
        timeZone: 'UTC-7',
        description: 'Caption & more',
        rating: 3,
        latitude: -10.5,
        longitude: -20.5,
        hasSidecar: true,
      });
    });
  });

  it.each([
    [
      'TagsList before all',
      bag('digiKam:TagsList', 'Seq', ['Places/Rome', 'x']) +
        bag('lr:hierarchicalSubject', 'Bag', ['y']) +
        bag('dc:subject', 'Bag', ['z']),
      ['Places/Rome', 'x'],
    ],
    [
      'hierarchicalSubject before subject, its bars as levels',
      bag('lr:hierarchicalSubject', 'Bag', ['Places|Rome', 'a/b']) + bag('dc:subject', 'Bag', ['z']),
      ['Places/Rome', 'a|b'],
    ],
    ['subject alone', bag('dc:subject', 'Bag', ['z', 'a/b']), ['a/b', 'z']],
  ])('makes tags: %s', async (_what, inner, tags) => {
    await withDemo({}, async (demo) => {
      await extracted(demo, 'a.jpg', await jpeg(), xmp(inner));
      expect(only(demo)?.tags).toEqual(tags);
    });
  });

  it('reads values that stand as attributes, and survives a sidecar that is no XML', async () => {
    await withDemo({}, async (demo) => {
      const attributes = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="r"><rdf:Description xmp:Rating="5" exif:DateTimeOriginal="2018-02-03T04:05:06Z"/></rdf:RDF></x:xmpmeta>`;
      await extracted(demo, 'a.jpg', await jpeg(), attributes);
      expect(only(demo)).toMatchObject({ rating: 5, capturedAt: '2018-02-03T04:05:06.000Z' });
    });
    await withDemo({}, async (demo) => {
      await extracted(demo, 'a.jpg', await jpeg({ description: 'Still here' }), '<<<');
      expect(only(demo)).toMatchObject({ description: 'Still here', hasSidecar: true });
    });
  });

  it.each([
    ['2.7.5', '-1', -1],
    ['3.1.0', '-1', null],
    ['3.1.0', '0', null],
    ['3.1.0', '5', 5],
    ['2.7.5', '6', null],
  ])('takes on %s a rating of %s for %s', async (version, rating, expected) => {
    await withDemo({ version }, async (demo) => {
      await extracted(demo, 'a.jpg', await jpeg(), xmp(`<xmp:Rating>${rating}</xmp:Rating>`));
      expect(only(demo)?.rating).toBe(expected);
    });
  });

  it('lets the sidecar turn a picture', async () => {
    await withDemo({}, async (demo) => {
      const id = await extracted(demo, 'a.jpg', await jpeg(), xmp('<tiff:Orientation>3</tiff:Orientation>'));
      const { body } = await call(demo, 'GET', `/assets/${id}`);
      expect(body).toMatchObject({ exifInfo: { orientation: '3' } });
    });
  });

  it('gives a photo without a date the zone of its place, by name alone', async () => {
    await withDemo({}, async (demo) => {
      const id = await extracted(demo, 'a.jpg', await jpeg({ place: [-34.93, 138.6] }));
      const told = async () => (await call<Told>(demo, 'GET', `/assets/${id}`)).body;
      const before = await told();
      expect(before.localDateTime).toBe(before.fileCreatedAt);
      expect(before.exifInfo.timeZone).toBe('Australia/Adelaide');
      await call(demo, 'PATCH', `/assets/${id}`, { latitude: 35.68, longitude: 139.69 });
      const after = await told();
      expect([after.localDateTime, after.exifInfo.timeZone]).toEqual([before.localDateTime, 'Asia/Tokyo']);
    });
  });

  it.each([
    ['nothing of it', {}, { timeZone: 'UTC', description: '' }],
    ['a description of iTunes’ list', { item: ['desc', 'Item'] }, { description: 'Item' }],
    ['a description of the same list by another name', { item: ['©des', 'Item'] }, { description: 'Item' }],
    ['a quarter turn to the right', { matrix: [0, 1] }, { orientation: '6' }],
    ['a half turn', { matrix: [-1, 0] }, { orientation: '3' }],
    ['no turn', { matrix: [1, 0] }, { orientation: '1' }],
  ] as const)('reads of a film %s', async (_what, facts, exifInfo) => {
    await withDemo({}, async (demo) => {
      const id = await extracted(demo, 'a.mp4', mov(facts));
      const { body } = await call(demo, 'GET', `/assets/${id}`);
      expect(body).toMatchObject({ exifInfo });
    });
  });
});

describe('live photos by their ContentIdentifier', () => {
  const identifier = '602FEBB7-6B59-4799-96E6-9C8484D873C7';

  it.each(['still first', 'film first'])('are linked, the film hidden and out of its albums: %s', async (order) => {
    await withDemo({}, async (demo) => {
      const still = { name: 'IMG_1.JPG', bytes: await jpeg({ contentIdentifier: identifier }) };
      const film = { name: 'other.mov', bytes: mov({ contentIdentifier: identifier, duration: 1910 }) };
      // Held back until both are there and in an album, as a fast client would have it.
      demo.jobs.pause();
      const parts = order === 'still first' ? [still, film] : [film, still];
      const ids: string[] = [];
      for (const part of parts) ids.push((await upload(demo, part)).body.id);
      demo.addAlbum({ name: 'Album', assetIds: ids });
      expect(demo.assets().map(({ visibility }) => visibility)).toEqual(['timeline', 'timeline']);
      demo.jobs.resume();
      await demo.idle();
      const [linked, hidden] = ['IMG_1.JPG', 'other.mov'].map((name) =>
        demo.assets().find((asset) => asset.name === name),
      );
      expect(linked).toMatchObject({ visibility: 'timeline', liveVideo: hidden?.checksum });
      expect(hidden).toMatchObject({ visibility: 'hidden' });
      expect(demo.albums()[0]?.assets).toEqual([linked?.checksum]);
      expect((await call(demo, 'GET', '/assets/statistics')).body).toEqual({ images: 1, videos: 0, total: 1 });
    });
  });

  it('stay apart with different identifiers, and between users', async () => {
    await withDemo({}, async (demo) => {
      const ann = demo.addKey({ userId: demo.addUser({ name: 'Ann', email: 'ann@example.org' }) });
      await upload(demo, { name: 'a.jpg', bytes: await jpeg({ contentIdentifier: identifier }) });
      await upload(demo, { name: 'b.mov', bytes: mov({ contentIdentifier: 'another' }) });
      await upload(demo, { name: 'c.mov', bytes: mov({ contentIdentifier: identifier }), key: ann });
      await demo.idle();
      const links = demo.snapshot().users.flatMap(({ assets }) => assets.map(({ liveVideo }) => liveVideo));
      expect(links).toEqual([null, null, null]);
    });
  });

  it('read date and duration of a film', async () => {
    await withDemo({}, async (demo) => {
      const bytes = mov({ creationDate: '2025-05-26T09:27:06-0500', duration: 1910 });
      const { body } = await upload(demo, { name: 'a.mov', bytes });
      await demo.idle();
      expect(only(demo)).toMatchObject({ capturedAt: '2025-05-26T14:27:06.000Z', timeZone: 'UTC-5' });
      expect((await call(demo, 'GET', `/assets/${body.id}`)).body).toMatchObject({ duration: 1910 });
    });
  });
});

describe('jobs', () => {
  it('go on after the upload’s answer, can be paused by an administrator, and are counted', async () => {
    await withDemo({}, async (demo) => {
      const admin = demo.addKey({ permissions: ['job.create', 'job.read'] });
      const order = async (command: string) =>
        (await call(demo, 'PUT', '/jobs/metadataExtraction', { command, force: true }, admin)).body;
      expect(await order('pause')).toMatchObject({ queueStatus: { isPaused: true } });
      await upload(demo, { name: 'a.jpg', bytes: await jpeg({ description: 'Later' }) });
      const jobs = await call(demo, 'GET', '/jobs', undefined, admin);
      expect(jobs.body.metadataExtraction).toMatchObject({ jobCounts: { paused: 1 } });
      expect(only(demo)?.description).toBe('');
      await order('resume');
      await demo.idle();
      expect(only(demo)?.description).toBe('Later');
      expect((await call(demo, 'PUT', '/jobs/nonsense', { command: 'pause' }, admin)).status).toBe(400);
    });
  });
});

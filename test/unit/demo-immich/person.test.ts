import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { personIn } from '../../support/sync/in-immich.ts';
import { bytesOf, call, sha1, upload, uploadText, withDemo } from './calls.ts';
import { bag, jpeg, mov, xmp } from './pictures.ts';

const A = sha1('a.jpg');
const B = sha1('b.jpg');

describe('a backup', () => {
  it('takes everything back in time: ids, albums, tags, stacks, metadata, trash, sidecars and files', async () => {
    await withDemo({}, async (demo) => {
      const person = personIn(demo);
      const sidecar = xmp(bag('dc:description', 'Alt', ['Words']));
      const bytes = await jpeg({});
      const { body } = await upload(demo, { name: 'words.jpg', bytes, sidecar });
      const [a, b] = [await uploadText(demo, 'a.jpg'), await uploadText(demo, 'b.jpg')];
      await demo.idle();
      await person.createAlbum('Album', [A, B]);
      await person.addTag(A, 'One/Two');
      await person.stack(A, B);
      await call(demo, 'PUT', `/assets/${a}/metadata`, { items: [{ key: 'ours', value: { n: 1 } }] });
      await person.trash(body.id);
      const [backup, before] = [await demo.backup(), demo.snapshot()];
      const usage = async () => (await call(demo, 'GET', '/users/me')).body.quotaUsageInBytes;
      const used = await usage();
      const album = await person.albumId('Album');

      await person.deleteForGood(a);
      await person.deleteAlbum('Album');
      await person.emptyTrash();
      await person.setAsset(B, { description: 'Later' });
      await demo.idle();
      const again = await person.upload({ name: 'other name.jpg', bytes: bytesOf('a.jpg') });
      await person.upload({ name: 'later.jpg', bytes: bytesOf('later') });
      await demo.idle();
      expect(again).not.toBe(a);

      await demo.restore(backup);
      expect(demo.snapshot()).toEqual(before);
      expect(await person.idOf(A)).toBe(a);
      expect(await person.idOf(B)).toBe(b);
      expect(await person.albumId('Album')).toBe(album);
      expect((await call(demo, 'GET', `/assets/${a}/metadata/ours`)).body).toMatchObject({ value: { n: 1 } });
      expect(await usage()).toBe(used);
      expect(await demo.bytes(A)).toEqual(bytesOf('a.jpg'));
      expect(await demo.bytes(sha1(bytes))).toEqual(bytes);
      expect((await readdir(`${demo.folder}/upload/${demo.userId}`)).length).toBe(4);
      // Twice from the same backup, and the sidecar is still there to be read.
      await call(
        demo,
        'POST',
        '/assets/jobs',
        { assetIds: [body.id], name: 'refresh-metadata' },
        demo.addKey({ permissions: ['all'] }),
      );
      await person.setAsset(A, { description: 'Later' });
      await demo.restore(backup);
      await demo.idle();
      expect(demo.snapshot()).toEqual(before);
      expect(demo.assets().map(({ description }) => description)).toContain('Words');
    });
  });

  it('forgets work that was waiting', async () => {
    await withDemo({}, async (demo) => {
      const person = personIn(demo);
      await uploadText(demo, 'a.jpg');
      await demo.idle();
      const backup = await demo.backup();
      demo.jobs.pause();
      await person.deleteForGood(A);
      await demo.restore(backup);
      demo.jobs.resume();
      await demo.idle();
      expect(demo.assets()).toMatchObject([{ checksum: A, isTrashed: false }]);
    });
  });
});

describe('a person', () => {
  it('acts between two requests of a client', async () => {
    await withDemo({}, async (demo) => {
      const person = personIn(demo);
      const id = await uploadText(demo, 'a.jpg');
      const hook = demo.before('PUT', /^\/api\/assets\/[^/]+$/, () => person.archive(A));
      expect((await call(demo, 'GET', `/assets/${id}`)).body.visibility).toBe('timeline');
      expect(hook.wasCalled).toBe(false);
      expect((await call(demo, 'PUT', `/assets/${id}`, { description: 'x' })).body.visibility).toBe('archive');
      await hook.done;
      await person.unarchive(A);
      expect((await call(demo, 'PUT', `/assets/${id}`, { description: 'y' })).body.visibility).toBe('timeline');
      demo.before('GET', `/assets/${id}`, () => person.archive(A)).remove();
      expect((await call(demo, 'GET', `/assets/${id}`)).body.visibility).toBe('timeline');
      const failing = demo.before('GET', '/users/me', () => Promise.reject(new Error('too late')));
      const failure = expect(failing.done).rejects.toThrow('too late');
      await call(demo, 'GET', '/users/me');
      await failure;
    });
  });

  it('uploads the same bytes again after they were deleted for good: another id, another name', async () => {
    await withDemo({}, async (demo) => {
      const person = personIn(demo);
      const first = await person.upload({ name: 'a.jpg', bytes: bytesOf('a.jpg'), isFavorite: true });
      expect(await person.upload({ name: 'b.jpg', bytes: bytesOf('a.jpg') })).toBe(first);
      await person.deleteForGood(first);
      await demo.idle();
      const second = await person.upload({ name: 'IMG_1.JPG', bytes: bytesOf('a.jpg'), device: 'iPhone' });
      expect(second).not.toBe(first);
      expect(await person.idOf(A)).toBe(second);
      expect(demo.assets()).toMatchObject([{ name: 'IMG_1.JPG', isFavorite: false }]);
    });
  });

  it('pairs, parts, locks and trashes', async () => {
    await withDemo({}, async (demo) => {
      const person = personIn(demo);
      const film = await person.upload({ name: 'a.mov', bytes: mov({}) });
      const still = await person.upload({ name: 'a.jpg', bytes: bytesOf('a.jpg') });
      await demo.idle();
      const view = () => demo.assets().find(({ checksum }) => checksum === A);
      await person.pair(A, film);
      expect(view()?.liveVideo).toBe(sha1(mov({})));
      await person.unpair(still);
      expect(view()?.liveVideo).toBeNull();
      await person.lock(A);
      expect(view()?.visibility).toBe('locked');
      demo.unlock(A);
      await person.trash(A);
      await person.emptyTrash();
      await demo.idle();
      expect(demo.assets().map(({ name }) => name)).toEqual(['a.mov']);
    });
  });
});

/** The real SDK's functions against the demo server: what the product calls, as the product calls it. */
import * as sdk from '@immich/sdk';
import { describe, expect, it } from 'vitest';
import { withDemo } from '../../unit/demo-immich/calls.ts';
import { jpeg } from '../../unit/demo-immich/pictures.ts';

describe.each(['v2', 'v3'] as const)('the SDK with a %s server', (apiVersion) => {
  it('uploads, checks, makes albums, tags and edits, and reads them back', async () => {
    await withDemo({ apiVersion }, async (demo) => {
      sdk.init({ baseUrl: `${demo.url}/api`, apiKey: demo.apiKey });
      expect(await sdk.pingServer()).toEqual({ res: 'pong' });
      expect((await sdk.getMyApiKey()).permissions).toContain('asset.upload');
      const picture = await jpeg({ description: 'From the file' });
      const date = '2024-03-06T10:11:12.000Z';
      const assetMediaCreateDto = {
        assetData: new File([Buffer.from(picture)], 'a.jpg'),
        fileCreatedAt: date,
        fileModifiedAt: date,
        isFavorite: true,
        // v2 needs these, v3 ignores them.
        deviceAssetId: 'a.jpg',
        deviceId: 'test',
      };
      const { id, status } = await sdk.uploadAsset({ assetMediaCreateDto });
      expect(status).toBe('created');
      await demo.idle();
      const checksum = demo.assets()[0]?.checksum ?? '';
      const checked = await sdk.checkBulkUpload({ assetBulkUploadCheckDto: { assets: [{ id: '1', checksum }] } });
      expect(checked.results).toMatchObject([{ action: 'reject', assetId: id }]);
      const album = await sdk.createAlbum({ createAlbumDto: { albumName: 'Album' } });
      expect(await sdk.addAssetsToAlbum({ id: album.id, bulkIdsDto: { ids: [id] } })).toEqual([{ id, success: true }]);
      const [tag] = await sdk.upsertTags({ tagUpsertDto: { tags: ['a/b'] } });
      await sdk.tagAssets({ id: tag?.id ?? '', bulkIdsDto: { ids: [id] } });
      await sdk.updateAsset({ id, updateAssetDto: { description: 'Edited' } });
      const found = await sdk.searchAssets({ metadataSearchDto: { checksum, withExif: true } });
      expect(found.assets.items).toMatchObject([{ id, exifInfo: { description: 'Edited' } }]);
      expect(await sdk.getAllAlbums({})).toMatchObject([{ albumName: 'Album', assetCount: 1 }]);
      expect(demo.assets()).toMatchObject([{ isFavorite: true, description: 'Edited', tags: ['a/b'] }]);
      const refused = await sdk.deleteAssets({ assetBulkDeleteDto: { ids: [id] } }).catch((error: unknown) => error);
      expect(sdk.isHttpError(refused) && refused.status).toBe(403);
    });
  });
});

import { describe, expect, it } from 'vitest';
import { ImmichClient } from '../../../src/core/immich/client/client.ts';
import { checkServer, examineServer } from '../../../src/core/sync/preflight.ts';
import { type PermissionName, SYNC_PERMISSIONS, startDemoImmich } from '../../support/demo-immich/index.ts';

async function look<Result>(
  permissions: readonly PermissionName[],
  work: (client: ImmichClient) => Promise<Result>,
): Promise<Result> {
  const demo = await startDemoImmich({ key: { permissions } });
  const client = new ImmichClient({ url: demo.url, headers: {}, certificateAuthorities: [] }, demo.apiKey);
  try {
    return await work(client);
  } finally {
    client.close();
    await demo.stop();
  }
}

const without = (...names: readonly string[]) => SYNC_PERMISSIONS.filter((name) => !names.includes(name));

describe('a look at server and key', () => {
  it('tells the same to a sync and to who tests an address', async () => {
    const [checked, examined] = await look(SYNC_PERMISSIONS, async (client) => [
      await checkServer(client),
      await examineServer(client),
    ]);
    const { user, ...server } = examined;
    expect(checked).toEqual({ ...server, userId: user?.id, email: user?.email });
    expect(checked.permissions).toEqual(expect.arrayContaining([...SYNC_PERMISSIONS]));
  });

  it('goes on for a test where the key lacks something that a sync needs, even whose it is', async () => {
    const permissions = without('user.read', 'album.create');
    await look(permissions, async (client) => {
      expect(await examineServer(client)).toMatchObject({ user: null, judgement: 'tested' });
      await expect(checkServer(client)).rejects.toMatchObject({
        code: 'key-lacks-permission',
        message: expect.stringMatching(/album\.create.*user\.read/),
      });
    });
    await look(without('album.create'), async (client) => {
      expect((await examineServer(client)).user).not.toBeNull();
      await expect(checkServer(client)).rejects.toMatchObject({ code: 'key-lacks-permission' });
    });
  });
});

/** A test of the server for the windows: unlike a sync it goes on when the key lacks something, so that all of it can be shown. */
import type { Engine } from '../../core/engine/engine.ts';
import { judgePermissions, PERMISSIONS } from '../../core/immich/permissions.ts';
import { ProblemError } from '../../core/model/problem.ts';
import { cleanKey } from '../../core/secrets/secrets.ts';
import { normaliseServerAddress, warningAbout } from '../../core/settings/server-address.ts';
import type { ServerTest } from '../../shared/contract.ts';
import { strings } from '../../shared/strings.ts';

/** @throws {ProblemError} not-set-up, key-malformed, key-refused, keychain-unavailable, server-… */
export async function testServer(
  engine: Engine,
  typedUrl: string | null,
  typedKey: string | null,
): Promise<ServerTest> {
  const { server } = engine.settings.read();
  const url = typedUrl === null ? server.url : normaliseServerAddress(typedUrl);
  if (url === null) throw new ProblemError('not-set-up', { missing: 'server' });
  const key = typedKey === null ? await engine.secrets.read() : cleanKey(typedKey);
  if (key === null) throw new ProblemError('not-set-up', { missing: 'key' });
  const { version, judgement, permissions, user } = await engine.server.examine(url, key);
  const { has } = judgePermissions(permissions);
  const warning = warningAbout(url);
  return {
    version,
    judgement,
    user: user?.email ?? null,
    permissions: PERMISSIONS.map((permission) => ({ ...permission, granted: has.includes(permission) })),
    warnings: [
      ...(judgement === 'tested' ? [] : [strings.settings.server[judgement](version)]),
      ...(warning === null ? [] : [warning]),
    ],
  };
}

/** A test of the server for the windows: unlike a sync it goes on when the key lacks something, so that all of it can be shown. */
import type { Engine } from '../../core/engine/engine.ts';
import { ImmichClient } from '../../core/immich/client/client.ts';
import { formatVersion, judgeServer } from '../../core/immich/compatibility.ts';
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
  if (url === null) throw new ProblemError('not-set-up', { missing: 'the server’s address' });
  const key = typedKey === null ? await engine.secrets.read() : cleanKey(typedKey);
  if (key === null) throw new ProblemError('not-set-up', { missing: 'the API key' });
  engine.redactor.addSecret(key);
  const client = new ImmichClient(await engine.serverAddress(url), key);
  try {
    await client.server.ping();
    const version = await client.server.version();
    const judgement = judgeServer(version);
    const { has } = judgePermissions(await client.account.permissions());
    const warning = warningAbout(url);
    const mayReadUser = has.some((permission) => permission.name === 'user.read');
    return {
      version: formatVersion(version),
      judgement,
      user: mayReadUser ? (await client.account.user()).email : null,
      permissions: PERMISSIONS.map((permission) => ({ ...permission, granted: has.includes(permission) })),
      warnings: [
        ...(judgement === 'tested' ? [] : [strings.settings.server[judgement](formatVersion(version))]),
        ...(warning === null ? [] : [warning]),
      ],
    };
  } finally {
    client.close();
  }
}

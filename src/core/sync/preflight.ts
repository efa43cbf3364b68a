/** What must hold before a run may touch anything. Cheap checks first; the first that fails ends the run with its one sentence. */
import type { ImmichClient } from '../immich/client/client.ts';
import type { ServerVersion } from '../immich/client/http.ts';
import { formatVersion, judgeServer, type VersionJudgement } from '../immich/compatibility.ts';
import { judgePermissions } from '../immich/permissions.ts';
import { ProblemError } from '../model/problem.ts';

export interface ServerState {
  /** For example `3.2.1`. */
  readonly version: string;
  readonly number: ServerVersion;
  readonly judgement: VersionJudgement;
  readonly userId: string;
  readonly email: string;
  /** What the key may do, in Immich's names. */
  readonly permissions: readonly string[];
}

/**
 * Looks at the server and the key.
 * @throws {ProblemError} server-unreachable, server-not-immich, server-redirects, server-certificate, server-too-old, key-refused,
 * key-lacks-permission.
 */
export async function checkServer(client: ImmichClient): Promise<ServerState> {
  await client.server.ping();
  const version = await client.server.version();
  const judgement = judgeServer(version);
  const permissions = await client.account.permissions();
  const missing = judgePermissions(permissions).lacks.filter((permission) => permission.required);
  if (missing.length > 0) {
    throw new ProblemError('key-lacks-permission', {
      permissions: missing.map((permission) => permission.name).join(', '),
    });
  }
  const user = await client.account.user();
  return {
    version: formatVersion(version),
    number: version,
    judgement,
    userId: user.id,
    email: user.email,
    permissions,
  };
}

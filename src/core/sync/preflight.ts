/** What must hold before a run may touch anything. Cheap checks first; the first that fails ends the run with its one sentence. */
import type { ImmichClient } from '../immich/client/client.ts';
import type { ServerVersion } from '../immich/client/http.ts';
import { formatVersion, judgeServer } from '../immich/compatibility.ts';
import { judgePermissions } from '../immich/permissions.ts';
import { ProblemError } from '../model/problem.ts';
import type { VersionJudgement } from '../model/remote.ts';

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

/** A server with a key that may lack something. */
export interface ExaminedServer extends Omit<ServerState, 'userId' | 'email'> {
  /** Null where the key may not say whose it is. */
  readonly user: { readonly id: string; readonly email: string } | null;
}

/**
 * Looks at the server and the key, whatever the key may do.
 * @throws {ProblemError} server-unreachable, server-not-immich, server-redirects, server-certificate, server-too-old, key-refused
 */
export async function examineServer(client: ImmichClient): Promise<ExaminedServer> {
  await client.server.ping();
  const number = await client.server.version();
  const judgement = judgeServer(number);
  const permissions = await client.account.permissions();
  const mayReadUser = judgePermissions(permissions).has.some(({ name }) => name === 'user.read');
  const user = mayReadUser ? await client.account.user() : null;
  return { version: formatVersion(number), number, judgement, permissions, user };
}

/**
 * Looks at the server and the key, as every run does first.
 * @throws {ProblemError} as {@link examineServer}; key-lacks-permission
 */
export async function checkServer(client: ImmichClient): Promise<ServerState> {
  return demandEnough(await examineServer(client));
}

/**
 * What a run needs of a server that was looked at. Pure.
 * @throws {ProblemError} key-lacks-permission
 */
export function demandEnough({ user, ...server }: ExaminedServer): ServerState {
  const missing = judgePermissions(server.permissions).lacks.filter((permission) => permission.required);
  if (missing.length > 0 || user === null)
    throw new ProblemError('key-lacks-permission', { permissions: missing.map(({ name }) => name) });
  return { ...server, userId: user.id, email: user.email };
}

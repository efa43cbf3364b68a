/**
 * Looks at the server for the windows: at an address alone, and with a key. Unlike a sync the second goes on when the key lacks something, so
 * that all of it can be shown; what would keep a sync from starting is told as its problem.
 */
import type { Engine } from '../../core/engine/engine.ts';
import { formatVersion } from '../../core/immich/compatibility.ts';
import { judgePermissions, PERMISSIONS } from '../../core/immich/permissions.ts';
import { type Problem, ProblemError, toProblem } from '../../core/model/problem.ts';
import type { VersionJudgement } from '../../core/model/remote.ts';
import { cleanKey } from '../../core/secrets/secrets.ts';
import { normaliseServerAddress, warningAbout } from '../../core/settings/server-address.ts';
import { demandEnough, type ExaminedServer } from '../../core/sync/preflight.ts';
import type { ServerFound, ServerTest } from '../../shared/contract.ts';
import { strings } from '../../shared/strings.ts';
import { changeSetting } from './settings-view.ts';

/**
 * Keeps the address when Immich is there.
 * @throws {ProblemError} not-set-up, setting-invalid, settings-not-saved, server-…
 */
export async function findServer(engine: Engine, typedUrl: string, signal: AbortSignal): Promise<ServerFound> {
  if (typedUrl.trim() === '') throw new ProblemError('not-set-up', { missing: 'server' });
  const url = normaliseServerAddress(typedUrl);
  const { version: number, judgement } = await engine.server.find(url, signal);
  changeSetting(engine, { name: 'server.url', value: url });
  const version = formatVersion(number);
  return { url, version, warnings: warningsAbout(url, version, judgement) };
}

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
  const examined = await engine.server.examine(url, key);
  const { version, judgement, permissions, user } = examined;
  const { has } = judgePermissions(permissions);
  return {
    version,
    judgement,
    user: user?.email ?? null,
    problem: problemWith(engine, examined),
    permissions: PERMISSIONS.map((permission) => ({ ...permission, granted: has.includes(permission) })),
    warnings: warningsAbout(url, version, judgement),
  };
}

/** As the preflight of a sync would find it. */
function problemWith(engine: Engine, examined: ExaminedServer): Problem | null {
  try {
    return engine.records.problemWith(demandEnough(examined));
  } catch (error) {
    return toProblem(error);
  }
}

function warningsAbout(url: string, version: string, judgement: VersionJudgement): readonly string[] {
  const warning = warningAbout(url);
  return [
    ...(judgement === 'tested' ? [] : [strings.settings.server[judgement]({ version })]),
    ...(warning === null ? [] : [warning]),
  ];
}

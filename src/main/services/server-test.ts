/**
 * Looks at the server for the windows: at an address alone, and with a key. Unlike a sync the second continues when the key lacks something, so
 * that all of it can be shown; what would keep a sync from starting is reported as its problem.
 */
import type { Engine } from '../../core/engine/engine.ts';
import { whyNowhere } from '../../core/engine/reach.ts';
import type { Examination, FoundExamination } from '../../core/engine/server-access.ts';
import { formatVersion } from '../../core/immich/compatibility.ts';
import { judgePermissions } from '../../core/immich/permissions.ts';
import { PERMISSIONS } from '../../core/model/permissions.ts';
import { makeProblem, type Problem, ProblemError, toProblem } from '../../core/model/problem.ts';
import type { VersionJudgement } from '../../core/model/remote.ts';
import { cleanKey } from '../../core/secrets/secrets.ts';
import { normaliseServerAddress, takeCredentials, warningAbout } from '../../core/settings/server-address.ts';
import { demandEnough } from '../../core/sync/preflight.ts';
import type { ServerFound, ServerTest } from '../../shared/contract.ts';
import { strings } from '../../shared/strings.ts';
import { reasonInUse } from '../../shared/told.ts';

/**
 * Keeps the address, and a password in it, when Immich is there: until then they are none of the business of the previous server.
 * @throws {ProblemError} not-set-up, setting-invalid, settings-not-saved, keychain-…, server-…
 */
export async function findServer(engine: Engine, typedUrl: string, signal: AbortSignal): Promise<ServerFound> {
  if (typedUrl.trim() === '') throw new ProblemError('not-set-up', { missing: 'server' });
  const { address, authorization } = takeCredentials(typedUrl);
  const url = normaliseServerAddress(address);
  const { version: number, judgement } = await engine.server.find(url, authorization, signal);
  await engine.connection.setAddress('home', typedUrl);
  const version = formatVersion(number);
  return { url, version, warnings: warningsAbout(url, version, judgement) };
}

/**
 * At the typed address, or at all of the settings.
 * @throws {ProblemError} not-set-up, key-malformed, keychain-unavailable; what keeps every address from being used
 */
export async function testServer(
  engine: Engine,
  typedUrl: string | null,
  typedKey: string | null,
): Promise<ServerTest> {
  const urls = typedUrl === null ? engine.server.urls : [normaliseServerAddress(typedUrl)];
  if (urls.length === 0) throw new ProblemError('not-set-up', { missing: 'server' });
  const key = typedKey === null ? await engine.secrets.read() : cleanKey(typedKey);
  if (key === null) throw new ProblemError('not-set-up', { missing: 'key' });
  const looks = await engine.server.examine(urls, key);
  const found = looks.find((look): look is FoundExamination => look.examined !== null);
  if (found === undefined) throw whyNone(looks);
  const { url, examined } = found;
  const { version, judgement, permissions, user } = examined;
  const { has } = judgePermissions(permissions);
  return {
    version,
    judgement,
    user: user?.email ?? null,
    addresses: looks.map((look) => ({ url: look.url, problem: look.examined === null ? toProblem(look.error) : null })),
    problem: differenceOf(found, looks) ?? problemWith(engine, found),
    permissions: PERMISSIONS.map((permission) => ({ ...permission, granted: has.includes(permission) })),
    warnings: warningsAbout(url, version, judgement),
  };
}

function whyNone([home, away]: readonly Examination[]): unknown {
  return away === undefined ? home?.error : whyNowhere(home?.url ?? '', home?.error, away.url, away.error);
}

/** What tells that another address does not lead to the same user of the same server; null for nothing. */
function differenceOf(found: FoundExamination, looks: readonly Examination[]): Problem | null {
  const { url: server, examined } = found;
  for (const { url: other, ...look } of looks) {
    // A key that may not say whose it is lacks a permission first of all.
    if (look.examined?.user && examined.user && look.examined.user.id !== examined.user.id)
      return makeProblem('addresses-differ', { server, other, email: examined.user.email });
    if (look.error instanceof ProblemError && look.error.code === 'addresses-differ') return look.error.problem;
    if (look.error instanceof ProblemError && look.error.code === 'key-refused')
      return makeProblem('addresses-differ', { server: other, other: server, email: null });
  }
  return null;
}

/** As the preflight of a sync would find it. */
function problemWith(engine: Engine, { url, examined }: FoundExamination): Problem | null {
  try {
    return engine.records.problemWith(demandEnough(examined), url);
  } catch (error) {
    return toProblem(error);
  }
}

function warningsAbout(url: string, version: string, judgement: VersionJudgement): readonly string[] {
  const warning = warningAbout(url);
  return [
    ...(judgement === 'tested' ? [] : [strings.settings.server[judgement]({ version })]),
    ...(warning !== null ? [reasonInUse(warning)] : url.startsWith('http:') ? [strings.settings.server.plain] : []),
  ];
}

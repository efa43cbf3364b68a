/** Versions of what is at work, for the page about the app. */
import { release } from 'node:os';
import type { Engine } from '../../core/engine/engine.ts';
import { formatVersion } from '../../core/immich/compatibility.ts';
import { describeSystem } from '../../core/tools/system-version.ts';
import type { VersionView } from '../../shared/contract.ts';
import { toolViews } from './tool-views.ts';

export async function versionsOf(engine: Engine, signal: AbortSignal): Promise<readonly VersionView[]> {
  const [tools, immich] = await Promise.all([
    toolViews(engine),
    engine.server.look(signal).then(
      ({ version }) => formatVersion(version),
      () => null,
    ),
  ]);
  return [
    { name: 'Immich', version: immich },
    ...tools.map(({ name, inUse }) => ({ name, version: inUse?.version ?? null })),
    { name: 'Electron', version: process.versions.electron ?? null },
    { name: describeSystem(process.platform, release()), version: process.arch },
  ];
}

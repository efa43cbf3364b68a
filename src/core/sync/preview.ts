/** What a run would do: its first steps, up to the plan; nothing on the server is changed to find it out. */
import type { PartKind } from '../model/asset.ts';
import type { Coverage } from '../model/coverage.ts';
import type { PlannedAsset } from '../model/plan.ts';
import type { Problem } from '../model/problem.ts';
import { underCaution } from './caution.ts';
import type { ServerState } from './preflight.ts';
import { followRebuilt } from './reconcile/albums/rebuilt.ts';
import { albumName } from './reconcile/albums/rule.ts';
import { type ForeseenChanges, foreseeChanges, MAX_LISTED } from './reconcile/preview.ts';
import type { RunContext } from './run-context.ts';
import { RunState } from './run-state.ts';
import { unsettle } from './settled.ts';
import { ask, type ForeseenTwins, foreseeTwins, plan } from './steps/compare.ts';
import { lookAtMarker, preflight } from './steps/reach-server.ts';
import { hash, inventory, lookAtLibrary } from './steps/read-library.ts';
import { cautionOf } from './steps/reconcile.ts';
import { verify } from './steps/verify-known.ts';

export interface PlanReport {
  readonly library: { readonly assets: number; readonly bytes: number };
  readonly alreadyThere: number;
  readonly twins: ForeseenTwins;
  readonly upload: {
    readonly assets: number;
    readonly files: number;
    /** Bytes. */
    readonly bytes: number;
    /** The first 200 of them, oldest first, with the parts that go. */
    readonly first: readonly {
      readonly uuid: string;
      readonly filename: string;
      readonly parts: readonly PartKind[];
    }[];
  };
  /** Items of which nothing is on this Mac: what is uploaded of the others is in `upload`. */
  readonly onlyInCloud: number;
  readonly albums: { readonly create: readonly string[]; readonly extend: readonly string[] };
  /** What would change of what is on the server already. */
  readonly changes: ForeseenChanges;
  readonly coverage: Coverage;
  readonly problems: readonly Problem[];
  readonly server: Pick<ServerState, 'version' | 'email'>;
}

/**
 * The caller holds the run lock.
 * @throws {ProblemError}
 */
export async function planSync(context: RunContext): Promise<PlanReport> {
  const run = new RunState(context, { trigger: 'command', dueAt: null, isFull: false }, null);
  try {
    return await run.inFolder('plan', (folder) => foresee(run, folder));
  } catch (error) {
    throw await run.disks.explain(error);
  } finally {
    run.progress.end();
    run.client.close();
  }
}

async function foresee(run: RunState, folder: string): Promise<PlanReport> {
  const { settings, ledger, now } = run.context;
  const { scope, details } = settings;
  const { version, email } = await preflight(run);
  const { target } = run;
  await lookAtMarker(run);
  await verify(run);
  if (await lookAtLibrary(run, folder)) {
    // The next sync will find Photos unchanged since this inventory, but has not brought what is new in it.
    unsettle(ledger);
    await inventory(run, folder);
    await run.session?.dismiss();
  }
  await hash(run);
  ledger.trash.leaveOutWithOriginals(target, now());
  await ask(run);
  const twins = await foreseeTwins(run);
  const { assets, parts, bytes, uploads } = await plan(run);
  const caution = cautionOf(run);
  if (caution.mayFillAlbums) followRebuilt(ledger, target, scope);
  const albums = caution.mayFillAlbums ? ledger.albums.foresee(target, scope) : [];
  const names = (isMade: boolean) =>
    albums.filter((album) => album.isMade === isMade).map((album) => albumName(album, settings.albumSeparator));
  const { coverage, verified } = ledger.coverage(target, scope);
  const capabilities = underCaution(run.capabilities, caution);
  return {
    library: { assets: coverage.assets, bytes: ledger.parts.libraryBytes(scope) },
    alreadyThere: verified,
    twins,
    upload: { assets, files: parts, bytes, first: firstOf(uploads) },
    onlyInCloud: ledger.cloud.whollyAway(target, scope),
    albums: { create: names(false), extend: names(true) },
    changes: foreseeChanges({ ledger, target, scope, details, albums: run.albumRules, capabilities, caution }),
    coverage,
    problems: run.problems.all(),
    server: { version, email },
  };
}

/** The first of a plan, for people to look at. */
function firstOf(uploads: Iterable<PlannedAsset>): PlanReport['upload']['first'] {
  const first: { readonly uuid: string; readonly filename: string; readonly parts: readonly PartKind[] }[] = [];
  for (const { uuid, filename, parts } of uploads) {
    if (first.length === MAX_LISTED) break;
    first.push({ uuid, filename, parts: parts.map(({ kind }) => kind) });
  }
  return first;
}

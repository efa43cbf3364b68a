/** What the next sync would change of what is on the server already, and why. Nothing is asked: it is told from what is known. */
import type { Capabilities } from '../../immich/permissions.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { Scope } from '../../model/scope.ts';
import type { Caution } from '../caution.ts';
import type { AlbumRules } from './albums/context.ts';
import { albumName, planLook } from './albums/rule.ts';
import { foreseeDetails } from './details/foresee.ts';
import type { DetailRules } from './details/rule.ts';
import { planStacks } from './stacks/plan.ts';

/** A detail of a file that Photos changed since the last sync. */
export interface ForeseenDetail {
  readonly uuid: string;
  readonly filename: string;
  /** For example `favourite`, `description`, `+Travel` and `-Sea` for keywords. */
  readonly changes: readonly string[];
}

export interface ForeseenChanges {
  /** At most 200 of them; `detailsCount` counts all. */
  readonly details: readonly ForeseenDetail[];
  readonly detailsCount: number;
  /** One file of each stack that is to be made, changed or dissolved; at most 200, `stacksCount` counts all. */
  readonly stacks: readonly { readonly uuid: string; readonly filename: string }[];
  readonly stacksCount: number;
  readonly albums: {
    /** Names of albums that get another order or cover. */
    readonly arrange: readonly string[];
    readonly rename: readonly { readonly from: string; readonly to: string }[];
    /** How many are to leave an album because Photos took them out. */
    readonly takeOut: readonly { readonly album: string; readonly assets: number }[];
  };
}

/** Lists are for people: nobody reads more. */
export const MAX_LISTED = 200;

export function foreseeChanges(context: {
  readonly ledger: Ledger;
  readonly target: number;
  readonly scope: Scope;
  readonly details: DetailRules;
  readonly albums: AlbumRules;
  readonly capabilities: Capabilities;
  readonly caution: Caution;
}): ForeseenChanges {
  const { ledger, target, scope, capabilities } = context;
  const details = foreseeDetails({ ...context, rules: context.details });
  const stacks = capabilities.stack
    ? planStacks(
        ledger.remote.stackableFiles(target, scope),
        ledger.remote.stacks(target),
        context.details.hiddenAs === 'locked',
      )
    : [];
  const arrange: string[] = [];
  const rename: { readonly from: string; readonly to: string }[] = [];
  for (const album of ledger.albums.inPhotos(target, scope)) {
    if (!capabilities.renameAlbums || !album.remote?.remoteId) continue;
    const to = albumName(album, context.albums.separator);
    if (Object.keys(planLook(album, album.remote)).length > 0) arrange.push(to);
    if (album.remote.name !== to) rename.push({ from: album.remote.name, to });
  }
  const takeOut = new Map<string, { readonly album: string; assets: number }>();
  for (const entry of ledger.albumEntries.departed(target, scope, context.albums.emptyDeleted)) {
    if (!entry.mayLeave || !capabilities.emptyAlbums) continue;
    const known = takeOut.get(entry.album);
    if (known === undefined) takeOut.set(entry.album, { album: entry.albumName, assets: 1 });
    else known.assets += 1;
  }
  return {
    details: details.slice(0, MAX_LISTED),
    detailsCount: details.length,
    stacks: stacks.slice(0, MAX_LISTED).map(({ uuid, filename }) => ({ uuid, filename })),
    stacksCount: stacks.length,
    albums: {
      arrange,
      rename,
      takeOut: [...takeOut.values()],
    },
  };
}

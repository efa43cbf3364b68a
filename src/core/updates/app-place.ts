/** Whether the copy of the app that runs can be replaced where it is. */
import { access, constants } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ProblemError } from '../model/problem.ts';

export interface AppPlace {
  readonly platform: NodeJS.Platform;
  /** False in a checkout. */
  readonly isPackaged: boolean;
  /** The app's bundle, `…/Immich Sync.app`; absolute. */
  readonly bundle: string;
}

export type PlaceAccess = 'writable' | 'read-only' | 'denied';

/** Pure. @returns why an update cannot be put in place of the app; null when it can */
export function placeProblem(
  { platform, isPackaged, bundle }: AppPlace,
  placeAccess: PlaceAccess,
): ProblemError | null {
  if (!isPackaged) return new ProblemError('update-checkout');
  if (isOfNix(bundle)) return new ProblemError('update-by-nix');
  if (platform !== 'darwin') return new ProblemError('update-not-on-a-mac');
  // Where macOS runs a downloaded app that was never moved: another, read-only place at each start.
  if (bundle.includes('/AppTranslocation/')) return new ProblemError('update-app-translocated');
  switch (placeAccess) {
    case 'read-only':
      return new ProblemError('update-disk-read-only', { path: bundle });
    case 'denied':
      return new ProblemError('update-not-permitted', { path: bundle });
    case 'writable':
      return null;
  }
}

/**
 * In the store, or where nix-darwin (`modules/system/applications.nix`) and home-manager (`targets.darwin.copyApps`) copy apps to: what is changed
 * there is as before after the next activation.
 */
const isOfNix = (bundle: string) =>
  bundle.startsWith('/nix/store/') || /\/Applications\/(?:Nix|Home Manager) Apps\//.test(bundle);

/** The bundle is replaced as a whole: it and the folder around it have to be writable. */
export async function accessTo(bundle: string): Promise<PlaceAccess> {
  for (const path of [bundle, dirname(bundle)]) {
    try {
      await access(path, constants.W_OK);
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'EROFS' ? 'read-only' : 'denied';
    }
  }
  return 'writable';
}

export async function findPlaceProblem(place: AppPlace): Promise<ProblemError | null> {
  return placeProblem(place, await accessTo(place.bundle));
}

/**
 * Offers to move the app to the Applications folder. From a disk image, or from the temporary place where macOS runs what was just downloaded
 * (App Translocation), it cannot be updated, does not open at login, and permissions are forgotten. Never done without a yes.
 */
import { strings } from '../../shared/strings.ts';
import type { Question } from '../windows/questions.ts';

/** What is in the way in the Applications folder: another copy, that runs or not. */
export type Conflict = 'exists' | 'existsAndRunning';

/** What the system offers; Electron's `app` is one. */
export interface BundleSystem {
  readonly isPackaged: boolean;
  /** True also for the user's own Applications folder, and below any folder of that name. */
  isInApplicationsFolder(): boolean;
  /**
   * Moves the bundle, trashes one of the same name there, and restarts the app from there. What the handler refuses is left alone.
   * @returns false when the person did not give an administrator's password, or the handler said no
   * @throws {Error} when it could not be copied
   */
  moveToApplicationsFolder(options: { readonly conflictHandler: (conflict: Conflict) => boolean }): boolean;
}

export interface MoveOffer {
  readonly ask: (question: Question) => Promise<boolean>;
  /** Of the program that runs. */
  readonly executable: string;
  /** Whether it has been used from where it is: then only a place that cannot last is worth a question. */
  readonly wasUsedBefore: boolean;
  /** Writes one line into the log. */
  readonly log: (text: string) => void;
  readonly system: BundleSystem;
  readonly platform: NodeJS.Platform;
}

export type Place = 'disk-image' | 'translocated' | 'elsewhere';

/** Where a program runs that is not in the Applications folder. Pure. */
export function placeOf(executable: string): Place {
  if (executable.includes('/AppTranslocation/')) return 'translocated';
  return executable.startsWith('/Volumes/') ? 'disk-image' : 'elsewhere';
}

const texts = strings.move;

export const moveQuestion = (place: Place): Question => ({
  message: texts.question,
  detail: texts.reasons[place],
  confirm: texts.move,
  cancel: texts.notNow,
});

/** @returns true when the app is about to restart from the Applications folder: nothing more is to be begun here */
export async function offerMove({
  ask,
  executable,
  wasUsedBefore,
  log,
  system,
  platform,
}: MoveOffer): Promise<boolean> {
  if (platform !== 'darwin' || !system.isPackaged || system.isInApplicationsFolder()) return false;
  const place = placeOf(executable);
  if (place === 'elsewhere' && wasUsedBefore) return false;
  if (!(await ask(moveQuestion(place)))) return false;
  try {
    return await move(system, ask);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    log(`Immich Sync could not be moved to the Applications folder: ${reason}`);
    await ask({ message: texts.failed, detail: texts.failedDetail, confirm: texts.ok, cancel: null });
    return false;
  }
}

/** A question of ours is answered later than Electron's handler has to be: the first try only finds out what is in the way. */
async function move(system: BundleSystem, ask: MoveOffer['ask']): Promise<boolean> {
  const found: { conflict?: Conflict } = {};
  const isMoved = system.moveToApplicationsFolder({
    conflictHandler: (conflict) => {
      found.conflict = conflict;
      return false;
    },
  });
  const { conflict } = found;
  if (conflict === undefined) return isMoved;
  if (conflict === 'existsAndRunning') {
    await ask({ message: texts.running, detail: texts.runningDetail, confirm: texts.ok, cancel: null });
    return false;
  }
  const isReplacing = await ask({
    message: texts.exists,
    detail: texts.existsDetail,
    confirm: texts.replace,
    cancel: texts.notNow,
  });
  return isReplacing && system.moveToApplicationsFolder({ conflictHandler: () => true });
}

/** The offer to move to the Applications folder, with a system that behaves as Electron's does on a Mac (electron_bundle_mover.mm). */
import { describe, expect, it } from 'vitest';
import { type BundleSystem, offerMove, placeOf } from '../../../src/main/adapters/applications-folder.ts';

const DOWNLOADED = '/Users/someone/Downloads/Immich Sync.app/Contents/MacOS/Immich Sync';
const ON_IMAGE = '/Volumes/Immich Sync 1.0/Immich Sync.app/Contents/MacOS/Immich Sync';
const TRANSLOCATED =
  '/private/var/folders/x/T/AppTranslocation/8E4C5B0A-7C9E/d/Immich Sync.app/Contents/MacOS/Immich Sync';

interface Mac {
  readonly isPackaged?: boolean;
  readonly isThere?: boolean;
  readonly conflict?: 'exists' | 'existsAndRunning';
  /** Whether the person gives the administrator's password, where one is needed. */
  readonly isAuthorised?: boolean;
  readonly failure?: string;
}

function mac({ isPackaged = true, isThere = false, conflict, isAuthorised = true, failure }: Mac = {}) {
  const moves: string[] = [];
  const system: BundleSystem = {
    isPackaged,
    isInApplicationsFolder: () => isThere,
    moveToApplicationsFolder: ({ conflictHandler }) => {
      if (conflict !== undefined && !conflictHandler(conflict)) return false;
      if (failure !== undefined) throw new Error(failure);
      if (!isAuthorised) return false;
      moves.push(conflict === 'exists' ? 'replaced' : 'moved');
      return true;
    },
  };
  return { moves, system };
}

interface Told {
  readonly executable?: string;
  readonly wasUsedBefore?: boolean;
  readonly platform?: NodeJS.Platform;
  readonly answers?: readonly boolean[];
}

async function offer(
  system: BundleSystem,
  { executable = DOWNLOADED, wasUsedBefore = false, platform = 'darwin', answers = [true, true] }: Told = {},
) {
  const asked: string[] = [];
  const logged: string[] = [];
  const isMoving = await offerMove({
    ask: async ({ message, cancel }) => {
      asked.push(message);
      return cancel === null || (answers[asked.length - 1] ?? false);
    },
    executable,
    wasUsedBefore,
    log: (text) => logged.push(text),
    system,
    platform,
  });
  return { isMoving, asked, logged };
}

const QUESTION = 'Move Immich Sync to the Applications folder?';

describe('moving to the Applications folder', () => {
  it.each([
    [ON_IMAGE, 'disk-image'],
    [TRANSLOCATED, 'translocated'],
    [DOWNLOADED, 'elsewhere'],
  ])('%s is %s', (executable, place) => {
    expect(placeOf(executable)).toBe(place);
  });

  it('happens after a yes, and nothing else begins here then', async () => {
    const { moves, system } = mac();
    expect(await offer(system)).toEqual({ isMoving: true, asked: [QUESTION], logged: [] });
    expect(moves).toEqual(['moved']);
  });

  it('never happens without one', async () => {
    const { moves, system } = mac();
    expect(await offer(system, { answers: [false] })).toEqual({ isMoving: false, asked: [QUESTION], logged: [] });
    expect(moves).toEqual([]);
  });

  it.each([
    ['is there already', mac({ isThere: true }), {}],
    ['runs from a checkout', mac({ isPackaged: false }), {}],
    ['is not on a Mac', mac(), { platform: 'linux' }],
    ['has been used from where it is', mac(), { wasUsedBefore: true }],
  ] as const)('is not offered where the app %s', async (_name, { system }, told) => {
    expect(await offer(system, told)).toEqual({ isMoving: false, asked: [], logged: [] });
  });

  it.each([ON_IMAGE, TRANSLOCATED])('is offered again from a place that does not last: %s', async (executable) => {
    const { system } = mac();
    expect((await offer(system, { executable, wasUsedBefore: true })).asked).toEqual([QUESTION]);
  });

  it('asks before it replaces an older one', async () => {
    const older = mac({ conflict: 'exists' });
    const asked = [QUESTION, 'Replace the Immich Sync in your Applications folder?'];
    expect(await offer(older.system, { answers: [true, false] })).toMatchObject({ isMoving: false, asked });
    expect(older.moves).toEqual([]);
    expect(await offer(older.system)).toMatchObject({ isMoving: true, asked });
    expect(older.moves).toEqual(['replaced']);
  });

  it('leaves one alone that is open', async () => {
    const open = mac({ conflict: 'existsAndRunning' });
    const asked = [QUESTION, 'Immich Sync is already open'];
    expect(await offer(open.system)).toMatchObject({ isMoving: false, asked });
    expect(open.moves).toEqual([]);
  });

  it('goes on where it is when nobody gives the password', async () => {
    const { system } = mac({ isAuthorised: false });
    expect(await offer(system)).toEqual({ isMoving: false, asked: [QUESTION], logged: [] });
  });

  it('says how to do it by hand where it fails', async () => {
    const { system } = mac({ failure: 'no rights' });
    expect(await offer(system)).toEqual({
      isMoving: false,
      asked: [QUESTION, 'Immich Sync could not be moved'],
      logged: ['Immich Sync could not be moved to the Applications folder: no rights'],
    });
  });
});

/**
 * Small pictures for the windows: the one that Photos has made itself; else, on a Mac, one that the system makes of the original; else that
 * of Immich. They go nowhere but into our own pages.
 */
import { nativeImage } from 'electron';
import type { Engine } from '../core/engine/engine.ts';
import { NewestFirst } from '../core/engine/newest-first.ts';
import type { Allowance } from '../core/engine/pace.ts';
import { readDerivative } from '../core/photos/derivatives.ts';
import { expandPath } from '../core/settings/paths.ts';
import type { PictureOf } from './page-protocol.ts';

/** Pixels of the longer side. */
const SIZE = 360;

/** Files are read by four threads, and not for pictures alone. */
const AT_REST: Allowance = { atATime: 3, rate: null };
/** Nothing of what is seen may hold up a sync: a window full at once, and then so many that it is full again two seconds later. */
const BESIDE_SYNC: Allowance = { atATime: 1, rate: { aSecond: 30, atOnce: 60 } };

type Bytes = Uint8Array<ArrayBuffer>;

/** Of the engine. */
interface PictureSources {
  readonly paths: Pick<Engine['paths'], 'userFolder'>;
  readonly settings: Pick<Engine['settings'], 'read' | 'problem'>;
  readonly finder: Pick<Engine['finder'], 'originalOf' | 'remoteIdOf'>;
  readonly remotePictures: Pick<Engine['remotePictures'], 'of'>;
}

interface PictureTimes {
  /** Whether a sync is in progress. */
  readonly isBusy: () => boolean;
  /** Aborted when the app quits: whatever a page asks for then, the ledger is not opened again for it. */
  readonly closing: AbortSignal;
}

export function picturesOf(engine: PictureSources, { isBusy, closing }: PictureTimes): PictureOf {
  const onThisMac = new NewestFirst<Bytes | { readonly remoteId: string | null } | null>(() =>
    isBusy() ? BESIDE_SYNC : AT_REST,
  );
  closing.addEventListener('abort', () => onThisMac.close(), { once: true });
  return async (source, signal) => {
    if (closing.aborted) return null;
    const { app, library } = engine.settings.read();
    // A person who wants none has said so in a file that cannot be read now.
    if (!app.showPictures || engine.settings.problem !== null) return null;
    // An edit of former times, for example, is in Immich alone.
    if (source.from === 'immich') return engine.remotePictures.of(source.remoteId, signal);
    const { uuid } = source;
    const path = expandPath(library.path, engine.paths);
    const found = await onThisMac.ask(`${path}/${uuid}`, signal, async () => {
      const derivative = await readDerivative(path, uuid);
      if (derivative !== null || closing.aborted) return derivative;
      return (
        (await madeBySystem(engine, uuid)) ?? { remoteId: closing.aborted ? null : engine.finder.remoteIdOf(uuid) }
      );
    });
    if (found === null || found instanceof Uint8Array) return found;
    return found.remoteId === null ? null : engine.remotePictures.of(found.remoteId, signal);
  };
}

/** Quick Look knows HEIC, RAW and films, and works in a process of its own. */
async function madeBySystem({ finder }: PictureSources, uuid: string): Promise<Bytes | null> {
  if (process.platform !== 'darwin') return null;
  const path = finder.originalOf(uuid);
  if (path === null) return null;
  try {
    const image = await nativeImage.createThumbnailFromPath(path, { width: SIZE, height: SIZE });
    return image.isEmpty() ? null : new Uint8Array(image.toJPEG(80));
  } catch {
    // A damaged file, or one of a kind that the system does not know.
    return null;
  }
}

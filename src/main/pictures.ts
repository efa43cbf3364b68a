/**
 * Small pictures for the windows: the one that Photos has made itself; else, on a Mac, one that the system makes of the original; else that
 * of Immich. They go nowhere but into our own pages.
 */
import { nativeImage } from 'electron';
import type { Engine } from '../core/engine/engine.ts';
import { readDerivative } from '../core/photos/derivatives.ts';
import { expandPath } from '../core/settings/paths.ts';
import type { PictureOf } from './page-protocol.ts';

/** Pixels of the longer side. */
const SIZE = 360;

export function picturesOf(engine: Engine): PictureOf {
  return async (source) => {
    const { app, library } = engine.settings.read();
    // A person who wants none has said so in a file that cannot be read now.
    if (!app.showPictures || engine.settings.problem !== null) return null;
    // An edit of former times, for example, is in Immich alone.
    if (source.from === 'immich') return engine.remotePictures.of(source.remoteId);
    const { uuid } = source;
    const here =
      (await readDerivative(expandPath(library.path, engine.paths), uuid)) ?? (await madeBySystem(engine, uuid));
    if (here !== null) return here;
    const remoteId = engine.finder.remoteIdOf(uuid);
    return remoteId === null ? null : engine.remotePictures.of(remoteId);
  };
}

/** Quick Look knows HEIC, RAW and films, and works in a process of its own. */
async function madeBySystem(engine: Engine, uuid: string): Promise<Uint8Array<ArrayBuffer> | null> {
  if (process.platform !== 'darwin') return null;
  const path = engine.finder.originalOf(uuid);
  if (path === null) return null;
  try {
    const image = await nativeImage.createThumbnailFromPath(path, { width: SIZE, height: SIZE });
    return image.isEmpty() ? null : new Uint8Array(image.toJPEG(80));
  } catch {
    // A damaged file, or one of a kind that the system does not know.
    return null;
  }
}

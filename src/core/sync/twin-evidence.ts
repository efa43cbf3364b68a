/**
 * What tells two pictures of the same second, name and size apart: camera, fraction of the second, place, and how they are shown. How large
 * their files are says nothing: what the phone has made smaller is the same picture. Pure.
 */
import type { PictureTraits } from '../model/asset.ts';
import type { RemoteMedia } from '../model/remote.ts';

/** What Photos or Immich knows of a picture. */
export type Evidence = PictureTraits<RemoteMedia>;

export type Contradiction = 'camera' | 'time' | 'place' | 'shape';

/** Degrees; about 100 m from north to south. */
const NEAR_PLACE = 0.001;
/** Milliseconds. Cameras take at most some dozens of pictures a second. */
const NEAR_TIME = 10;

/** What speaks against two being one picture; null where nothing does. What one side alone knows is no contradiction. */
export function contradictionOf(ours: Evidence, theirs: Evidence): Contradiction | null {
  if (isOther(ours.cameraMake, theirs.cameraMake) || isOther(ours.cameraModel, theirs.cameraModel)) return 'camera';
  if (isAnotherTime(ours.capturedAt, theirs.capturedAt)) return 'time';
  if (isAnotherPlace(ours, theirs)) return 'place';
  return isAnotherShape(ours, theirs) ? 'shape' : null;
}

/** "Nikon" and "NIKON CORPORATION" are one. */
function isOther(ours: string | null, theirs: string | null): boolean {
  const [one, other] = [plain(ours), plain(theirs)];
  return one !== '' && other !== '' && !one.includes(other) && !other.includes(one);
}

const plain = (name: string | null) => (name ?? '').replace(/\s+/g, ' ').trim().toLowerCase();

/**
 * Within the same second. Of "22" in EXIF, Photos makes 22 or 220 milliseconds (both seen), Immich 220: the same digits are the same time.
 */
function isAnotherTime(ours: string, theirs: string): boolean {
  const [one, other] = [millisecondsOf(ours), millisecondsOf(theirs)];
  if (one === 0 || other === 0) return false;
  return Math.abs(one - other) > NEAR_TIME && digitsOf(one) !== digitsOf(other);
}

/** Also of instants before 1970; 0 is for what tells none. */
function millisecondsOf(instant: string): number {
  const milliseconds = Date.parse(instant) % 1000;
  return Number.isNaN(milliseconds) ? 0 : (milliseconds + 1000) % 1000;
}

const digitsOf = (milliseconds: number) => String(milliseconds).replace(/0+$/, '');

function isAnotherPlace(ours: Evidence, theirs: Evidence): boolean {
  if (ours.latitude === null || ours.longitude === null || theirs.latitude === null || theirs.longitude === null)
    return false;
  const around = Math.abs(ours.longitude - theirs.longitude);
  return Math.abs(ours.latitude - theirs.latitude) > NEAR_PLACE || Math.min(around, 360 - around) > NEAR_PLACE;
}

/** One is shown upright, the other lies. Turning a file's pixels themselves, as some phones do, changes nothing of it. */
function isAnotherShape(ours: Evidence, theirs: Evidence): boolean {
  // The two sides tell the size of a movie in different ways.
  if (ours.media !== 'photo' || theirs.media !== 'photo') return false;
  const [one, other] = [isUpright(ours), isUpright(theirs)];
  return one !== null && other !== null && one !== other;
}

/** Null for squares, and where it is not known. */
function isUpright({ width, height, orientation }: Evidence): boolean | null {
  if (width === null || height === null || width === height || orientation === null) return null;
  return orientation >= 5 ? width > height : height > width;
}

/** Which tiles of a grid can be seen, so that a hundred thousand scroll like a hundred. Pure; pixels. */

/** The least width of a tile; they grow until they fill the row. */
const LEAST = 100;
const GAP = 8;
/** Rows drawn beyond both ends. */
const SPARE = 2;

export interface TileWindow {
  readonly columns: number;
  /** Width and height of a tile. */
  readonly size: number;
  /** Of all rows. */
  readonly height: number;
  /** Index of the first tile that is drawn, and of the first that is not any more. */
  readonly first: number;
  readonly end: number;
  /** Where the first row that is drawn lies. */
  readonly top: number;
}

/** What can be seen of the grid. */
export interface Place {
  /** How far it is scrolled. */
  readonly top: number;
  readonly height: number;
  readonly width: number;
}

export function tileWindow(count: number, { top: scrollTop, height, width }: Place): TileWindow {
  const columns = Math.max(1, Math.floor((width + GAP) / (LEAST + GAP)));
  const size = Math.max(LEAST, Math.floor((width + GAP) / columns) - GAP);
  const pitch = size + GAP;
  const rows = Math.ceil(count / columns);
  const firstRow = Math.max(0, Math.floor(scrollTop / pitch) - SPARE);
  const endRow = Math.min(rows, Math.ceil((scrollTop + height) / pitch) + SPARE);
  return {
    columns,
    size,
    height: Math.max(0, rows * pitch - GAP),
    first: firstRow * columns,
    end: Math.min(count, endRow * columns),
    top: firstRow * pitch,
  };
}

/** Whether the same tiles are drawn in the same places, however many there are. */
export function isSameWindow(one: Place, other: Place): boolean {
  const [before, after] = [one, other].map((place) => tileWindow(Number.POSITIVE_INFINITY, place));
  return before?.first === after?.first && before?.end === after?.end && before?.size === after?.size;
}

/** The least width of a picture in a row with names, and between two; see `.picture-row` in activity.css. */
const [MIN_IN_ROW, GAP_IN_ROW] = [82, 10];

/** How many pictures with their names fit beside each other. @param width pixels */
export const picturesInRow = (width: number): number =>
  Math.max(1, Math.floor((width + GAP_IN_ROW) / (MIN_IN_ROW + GAP_IN_ROW)));

/** Where to scroll so that a tile can be seen whole. */
export function scrollTo(
  index: number,
  { columns, size }: Pick<TileWindow, 'columns' | 'size'>,
  scrollTop: number,
  height: number,
): number {
  const top = Math.floor(index / columns) * (size + GAP);
  return top < scrollTop ? top : Math.max(scrollTop, top + size - height);
}

/** The tile that a key leads to from another; null for other keys. */
export function tileAfter(key: string, index: number, columns: number, count: number): number | null {
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -columns,
    ArrowDown: columns,
    Home: -count,
    End: count,
  };
  const step = steps[key];
  if (step === undefined || count === 0) return null;
  const next = index + step;
  if (key === 'Home' || key === 'End') return Math.max(0, Math.min(count - 1, next));
  return next < 0 || next >= count ? index : next;
}

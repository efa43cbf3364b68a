/** Which lines of a long list are to be drawn. Pure. */

/** Pixels; the same as `.log-row` in activity.css. */
export const ROW_HEIGHT = 18;
/** Pixels above the first and below the last line. */
export const LOG_PADDING = 8;
/** Lines drawn beyond both edges, so that fast scrolling shows no gaps. */
const OVERSCAN = 20;

export interface LogWindow {
  readonly first: number;
  /** One past the last. */
  readonly end: number;
  /** Pixels from the top of the list. */
  readonly offset: number;
  /** Pixels of the whole list. */
  readonly height: number;
}

export function logWindow(lines: number, scrollTop: number, viewHeight: number): LogWindow {
  const visible = Math.ceil(viewHeight / ROW_HEIGHT);
  const top = Math.floor((scrollTop - LOG_PADDING) / ROW_HEIGHT);
  const first = Math.max(0, Math.min(top - OVERSCAN, lines - visible - OVERSCAN));
  const end = Math.min(lines, Math.max(0, top) + visible + OVERSCAN);
  return {
    first,
    end: Math.max(first, end),
    offset: LOG_PADDING + first * ROW_HEIGHT,
    height: lines * ROW_HEIGHT + 2 * LOG_PADDING,
  };
}

/** Whether the end of the list is in view, give or take a line. */
export function isAtEnd(scrollTop: number, viewHeight: number, height: number): boolean {
  return scrollTop + viewHeight >= height - ROW_HEIGHT;
}

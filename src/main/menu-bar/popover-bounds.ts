/** Where and how large the popover is: as tall as what it shows, below the icon, and never beyond the screen. */
import type { Rectangle } from 'electron';

/** Points at the usual size of text: its width always, its height until its page has said how tall it is, and at most. */
export const POPOVER_SIZE = { width: 360, height: 400, most: 640 } as const;

/** Points between its end and that of the screen. */
const DISTANCE = 8;

export interface PopoverFit {
  /** Of the window, where it is. */
  readonly bounds: Rectangle;
  /** The part of its display that neither the menu bar nor the Dock takes. */
  readonly workArea: Rectangle;
  /** What its page asks for, in the page's own pixels. */
  readonly height: number;
  /** Points for each pixel of the page; more than 1 where the person has enlarged the text. */
  readonly zoom: number;
}

/**
 * @returns the bounds for the window. Its middle stays where it is, and so does the end that is at the icon: the top on a Mac, the bottom where the
 * bar with the icons is below.
 */
export function popoverBounds({ bounds, workArea, height, zoom }: PopoverFit): Rectangle {
  const [top, bottom] = [workArea.y, workArea.y + workArea.height];
  const width = Math.min(Math.round(POPOVER_SIZE.width * zoom), workArea.width);
  const x = Math.round(bounds.x + (bounds.width - width) / 2);
  const hangsFromTop = bounds.y + bounds.height / 2 <= (top + bottom) / 2;
  const fixed = hangsFromTop ? Math.max(bounds.y, top) : Math.min(bounds.y + bounds.height, bottom);
  const room = (hangsFromTop ? bottom - fixed : fixed - top) - DISTANCE;
  const tall = Math.round(Math.min(height * zoom, POPOVER_SIZE.most * zoom, room));
  return {
    x: Math.max(workArea.x, Math.min(x, workArea.x + workArea.width - width)),
    y: hangsFromTop ? fixed : fixed - tall,
    width,
    height: tall,
  };
}

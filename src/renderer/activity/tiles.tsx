/** Photos as tiles, of which one is chosen. Only those in view are in the page, so that a hundred thousand scroll like a hundred. */
import { useSignal } from '@preact/signals';
import { useCallback, useEffect, useRef } from 'preact/hooks';
import type { FoundItem } from '../../shared/contract.ts';
import { formatCaptured, formatClauses } from '../../shared/format.ts';
import { strings } from '../../shared/strings.ts';
import { kindOf, Picture, SafetyMark } from '../components/picture.tsx';
import { isSameWindow, type Place, scrollTo, tileAfter, tileWindow } from './tile-window.ts';

const texts = strings.find;
/** Around the tiles, for the frame of the chosen one; see activity.css. */
const MARGIN = 3;

/** A photo; of one that is not in Photos any more nothing but its name is known. */
export interface TileItem extends Omit<FoundItem, 'safety'> {
  readonly safety: FoundItem['safety'] | null;
}

interface TilesProps {
  readonly items: readonly TileItem[];
  readonly chosen: string | null;
  readonly locale: string;
  readonly onChoose: (uuid: string) => void;
  /** The last of them come into view. */
  readonly onEnd?: () => void;
}

export function Tiles({ items, chosen, locale, onChoose, onEnd = () => {} }: TilesProps) {
  const view = useRef<HTMLDivElement>(null);
  const place = useSignal<Place>({ top: 0, height: 600, width: 600 });
  const measure = () => {
    const element = view.current;
    if (element === null) return;
    const next = { top: element.scrollTop, height: element.clientHeight, width: element.clientWidth - 2 * MARGIN };
    // Within a row nothing comes into the page, and nothing leaves it.
    if (!isSameWindow(place.peek(), next)) place.value = next;
  };
  // Measure reads the element as it is then.
  useEffect(() => {
    const element = view.current;
    if (element === null) return;
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const shown = tileWindow(items.length, place.value);
  // Not while it is drawn.
  useEffect(() => {
    if (shown.end === items.length) onEnd();
  }, [shown.end, items.length]);
  // Always the same for the tiles, whatever the page gives.
  const chooses = useRef(onChoose);
  chooses.current = onChoose;
  const choose = useCallback((uuid: string) => chooses.current(uuid), []);

  const move = (event: KeyboardEvent) => {
    const index = items.findIndex(({ uuid }) => uuid === chosen);
    const next = tileAfter(event.key, index, shown.columns, items.length);
    const item = next === null ? undefined : items[next];
    if (next === null || item === undefined) return;
    event.preventDefault();
    onChoose(item.uuid);
    const element = view.current;
    if (element !== null) element.scrollTop = scrollTo(next, shown, element.scrollTop, element.clientHeight);
  };
  const isDrawn = items.slice(shown.first, shown.end).some(({ uuid }) => uuid === chosen);
  return (
    <div
      ref={view}
      class="tiles"
      role="listbox"
      tabIndex={0}
      aria-label={texts.results}
      aria-activedescendant={isDrawn ? `tile-${chosen}` : undefined}
      onScroll={measure}
      onKeyDown={move}
    >
      <div class="tiles-space" style={{ height: `${shown.height}px` }}>
        <div
          class="tiles-drawn"
          style={{ top: `${shown.top}px`, '--columns': shown.columns, '--size': `${shown.size}px` }}
        >
          {items.slice(shown.first, shown.end).map((item, index) => (
            <Tile
              key={item.uuid}
              item={item}
              isChosen={item.uuid === chosen}
              place={shown.first + index + 1}
              of={items.length}
              locale={locale}
              onChoose={choose}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

interface TileProps {
  readonly item: TileItem;
  readonly isChosen: boolean;
  /** From 1 on, of so many. */
  readonly place: number;
  readonly of: number;
  readonly locale: string;
  readonly onChoose: (uuid: string) => void;
}

/** As everything that reads a signal (its texts do), it is drawn again only when one of its properties is another; see `@preact/signals`. */
function Tile({ item, isChosen, place, of, locale, onChoose }: TileProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the list, which has the focus.
    <div
      id={`tile-${item.uuid}`}
      class="tile"
      role="option"
      tabIndex={-1}
      aria-selected={isChosen}
      aria-setsize={of}
      aria-posinset={place}
      aria-label={tileLabel(item, locale)}
      title={item.filename}
      onClick={() => onChoose(item.uuid)}
    >
      <Picture item={item} />
      {item.safety !== null && <SafetyMark safety={item.safety} />}
    </div>
  );
}

/** The name first: a list is walked by the beginnings of its labels. */
export function tileLabel(item: TileItem, locale: string): string {
  const { filename, capturedAt, safety } = item;
  if (safety === null) return formatClauses([filename, texts.gone]);
  const said = [filename, kindOf(item), formatCaptured(capturedAt, locale), texts.safety[safety]];
  return formatClauses(said);
}

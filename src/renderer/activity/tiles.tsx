/** Photos as tiles, of which one is chosen. Only those in view are in the page, so that a hundred thousand scroll like a hundred. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { FoundItem } from '../../shared/contract.ts';
import { formatCaptured, formatRow } from '../../shared/format.ts';
import { strings } from '../../shared/strings.ts';
import { kindOf, Picture, SafetyMark } from '../components/picture.tsx';
import { scrollTo, tileAfter, tileWindow } from './tile-window.ts';

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
  const place = useSignal({ top: 0, height: 600, width: 600 });
  const measure = () => {
    const element = view.current;
    if (element !== null)
      place.value = { top: element.scrollTop, height: element.clientHeight, width: element.clientWidth - 2 * MARGIN };
  };
  // Measure reads the element as it is then.
  useEffect(() => {
    const element = view.current;
    if (element === null) return;
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const { top, height, width } = place.value;
  const shown = tileWindow(items.length, width, top, height);
  // Not while it is drawn.
  useEffect(() => {
    if (shown.end === items.length) onEnd();
  }, [shown.end, items.length]);

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
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the list, which has the focus.
            <div
              key={item.uuid}
              id={`tile-${item.uuid}`}
              class="tile"
              role="option"
              tabIndex={-1}
              aria-selected={item.uuid === chosen}
              aria-setsize={items.length}
              aria-posinset={shown.first + index + 1}
              aria-label={tileLabel(item, locale)}
              title={item.filename}
              onClick={() => onChoose(item.uuid)}
            >
              <Picture item={item} />
              {item.safety !== null && <SafetyMark safety={item.safety} />}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}

/** The name first: a list is walked by the beginnings of its labels. */
export function tileLabel(item: TileItem, locale: string): string {
  const { filename, capturedAt, safety } = item;
  if (safety === null) return formatRow([filename, texts.gone]);
  const said = [filename, kindOf(item), formatCaptured(capturedAt, locale), texts.safety[safety]];
  return formatRow(said);
}

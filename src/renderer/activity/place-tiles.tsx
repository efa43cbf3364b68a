/**
 * Albums and kinds as tiles: each filled by how much of it is in Immich. One of them takes the keyboard; the arrow keys go to its neighbours, as
 * they do among months.
 */
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { placeText } from '../../shared/phrases.ts';
import { strings } from '../../shared/strings.ts';
import { Button } from '../components/controls.tsx';
import type { NamedPlace } from './named-place.ts';
import { tileAfter } from './tile-window.ts';

const texts = strings.library;
/** Drawn at once; nobody looks through more without asking. */
const SHOWN = 120;

interface PlaceTilesProps {
  readonly places: readonly NamedPlace[];
  readonly chosen: string | null;
  readonly onChoose: (key: string) => void;
}

export function PlaceTiles({ places, chosen, onChoose }: PlaceTilesProps) {
  const shown = useSignal(SHOWN);
  const list = useRef<HTMLUListElement>(null);
  const drawn = places.slice(0, shown.value);
  const tabbed = drawn.some(({ key }) => key === chosen) ? chosen : drawn[0]?.key;
  const move = (event: KeyboardEvent) => {
    const tiles = [...(list.current?.querySelectorAll('button') ?? [])];
    const from = tiles.indexOf(event.target as HTMLButtonElement);
    const columns = tiles.filter(({ offsetTop }) => offsetTop === tiles[0]?.offsetTop).length;
    const next = tileAfter(event.key, from, columns, tiles.length);
    const place = next === null ? undefined : drawn[next];
    if (next === null || place === undefined) return;
    event.preventDefault();
    onChoose(place.key);
    tiles[next]?.focus();
  };
  return (
    <>
      <ul ref={list} class="place-tiles numbers" onKeyDown={move}>
        {drawn.map(({ key, name, assets, complete }) => (
          <li key={key}>
            <button
              type="button"
              class="place-tile"
              tabIndex={key === tabbed ? 0 : -1}
              aria-pressed={chosen === key}
              title={placeText(name, assets, complete)}
              onClick={() => onChoose(key)}
            >
              <span class="place-name">{name}</span>
              <Fill share={complete / assets} isWide />
              <span class="soft">
                {complete === assets ? texts.allOf({ assets }) : texts.ofCount({ assets, complete })}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {places.length > shown.value && (
        <div>
          <Button
            onClick={() => {
              shown.value = places.length;
            }}
          >
            {texts.albumsMore({ count: places.length - shown.value })}
          </Button>
        </div>
      )}
    </>
  );
}

interface FillProps {
  /** Of the items that are in Immich; null for none at all. What is not quite full, or not quite empty, looks so. */
  readonly share: number | null;
  /** Filled from the left; else from below. */
  readonly isWide?: boolean;
}

export function Fill({ share, isWide = false }: FillProps) {
  const all = isWide ? 100 : 24;
  const least = all / 8;
  const filled =
    share === null || share === 0
      ? 0
      : share === 1
        ? all
        : Math.min(all - least, Math.max(least, Math.round(share * all)));
  const [width, height] = isWide ? [100, 8] : [44, 24];
  return (
    <svg
      class={`fill${share === null ? ' none' : ''}${isWide ? ' wide' : ''}`}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <rect class="all" x="0" y="0" width={width} height={height} />
      {filled > 0 &&
        (isWide ? (
          <rect class="filled" x="0" y="0" width={filled} height={height} />
        ) : (
          <rect class="filled" x="0" y={height - filled} width={width} height={filled} />
        ))}
    </svg>
  );
}

/** The small picture of a photo, or a plain tile where there is none; and the mark that says whether it is safe. */
import { computed, useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { FoundItem } from '../../shared/contract.ts';
import { strings } from '../../shared/strings.ts';
import { snapshot } from '../state.ts';
import { Glyph } from './marks.tsx';

/** What is written on the picture; null for a plain photo. */
export function kindOf({ media, isLive }: Pick<FoundItem, 'media' | 'isLive'>): string | null {
  return media === 'movie' ? strings.find.kinds.movie : isLive ? strings.find.kinds.live : null;
}

const areShown = computed(() => snapshot.value?.showsPictures !== false);

/** Whether the person wants to see pictures. During a sync the snapshot changes all the time; who asks is drawn again only when this does. */
export const showsPictures = () => areShown.value;

/** Fills a tile; where the person wants no pictures, with the name. */
export function Picture({ item }: { readonly item: Pick<FoundItem, 'uuid' | 'media' | 'isLive' | 'filename'> }) {
  const kind = kindOf(item);
  if (!showsPictures()) return <span class="no-picture name-alone">{item.filename}</span>;
  return (
    <>
      <SmallPicture of={item.uuid} isMovie={item.media === 'movie'} />
      {kind !== null && <span class="picture-kind" data-kind={kind} />}
    </>
  );
}

interface SmallPictureProps {
  /** The UUID of an item in Photos, or `immich/` and the id of an asset in Immich. */
  readonly of: string;
  readonly isMovie?: boolean;
}

function SmallPicture({ of, isMovie = false }: SmallPictureProps) {
  const missing = useSignal<string | null>(null);
  const image = useRef<HTMLImageElement>(null);
  // Chromium keeps loading a picture that was scrolled away, until it is told that it is wanted no more.
  useLayoutEffect(() => () => image.current?.removeAttribute('src'), []);
  if (missing.value === of)
    return (
      <span class="no-picture">
        <Glyph name={isMovie ? 'movie' : 'library'} />
      </span>
    );
  return (
    <img
      ref={image}
      src={`/picture/${of}`}
      alt=""
      loading="lazy"
      decoding="async"
      draggable={false}
      onError={() => {
        missing.value = of;
      }}
    />
  );
}

/** At the beginning of a row; nothing where the person wants no pictures. */
export function Thumbnail(props: SmallPictureProps) {
  if (!showsPictures()) return null;
  return (
    <span class="thumbnail" aria-hidden="true">
      <SmallPicture {...props} />
    </span>
  );
}

/** Shape and colour say the same. */
export function SafetyMark({ safety }: Pick<FoundItem, 'safety'>) {
  const look = LOOKS[safety] ?? 'missing';
  return (
    <span class={`safety ${look}`} aria-hidden="true">
      <svg viewBox="0 0 16 16" aria-hidden="true">
        {SHAPES[look]}
      </svg>
    </span>
  );
}

type Look = 'safe' | 'cloud' | 'out' | 'missing';

/** All others are missing in Immich. */
const LOOKS: Partial<Record<FoundItem['safety'], Look>> = {
  verified: 'safe',
  'original-not-on-this-mac': 'cloud',
  'not-wanted': 'out',
  'left-out': 'out',
  unknown: 'out',
};

const SHAPES = {
  safe: <path d="M4.5 8.4l2.4 2.4 4.6-5" />,
  cloud: <path d="M5 11h6a2.2 2.2 0 0 0 .3-4.4A3.3 3.3 0 0 0 5 6.3 2.4 2.4 0 0 0 5 11z" />,
  out: <path d="M5 8h6" />,
  missing: <path d="M8 4.4v4.4M8 11.4v.2" />,
} as const;

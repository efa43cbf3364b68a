/** Rows of any height, of which only those near the view are in the page, so that ten thousand scroll like ten. */
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** Rows that come and go together. */
const CHUNK = 50;
/** Pixels of a row before it was drawn. */
const ROW = 50;
/** How far beyond the view rows are drawn already. */
const NEAR = '800px';

interface LongListProps<Item> {
  readonly items: readonly Item[];
  readonly row: (item: Item, index: number) => ComponentChildren;
  /** The last of them come near. */
  readonly onEnd?: () => void;
}

export function LongList<Item>({ items, row, onEnd }: LongListProps<Item>) {
  const chunks = Math.ceil(items.length / CHUNK);
  return (
    <div class="long-list">
      {Array.from({ length: chunks }, (_, chunk) => {
        const first = chunk * CHUNK;
        const count = Math.min(CHUNK, items.length - first);
        return (
          <Chunk
            key={first}
            count={count}
            isFirst={chunk === 0}
            rows={() => items.slice(first, first + count).map((item, index) => row(item, first + index))}
            {...(chunk === chunks - 1 && onEnd !== undefined ? { onNear: onEnd } : {})}
          />
        );
      })}
    </div>
  );
}

interface ChunkProps {
  readonly count: number;
  readonly isFirst: boolean;
  readonly rows: () => ComponentChildren;
  readonly onNear?: () => void;
}

/** Away from the view it is an empty place as high as its rows were. */
function Chunk({ count, isFirst, rows, onNear }: ChunkProps) {
  const element = useRef<HTMLDivElement>(null);
  const height = useRef(count * ROW);
  const isNear = useSignal(isFirst);
  useEffect(() => {
    const chunk = element.current;
    if (chunk === null) return;
    // The margin of what scrolls, which is the page or, in a small window, all of it.
    const margins = { rootMargin: `${NEAR} 0px`, scrollMargin: `${NEAR} 0px` };
    const observer = new IntersectionObserver((entries) => {
      const last = entries.at(-1);
      if (last === undefined) return;
      if (!last.isIntersecting && isNear.peek()) height.current = last.boundingClientRect.height;
      isNear.value = last.isIntersecting;
    }, margins);
    observer.observe(chunk);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    if (isNear.value) onNear?.();
  }, [isNear.value, onNear === undefined, count]);
  return (
    <div ref={element} style={isNear.value ? undefined : { height: `${height.current}px` }}>
      {isNear.value && rows()}
    </div>
  );
}

/** The state marks (the same shapes as the icons in the menu bar, see app/icons) and the small symbols on buttons. */
import type { JSX } from 'preact';
import type { AppState } from '../../shared/contract.ts';

const FRAME = <rect x="2" y="3.5" width="14" height="11" rx="2.4" />;

const MORE_TO_COME = (
  <>
    {FRAME}
    <g class="solid">
      <circle cx="5.9" cy="9" r="1.1" />
      <circle cx="9" cy="9" r="1.1" />
      <circle cx="12.1" cy="9" r="1.1" />
    </g>
  </>
);

const SHAPES: Readonly<Record<AppState, JSX.Element>> = {
  'up-to-date': (
    <>
      {FRAME}
      <path d="M5.6 9.2l2.3 2.3 4.5-4.6" />
    </>
  ),
  syncing: (
    <>
      {FRAME}
      <path d="M9 11.8V6.4M6.7 8.6L9 6.2l2.3 2.4" />
    </>
  ),
  paused: (
    <>
      {FRAME}
      <path d="M7.4 6.9v4.2M10.6 6.9v4.2" />
    </>
  ),
  waiting: MORE_TO_COME,
  pending: MORE_TO_COME,
  attention: (
    <>
      <path d="M10.2 3.5H4.4A2.4 2.4 0 0 0 2 5.9v6.2a2.4 2.4 0 0 0 2.4 2.4h9.2a2.4 2.4 0 0 0 2.4-2.4V9" />
      <circle class="solid" cx="14.6" cy="4.4" r="2.9" />
    </>
  ),
  error: (
    <>
      {FRAME}
      <path d="M9 6.2v3.2" />
      <circle class="solid" cx="9" cy="11.8" r="1" />
    </>
  ),
  'not-set-up': (
    <>
      <rect x="2" y="3.5" width="14" height="11" rx="2.4" stroke-dasharray="2.4 2.6" />
      <path d="M9 7v4M7 9h4" />
    </>
  ),
};

export function StateMark({ state }: { readonly state: AppState }) {
  return (
    <svg class={`mark state-${state}`} viewBox="0 0 18 18" aria-hidden="true">
      {SHAPES[state]}
    </svg>
  );
}

const SYMBOLS = {
  pause: <path class="solid" d="M5.2 4.4h2.5v9.2H5.2zM10.3 4.4h2.5v9.2h-2.5z" />,
  gear: (
    <>
      <circle cx="9" cy="9" r="2.2" />
      <path d="M7.40 3.84L7.66 2.03L10.34 2.03L10.60 3.84L11.52 4.22L12.98 3.12L14.88 5.02L13.78 6.48L14.16 7.40L15.97 7.66L15.97 10.34L14.16 10.60L13.78 11.52L14.88 12.98L12.98 14.88L11.52 13.78L10.60 14.16L10.34 15.97L7.66 15.97L7.40 14.16L6.48 13.78L5.02 14.88L3.12 12.98L4.22 11.52L3.84 10.60L2.03 10.34L2.03 7.66L3.84 7.40L4.22 6.48L3.12 5.02L5.02 3.12L6.48 4.22z" />
    </>
  ),
  server: (
    <>
      <rect x="2.5" y="3" width="13" height="5" rx="1.4" />
      <rect x="2.5" y="10" width="13" height="5" rx="1.4" />
      <path d="M5.3 5.5h.1M5.3 12.5h.1" />
    </>
  ),
  library: (
    <>
      <rect x="2.5" y="3.5" width="13" height="11" rx="1.8" />
      <circle cx="6.3" cy="7" r="1.1" />
      <path d="M3 13l3.6-3.4 2.4 2.2 3-3.2 3.4 3.6" />
    </>
  ),
  albums: (
    <>
      <rect x="2.5" y="6.5" width="13" height="8.5" rx="1.8" />
      <path d="M4.5 4.2h9M6.5 2h5" />
    </>
  ),
  tag: (
    <>
      <path d="M3 3h5.6l6.6 6.6a1.4 1.4 0 0 1 0 2l-3.6 3.6a1.4 1.4 0 0 1-2 0L3 8.6z" />
      <circle class="solid" cx="6" cy="6" r="0.9" />
    </>
  ),
  clock: (
    <>
      <circle cx="9" cy="9" r="6.4" />
      <path d="M9 5.4V9l2.4 1.6" />
    </>
  ),
  sliders: (
    <>
      <path d="M3 5.5h7M14 5.5h1M3 12.5h1M8 12.5h7" />
      <circle cx="12" cy="5.5" r="1.8" />
      <circle cx="6" cy="12.5" r="1.8" />
    </>
  ),
  list: <path d="M3 5h12M3 9h12M3 13h8" />,
  cloud: <path d="M5.4 13.5a3 3 0 0 1-.3-6 4.2 4.2 0 0 1 8-.2 3.1 3.1 0 0 1-.4 6.2z" />,
  tool: (
    <path d="M11.2 3.2a3.6 3.6 0 0 0-1.1 4.4l-6.3 6.1 1.6 1.6 6.2-6.3a3.6 3.6 0 0 0 4.2-4.7L13.6 6.5l-1.9-.4-.4-1.9z" />
  ),
  question: (
    <>
      <circle cx="9" cy="9" r="6.6" />
      <path d="M7.1 7.1a1.95 1.95 0 1 1 2.9 1.7c-.7.4-1 .8-1 1.5" />
      <circle class="solid" cx="9" cy="12.6" r="0.85" />
    </>
  ),
  key: (
    <>
      <circle cx="6" cy="12" r="3.2" />
      <path d="M8.4 9.6l6.4-6.4M12.2 5.8l2.2 2.2M10.2 7.8l1.6 1.6" />
    </>
  ),
  bell: (
    <>
      <path d="M4.2 12.8c1-1 1.3-2.2 1.3-4.6a3.5 3.5 0 0 1 7 0c0 2.4.3 3.6 1.3 4.6z" />
      <path d="M7.6 15a1.5 1.5 0 0 0 2.8 0M9 4.7V3.2" />
    </>
  ),
  dash: <path d="M5 9h8" />,
  tick: <path d="M4 9.4l3.2 3.2L14 5.8" />,
  cross: <path d="M5 5l8 8M13 5l-8 8" />,
  plus: <path d="M9 4v10M4 9h10" />,
  movie: (
    <>
      <rect x="2.5" y="3.5" width="13" height="11" rx="1.8" />
      <path class="solid" d="M7.4 6.6v4.8L11.4 9z" />
    </>
  ),
  next: <path d="M3 9h10.5M9.6 5l4 4-4 4" />,
  search: (
    <>
      <circle cx="7.8" cy="7.8" r="4.6" />
      <path d="M11.3 11.3l4 4" />
    </>
  ),
} as const satisfies Record<string, JSX.Element>;
export type SymbolName = keyof typeof SYMBOLS;

export function Glyph({ name }: { readonly name: SymbolName }) {
  return (
    <svg class="symbol" viewBox="0 0 18 18" aria-hidden="true">
      {SYMBOLS[name]}
    </svg>
  );
}

/** The list at the left of a window. Arrow keys move in it, as in a Mac's sidebar. */
import type { ComponentChildren } from 'preact';
import { Glyph, type SymbolName } from './marks.tsx';

export function Side({ label, children }: { readonly label: string; readonly children: ComponentChildren }) {
  return (
    <nav class="side" aria-label={label} onKeyDown={moveWithArrows}>
      {children}
    </nav>
  );
}

function moveWithArrows(event: KeyboardEvent): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  const items = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLButtonElement>('.side-item')];
  const next = items[items.indexOf(document.activeElement as HTMLButtonElement) + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
  next.click();
}

interface SideItemProps {
  readonly isCurrent: boolean;
  readonly onClick: () => void;
  readonly symbol?: SymbolName;
  readonly mark?: ComponentChildren;
  readonly title: string;
  readonly second?: string;
}

export function SideItem({ isCurrent, onClick, symbol, mark, title, second }: SideItemProps) {
  return (
    <button type="button" class="side-item" aria-current={isCurrent ? 'page' : undefined} onClick={onClick}>
      {symbol !== undefined && <Glyph name={symbol} />}
      {mark}
      <span class="side-text">
        <span>{title}</span>
        {second !== undefined && (
          <span class="second" title={second}>
            {second}
          </span>
        )}
      </span>
    </button>
  );
}

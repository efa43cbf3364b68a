/**
 * Where the control that has the focus goes away (a button gives way to what it opens, a line was removed, another page is shown), the focus goes
 * to what came into its place. Chromium would give it to nothing: VoiceOver starts over at the top of the window then, and Return does nothing. One that is
 * disabled while it works gets the focus back.
 */
const CONTROLS = 'button, input, select, textarea, a[href], [tabindex]';

interface Held {
  readonly element: HTMLElement;
  /** The controls before it, in the order of Tab. */
  readonly before: readonly HTMLElement[];
}

/** Once for each window. The sidebar keeps its own. */
export function keepFocus(): void {
  let held: Held | null = null;
  const hold = ({ target }: Event) => {
    const element = target as HTMLElement;
    const controls = controlsOfPage();
    const index = controls.indexOf(element);
    held = index === -1 ? null : { element, before: controls.slice(0, index) };
  };
  // By a click beside it, say: nobody wants it back. What goes away is gone, and what is disabled is disabled, a moment later.
  const forget = ({ target }: Event) =>
    queueMicrotask(() => {
      if (held?.element === target && isControl(held.element) && hasNobodyFocus()) held = null;
    });
  const restore = () => {
    if (held === null || !hasNobodyFocus()) return;
    if (held.element.isConnected) {
      if (isControl(held.element)) held.element.focus();
      return;
    }
    const controls = controlsOfPage();
    const last = held.before.findLast((control) => controls.includes(control));
    const next = controls[last === undefined ? 0 : controls.indexOf(last) + 1] ?? last;
    // A page that is still empty is looked at again when it changes.
    next?.focus();
  };
  const observer = new MutationObserver(restore);
  observer.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['disabled'] });
  document.addEventListener('focusin', hold);
  document.addEventListener('focusout', forget);
}

const hasNobodyFocus = () => document.activeElement === null || document.activeElement === document.body;
const isControl = (element: HTMLElement) =>
  element.isConnected && element.tabIndex >= 0 && !(element as HTMLButtonElement).disabled;
const controlsOfPage = () => [...document.querySelectorAll<HTMLElement>(`main :is(${CONTROLS})`)].filter(isControl);

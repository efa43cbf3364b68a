/** The popover is as tall as what it shows: its page measures itself, and says so to the main process. */
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { AppStatus } from '../../shared/contract.ts';
import { tell } from '../actions.ts';
import { type Height, heightToAskFor } from './height-to-ask-for.ts';

/**
 * Keeps the window as tall as its content. Measured right after each drawing, and not only by an observer: a hidden popover draws no frames, and is
 * to open with the right height.
 *
 * @param frame all of the page, as tall as the window
 * @param body the part that scrolls where the screen ends, with one element in it
 */
export function useFittingHeight(
  frame: RefObject<HTMLElement | null>,
  body: RefObject<HTMLElement | null>,
  state: AppStatus['state'] | null,
): void {
  const before = useRef<Height | null>(null);
  const fit = useRef(() => {});
  fit.current = () => {
    const content = body.current?.firstElementChild;
    if (state === null || !frame.current || !body.current || !content) return;
    const rest = frame.current.scrollHeight - body.current.clientHeight;
    const natural = { state, height: Math.ceil(rest + content.getBoundingClientRect().height) };
    const height = heightToAskFor(before.current, natural, document.visibilityState === 'visible');
    before.current = { state, height };
    tell('popover.fit', { height });
  };
  useLayoutEffect(() => fit.current());
  useEffect(() => {
    const again = () => fit.current();
    const observer = new ResizeObserver(again);
    for (const part of frame.current?.children ?? []) observer.observe(part);
    const content = body.current?.firstElementChild;
    if (content) observer.observe(content);
    // Also when the person enlarges the text.
    window.addEventListener('resize', again);
    return () => {
      observer.disconnect();
      window.removeEventListener('resize', again);
    };
  }, [state]);
}

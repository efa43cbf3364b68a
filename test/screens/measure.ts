/**
 * What has no room on a page as it is drawn: texts that are cut off without a tooltip that has the whole, or leave their button, card or
 * window; buttons of two lines; lists that can be scrolled sideways; letters that no font has.
 */
import type { Page } from 'playwright-core';

/** Letters that a font has been found for. One page asks for them once, and a run of many pages, too. */
const drawn = new Set<string>();

/**
 * @param how `isTight` in the smallest window, or enlarged: there a button may have two lines, and a log be wider than its place
 * @returns one line for each, for example `cut off: button.small “Automatische Synchron…”`
 */
export async function flawsOf(page: Page, how: { readonly isTight?: boolean } = {}): Promise<readonly string[]> {
  const { flaws, letters } = await page.evaluate(look, [[...drawn].join(''), how.isTight ?? false] as const);
  for (const letter of letters) drawn.add(letter);
  return flaws;
}

/** Runs in the page. @param known letters that need not be looked at again */
function look([known, isTight]: readonly [string, boolean]): {
  readonly flaws: readonly string[];
  readonly letters: readonly string[];
} {
  const flaws = new Set<string>();
  /** Of a pixel: rounding. */
  const SLACK = 1;
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('The page has no canvas');

  const note = (what: string, element: Element, text: string) => {
    const name = [element.tagName.toLowerCase(), ...element.classList].join('.');
    flaws.add(`${what}: ${name} “${text.trim().replaceAll(/\s+/g, ' ').slice(0, 60)}”`);
  };
  const isSeen = (element: Element) =>
    element.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true }) &&
    element.closest('.only-heard') === null;
  /** What lays the text out. */
  function blockOf(element: Element): Element {
    const parent = element.parentElement;
    return parent !== null && getComputedStyle(element).display.startsWith('inline') ? blockOf(parent) : element;
  }
  /** The whole text stands in a tooltip. */
  const isTold = (element: Element) => element.closest('[title]:not([title=""])') !== null;

  const widthOf = (text: string, style: CSSStyleDeclaration) => {
    context.font = style.font;
    return context.measureText(text).width;
  };

  function lookAtText(node: Text, element: Element): void {
    const text = node.data;
    const range = document.createRange();
    range.selectNodeContents(node);
    const rects = [...range.getClientRects()].filter(({ width }) => width > 0);
    const button = element.closest('button.button');
    if (!isTight && button !== null && new Set(rects.map(({ top }) => Math.round(top))).size > 1)
      note('two lines', button, text);
    const block = blockOf(element);
    const { left: from, right: to } = block.getBoundingClientRect();
    // Where it is cut off there instead is looked at below.
    // A space at the end of a line of preformatted text hangs over its edge.
    const isCutThere = getComputedStyle(block).overflowX !== 'visible' || block.matches('pre');
    for (const rect of rects) {
      if (!isCutThere && (rect.right > to + SLACK || rect.left < from - SLACK)) note('leaves its place', element, text);
      lookAround(rect, element, text);
    }
  }

  /** Whether a text or a control is seen whole, in what it belongs to and in the window. */
  function lookAround({ left, right, bottom }: DOMRect, element: Element, text: string): void {
    for (let around: Element | null = element; around !== null; around = around.parentElement) {
      const { overflowX, overflowY } = getComputedStyle(around);
      const box = around === document.documentElement ? null : around.getBoundingClientRect();
      const edges = box ?? { left: 0, right: innerWidth, bottom: Number.POSITIVE_INFINITY };
      if (around.matches('button, .card, .group') && (right > edges.right + SLACK || left < edges.left - SLACK))
        note('leaves its place', around, text);
      const isCut = box === null || overflowX === 'hidden' || overflowX === 'clip';
      if (isCut && (right > edges.right + SLACK || left < edges.left - SLACK) && !isTold(element))
        note('cut off', element, text);
      if ((overflowY === 'hidden' || overflowY === 'clip') && bottom > edges.bottom + 2 && !isTold(element))
        note('cut off below', element, text);
      // What scrolls shows everything.
      if (overflowX !== 'visible' || overflowY !== 'visible') break;
    }
  }

  const texts: string[] = [];
  for (const element of document.querySelectorAll('body, body *')) {
    if (!isSeen(element)) continue;
    const style = getComputedStyle(element);
    // Lines of a log are not broken.
    const isLog = isTight && element.matches('.log-view');
    if (!isLog && /auto|scroll/.test(style.overflowX) && element.scrollWidth > element.clientWidth + SLACK)
      note('scrolls sideways', element, '');
    // Room for the arrow beside the chosen one.
    if (element instanceof HTMLSelectElement) {
      const chosen = element.selectedOptions[0]?.text ?? '';
      if (widthOf(chosen, style) > element.clientWidth - 16) note('cut off', element, chosen);
    }
    if (element instanceof HTMLInputElement && element.placeholder !== '' && element.value === '') {
      const padding = Number.parseFloat(style.paddingLeft) + Number.parseFloat(style.paddingRight);
      if (widthOf(element.placeholder, style) > element.clientWidth - padding + SLACK)
        note('cut off', element, element.placeholder);
    }
    if (element instanceof HTMLOptionElement) continue;
    if (element.matches('button, input, select, img')) {
      const box = element.getBoundingClientRect();
      // What is drawn in the place of a box of the system’s has no size.
      if (box.width > 1) lookAround(box, element, element.getAttribute('aria-label') ?? element.id);
    }
    for (const node of element.childNodes) {
      if (!(node instanceof Text) || node.data.trim() === '') continue;
      texts.push(node.data);
      lookAtText(node, element);
    }
  }
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth + SLACK) note('scrolls sideways', document.documentElement, '');

  const size = 20;
  canvas.width = size;
  canvas.height = size;
  context.font = `16px ${getComputedStyle(document.body).fontFamily}`;
  context.textBaseline = 'top';
  const picture = (letter: string) => {
    context.clearRect(0, 0, size, size);
    context.fillText(letter, 0, 0);
    return context.getImageData(0, 0, size, size).data.join();
  };
  // No font has this one: it is drawn as every letter that is missing.
  const missing = picture('\u{10fffe}');
  const letters = [...new Set(texts.join('').match(/[\p{L}\p{P}]/gu))].filter((letter) => !known.includes(letter));
  const lacking = letters.filter((letter) => picture(letter) === missing);
  if (lacking.length > 0) note('no font', document.body, lacking.join(''));
  return { flaws: [...flaws], letters: letters.filter((letter) => !lacking.includes(letter)) };
}

/** Texts that are hard to read: the contrast of each with what is behind it, as the WCAG counts it. */
import type { Page } from 'playwright-core';

/**
 * axe leaves out what it is unsure of, a menu with an arrow drawn behind it for instance. This goes by the colours alone: of the text, and of all that
 * lies behind it, each as transparent as it is. What cannot be used now is left out, as by the WCAG, and so are pictures of photos.
 *
 * @returns a line for each text with a contrast of less than 4.5, of less than 3 where it is large
 */
export function faintTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    type Colour = [red: number, green: number, blue: number, alpha: number];
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    if (canvas === null) throw new Error('There is no canvas');
    const known = new Map<string, Colour>();
    /** In the way that the browser reads colours, whichever way they are written in. */
    const read = (text: string): Colour => {
      const before = known.get(text);
      if (before !== undefined) return before;
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = text;
      canvas.fillRect(0, 0, 1, 1);
      const [red = 0, green = 0, blue = 0, alpha = 0] = canvas.getImageData(0, 0, 1, 1).data;
      const colour: Colour = [red, green, blue, alpha / 255];
      known.set(text, colour);
      return colour;
    };
    const over = (front: Colour, back: Colour, opacity = 1): Colour => {
      const alpha = front[3] * opacity;
      const mix = (at: 0 | 1 | 2) => front[at] * alpha + back[at] * (1 - alpha);
      return [mix(0), mix(1), mix(2), 1];
    };
    const luminance = ([red, green, blue]: Colour) => {
      const linear = (value: number) =>
        value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4;
      return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
    };
    const contrast = (one: Colour, other: Colour) => {
      const [a, b] = [luminance(one), luminance(other)];
      return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    };
    /** The ground below an element, from the page up to it. */
    const groundOf = (element: Element): Colour => {
      const chain: Element[] = [];
      for (let place: Element | null = element; place !== null; place = place.parentElement) chain.unshift(place);
      let ground: Colour = [255, 255, 255, 1];
      for (const place of chain) ground = over(read(getComputedStyle(place).backgroundColor), ground);
      return ground;
    };
    const opacityOf = (element: Element): number => {
      let opacity = 1;
      for (let place: Element | null = element; place !== null; place = place.parentElement)
        opacity *= Number(getComputedStyle(place).opacity);
      return opacity;
    };

    const found = new Set<string>();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement;
      const words = walker.currentNode.textContent?.trim() ?? '';
      if (element === null || words === '' || element.closest('.only-heard, :disabled, [aria-disabled=true], option'))
        continue;
      if (element.getClientRects().length === 0) continue;
      const style = getComputedStyle(element);
      const ground = groundOf(element);
      const colour = over(
        read(style.fill !== '' && element instanceof SVGElement ? style.fill : style.color),
        ground,
        opacityOf(element),
      );
      const size = Number.parseFloat(style.fontSize);
      const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      const measured = contrast(colour, ground);
      if (measured < (isLarge ? 3 : 4.5))
        found.add(
          `${measured.toFixed(1)}: ${element.tagName.toLowerCase()}.${[...element.classList].join('.')} “${words.slice(0, 40)}”`,
        );
    }
    for (const field of document.querySelectorAll('select, input, textarea')) {
      if (field.matches(':disabled, [type=checkbox], [type=radio]')) continue;
      const ground = groundOf(field);
      for (const [what, colour] of [
        ['text', getComputedStyle(field).color],
        ['placeholder', getComputedStyle(field, '::placeholder').color],
      ] as const) {
        const measured = contrast(over(read(colour), ground), ground);
        if (measured < 4.5) found.add(`${measured.toFixed(1)}: ${what} of ${field.tagName.toLowerCase()}#${field.id}`);
      }
    }
    return [...found];
  });
}

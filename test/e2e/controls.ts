/** What a window offers to keyboard and VoiceOver: each control as Chromium tells it to the system, and what Tab comes to. */
import type { Page } from 'playwright-core';

interface Control {
  /** As ARIA has it; `combobox` is a menu with a choice. */
  readonly role: string;
  readonly name: string;
  /** The names of what is around it, the outermost first: regions, groups, lists, rows. */
  readonly within: readonly string[];
  /** As VoiceOver tells it: `checked`, `pressed`, `selected`, `disabled` and others. */
  readonly states: Readonly<Record<string, unknown>>;
  /** Tab does not stop there: the arrow keys of what is around it lead to it. */
  readonly isByArrows: boolean;
  /** The number that {@link walk} gives for it. */
  readonly number: number;
}

type Landmark = Pick<Control, 'role' | 'name'>;

interface Walked {
  /** Numbers of the controls, in the order in which Tab comes to them. */
  readonly stops: readonly number[];
  /** Those of which nobody could see that they have the focus, and those outside the window, in words. */
  readonly unseen: readonly string[];
}

const CONTROLS = new Set([
  ...['button', 'link', 'checkbox', 'switch', 'radio', 'textbox', 'searchbox', 'combobox', 'option', 'slider'],
  ...['spinbutton', 'tab', 'menuitem', 'treeitem', 'Date', 'InputTime', 'DisclosureTriangle'],
]);
const AROUND = new Set([
  ...['region', 'group', 'navigation', 'toolbar', 'listbox', 'form', 'table', 'dialog', 'alertdialog', 'list'],
  ...['complementary', 'alert', 'status', 'figure', 'row'],
]);
const LANDMARKS = new Set(['main', 'navigation', 'banner', 'contentinfo', 'complementary', 'search', 'form', 'region']);
/** More than a person would press. */
const MOST_STOPS = 120;
const NUMBER = 'data-number';

/** What a person without a pointer, or without sight, could not find, reach or tell apart; in words. */
export async function troublesOfControls(page: Page): Promise<readonly string[]> {
  const { controls, clickable, landmarks } = await controlsOf(page);
  const { stops, unseen } = controls.length === 0 ? { stops: [], unseen: [] } : await walk(page);
  const enabled = controls.filter(({ states }) => states.disabled !== true);
  const tell = ({ role, name, within }: Control) => `${role} “${name}” in ${within.join(' › ')}`;
  const alike = Map.groupBy(controls, ({ role, name, within }) => JSON.stringify([role, name, within]));
  const isReached = ({ number, isByArrows }: Control) => isByArrows || stops.includes(number);
  const isUntold = ({ role, states }: Control) =>
    (['checkbox', 'switch', 'radio'].includes(role) && states.checked === undefined) ||
    (role === 'option' && states.selected === undefined);
  return [
    ...clickable.map((html) => `is clicked without being a control: ${html}`),
    ...unseen.map((html) => `has the focus unseen: ${html}`),
    ...controls.filter(({ name }) => name === '').map((control) => `has no name: ${tell(control)}`),
    ...[...alike.values()].flatMap((same) =>
      same.length === 1 ? [] : same.slice(0, 1).map((control) => `${same.length} are called alike: ${tell(control)}`),
    ),
    ...enabled.filter((control) => !isReached(control)).map((control) => `is not reached: ${tell(control)}`),
    ...controls.filter(isUntold).map((control) => `does not tell its state: ${tell(control)}`),
    ...troublesOfLandmarks(landmarks),
  ];
}

/** VoiceOver lists them: one is the page itself, and the others are told apart by their names. */
function troublesOfLandmarks(landmarks: readonly Landmark[]): readonly string[] {
  const mains = landmarks.filter(({ role }) => role === 'main').length;
  const alike = Map.groupBy(landmarks, ({ role, name }) => `${role} “${name}”`);
  return [
    ...(mains === 1 ? [] : [`has ${mains} landmarks “main”`]),
    ...landmarks
      .filter(({ role, name }) => role !== 'main' && name === '')
      .map(({ role }) => `a landmark has no name: ${role}`),
    ...[...alike].flatMap(([landmark, same]) => (same.length === 1 ? [] : [`${same.length} landmarks: ${landmark}`])),
  ];
}

/** @returns the controls in the order of the page, and what can be clicked without being one, as HTML */
async function controlsOf(page: Page): Promise<{
  readonly controls: readonly Control[];
  readonly clickable: readonly string[];
  readonly landmarks: readonly Landmark[];
}> {
  await page.evaluate((attribute) => {
    for (const [index, element] of [...document.body.querySelectorAll('*')].entries())
      element.setAttribute(attribute, String(index));
  }, NUMBER);
  const debug = await page.context().newCDPSession(page);
  try {
    await debug.send('DOM.enable');
    const { nodes: flat } = await debug.send('DOM.getFlattenedDocument', { depth: -1 });
    const elements = new Map(
      flat.map(({ backendNodeId, nodeName, attributes = [] }) => {
        const pairs = attributes.flatMap((name, index) =>
          index % 2 === 0 ? [[name, attributes[index + 1] ?? '']] : [],
        );
        // What is in a menu with a choice is the system's to walk through.
        return [backendNodeId, nodeName === 'OPTION' ? undefined : new Map(pairs as [string, string][])];
      }),
    );
    const { nodes } = await debug.send('Accessibility.getFullAXTree');
    const byId = new Map(nodes.map((node) => [node.nodeId, node]));
    const around = (id: string | undefined): string[] => {
      const node = id === undefined ? undefined : byId.get(id);
      if (node === undefined) return [];
      const name = AROUND.has(String(node.role?.value)) ? String(node.name?.value ?? '') : '';
      return [...around(node.parentId), ...(name === '' ? [] : [name])];
    };
    const controls = nodes.flatMap((node): Control[] => {
      const element = elements.get(node.backendDOMNodeId ?? -1);
      const role = String(node.role?.value);
      // What a field is made of itself has no number.
      if (node.ignored || element?.get(NUMBER) === undefined || !CONTROLS.has(role)) return [];
      return [
        {
          role,
          name: String(node.name?.value ?? '').trim(),
          within: around(node.parentId),
          states: Object.fromEntries((node.properties ?? []).map(({ name, value }) => [name, value.value])),
          isByArrows: element.get('tabindex') === '-1',
          number: Number(element.get(NUMBER)),
        },
      ];
    });
    const landmarks = nodes.flatMap(({ ignored, role, name }) =>
      !ignored && LANDMARKS.has(String(role?.value))
        ? [{ role: String(role?.value), name: String(name?.value ?? '').trim() }]
        : [],
    );
    const { result } = await debug.send('Runtime.evaluate', { expression: 'document.body' });
    const { listeners } = await debug.send('DOMDebugger.getEventListeners', {
      objectId: result.objectId ?? '',
      depth: -1,
    });
    const clicked = listeners.flatMap(({ type, backendNodeId }) => {
      const number = type === 'click' ? elements.get(backendNodeId ?? -1)?.get(NUMBER) : undefined;
      return number === undefined ? [] : [Number(number)];
    });
    const known = new Set(controls.map(({ number }) => number));
    const clickable = await page.evaluate(
      ({ attribute, numbers }) =>
        numbers.map((number) => document.querySelector(`[${attribute}="${number}"]`)?.outerHTML.slice(0, 160) ?? ''),
      { attribute: NUMBER, numbers: clicked.filter((number) => !known.has(number)) },
    );
    return { controls, clickable, landmarks };
  } finally {
    await debug.detach();
  }
}

/** Presses Tab until it comes to where it began. Goes with the numbers of {@link controlsOf}. */
async function walk(page: Page): Promise<Walked> {
  await toTheBeginning(page);
  const stops: number[] = [];
  const unseen: string[] = [];
  for (let press = 0; press < MOST_STOPS; press += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate((attribute) => {
      const element = document.activeElement;
      if (element === null || element === document.body) return null;
      const { top, left, bottom, right, width, height } = element.getBoundingClientRect();
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
      const isMarked = (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0) || boxShadow !== 'none';
      const isInside = bottom > 0 && right > 0 && top < innerHeight && left < innerWidth && width > 0 && height > 0;
      return {
        number: Number(element.getAttribute(attribute)),
        html: element.outerHTML.slice(0, 160),
        isSeen: element.matches(':focus-visible') && isMarked && isInside,
      };
    }, NUMBER);
    // From the last one to the window's frame, and from there to the first one again.
    if (stop === null) continue;
    if (stop.number === stops[0]) {
      await toTheBeginning(page);
      return { stops, unseen };
    }
    if (stops.at(-1) !== stop.number) stops.push(stop.number);
    if (!stop.isSeen) unseen.push(stop.html);
  }
  throw new Error(`Tab does not come round in ${MOST_STOPS} steps`);
}

/** As a window that has just been opened: Tab comes to its first control. */
const toTheBeginning = (page: Page) =>
  page.evaluate(() => {
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute('tabindex');
    document.body.blur();
  });

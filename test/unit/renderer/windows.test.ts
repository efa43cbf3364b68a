// @vitest-environment happy-dom
/**
 * The windows drawn in a page without a browser, with what the pictures show: every scene of the gallery, in milliseconds. How they look, the
 * keyboard and the shell around them are for the end-to-end tests.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { render } from 'preact';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { makeProblem } from '../../../src/core/model/problem.ts';
import type { Bridge, Snapshot } from '../../../src/shared/contract.ts';
import { ENGLISH, type Language, useLanguage } from '../../../src/shared/texts.ts';
import { inUse } from '../../../src/shared/told.ts';
import { NOTES, NOW, STATES } from '../../screens/fixtures.ts';
import { spoken } from '../../screens/said.ts';
import { answersOf, SCENES, type Scene, updateOf } from '../../screens/scenes.ts';

const languageOf = (tag: string): Language => ({
  tag,
  messages: JSON.parse(readFileSync(join(import.meta.dirname, `../../../src/shared/languages/${tag}.json`), 'utf8')),
});
const german = languageOf('de');

const entry = {
  popover: () => import('../../../src/renderer/popover/index.tsx'),
  activity: () => import('../../../src/renderer/activity/index.tsx'),
  settings: () => import('../../../src/renderer/settings/index.tsx'),
  setup: () => import('../../../src/renderer/setup/index.tsx'),
  question: () => import('../../../src/renderer/question/index.tsx'),
};

/** Calls of the window, by their names. */
let calls: string[] = [];

/** What the main process does, without one. */
function bridgeOf(scene: Scene, language: Language): Bridge {
  useLanguage(language);
  const appearance = { platform: 'darwin', hasVibrancy: true, accent: null, locale: 'en-GB', language: language.tag };
  const snapshot = inUse(
    spoken({ ...STATES[scene.state], ...scene.shown, update: updateOf(scene), now: NOW, appearance }),
  ) as unknown as Snapshot;
  const answers: Readonly<Record<string, (request: unknown) => unknown>> = {
    ...(answersOf(scene) as unknown as Record<string, (request: unknown) => unknown>),
    'snapshot.get': () => snapshot,
    'language.get': () => language,
    'question.get': () => ({ ...scene.question?.(), appearance }),
    'updates.notes': () => NOTES,
  };
  const call = async (name: string, request: unknown = null) => {
    calls.push(name);
    try {
      return { ok: true, value: inUse(spoken(await answers[name]?.(request))) ?? null };
    } catch (error) {
      return {
        ok: false,
        problem:
          (error as { problem?: unknown }).problem ?? makeProblem('unexpected', { reason: String(error) as never }),
      };
    }
  };
  return { call, on: () => () => {} } as unknown as Bridge;
}

async function open(scene: Scene, language: Language = ENGLISH): Promise<void> {
  vi.resetModules();
  const query = scene.place === null ? '' : `?place=${encodeURIComponent(scene.place)}`;
  (window as unknown as { happyDOM: { setURL(url: string): void } }).happyDOM.setURL(
    `http://localhost/${scene.window}.html${query}`,
  );
  Object.defineProperty(window, 'immichSync', { configurable: true, value: bridgeOf(scene, language) });
  await entry[scene.window]();
  await vi.waitFor(() => expect(document.body.textContent).not.toBe(''));
  // What the first drawing has asked for comes with the next turns.
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

beforeEach(() => {
  calls = [];
  // Each window begins one, and nothing ends it but the window's own end.
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
});
afterEach(async () => {
  vi.useRealTimers();
  // Given up by a person, or it would be kept for the next window.
  (document.activeElement as HTMLElement | null)?.blur();
  await Promise.resolve();
  render(null, document.body);
  document.body.replaceChildren();
  useLanguage(ENGLISH);
});

/** One for each page of each window. */
const PAGES = [...new Map(SCENES.map((scene) => [`${scene.window} ${scene.place}`, scene])).values()];

it.each([
  ['every scene in English', SCENES, ENGLISH],
  ['every page in German', PAGES, german],
] as const)(
  'draws %s, with whole texts and a name for each control',
  async (_name, scenes, language) => {
    for (const scene of scenes) {
      await open(scene, language);
      expect(document.querySelector('main'), scene.name).not.toBeNull();
      const text = document.body.textContent ?? '';
      expect(text, scene.name).not.toMatch(/undefined|\bNaN\b|\[object |Invalid Date/);
      const nameless = [...document.querySelectorAll('button, [role=button], input, select')].filter(
        (control) => !hasName(control),
      );
      expect(
        nameless.map((control) => control.outerHTML),
        scene.name,
      ).toEqual([]);
      expect(toldOtherwise(), scene.name).toEqual([]);
      render(null, document.body);
      document.body.replaceChildren();
    }
  },
  60_000,
);

/** Who says what is seen on a button must reach it (WCAG 2.5.3): its name has what is written on it. */
const toldOtherwise = () =>
  [...document.querySelectorAll('button[aria-label]')].flatMap((button) => {
    const seen = button.cloneNode(true) as Element;
    for (const hidden of seen.querySelectorAll('[aria-hidden=true], .only-heard')) hidden.remove();
    const [text, name] = [seen.textContent ?? '', button.getAttribute('aria-label') ?? ''].map(lettersOf);
    return name?.includes(text ?? '') ? [] : [`“${seen.textContent}” is called “${button.getAttribute('aria-label')}”`];
  });

const lettersOf = (text: string) => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');

function hasName(control: Element): boolean {
  const by = control.getAttribute('aria-labelledby');
  const labelled = by?.split(' ').some((id) => document.getElementById(id)?.textContent?.trim());
  const id = control.getAttribute('id');
  const label = id !== null && document.querySelector(`label[for="${id}"]`) !== null;
  return Boolean(
    control.textContent?.trim() ||
      control.getAttribute('aria-label') ||
      labelled ||
      label ||
      control.closest('label')?.textContent?.trim(),
  );
}

const sceneOf = (name: string): Scene => SCENES.find((scene) => scene.name === name) ?? fail(name);
function fail(name: string): never {
  throw new Error(`There is no scene ${name}.`);
}
const press = (name: string) =>
  [...document.querySelectorAll('button')].find((button) => button.textContent?.trim() === name)?.click();

it('the popover starts a sync, and stops one that is in progress', async () => {
  await open(sceneOf('popover-up-to-date'));
  press('Sync now');
  await vi.waitFor(() => expect(calls).toContain('sync.start'));
  render(null, document.body);
  await open(sceneOf('popover-syncing'));
  press('Stop');
  await vi.waitFor(() => expect(calls).toContain('sync.stop'));
});

const shown = () => document.body.textContent ?? '';
const times = (words: string) => shown().split(words).length - 1;

it('a problem is said once: its title only where it heads a long sentence', async () => {
  await open(sceneOf('popover-tool-missing'));
  expect(shown()).not.toContain('A tool is missing');
  expect(times('osxphotos is not installed')).toBe(1);
  render(null, document.body);
  await open(sceneOf('popover-error'));
  expect(times('Immich refused the API key')).toBe(1);
  expect(times('Make a new key in Immich')).toBe(1);
  render(null, document.body);
  await open(sceneOf('activity-partial'));
  const page = () => document.querySelector('main')?.textContent ?? '';
  // Its details are asked for once the page is there.
  await vi.waitFor(() => expect(page()).toContain('Immich refused'));
  expect(page().split('Immich refused').length - 1).toBe(1);
  expect(page()).not.toContain('Why');
  render(null, document.body);
  await open(sceneOf('popover-attention'));
  expect(times('Immich refused')).toBe(1);
});

it.each([
  'activity-conflicts',
  'activity-former-edits',
  'activity-library-checked',
  'activity-not-in-immich',
  'settings-general-damaged',
  'settings-albums-chosen',
  'setup-key-lacks',
  'setup-preview-huge',
])('%s has the punctuation of Japanese, also where texts are put together', async (name) => {
  await open(sceneOf(name), languageOf('ja'));
  await vi.waitFor(() => expect(document.body.textContent).toMatch(/[ぁ-ん]/));
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const wrong: string[] = [];
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent ?? '';
    if (/[ぁ-んァ-ヶー一-龠] ?[,.;:!?()]|[,.;:!?(] ?[ぁ-んァ-ヶ一-龠]|。 \S/.test(text)) wrong.push(text);
  }
  expect(wrong).toEqual([]);
});

it.each(['activity-library-albums', 'activity-library-kinds'])(
  '%s is one stop for the Tab key, walked with the arrow keys',
  async (name) => {
    await open(sceneOf(name));
    const tiles = () => [...document.querySelectorAll<HTMLElement>('.place-tile')];
    await vi.waitFor(() => expect(tiles().length).toBeGreaterThan(2));
    const stops = () => tiles().flatMap((tile, index) => (tile.tabIndex === 0 ? [index] : []));
    expect(stops()).toEqual([0]);
    tiles()[0]?.focus();
    const last = tiles().length - 1;
    for (const [key, index] of [
      ['ArrowRight', 1],
      ['ArrowLeft', 0],
      ['End', last],
      ['ArrowRight', last],
      ['Home', 0],
    ] as const) {
      document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
      await vi.waitFor(() => expect(stops()).toEqual([index]));
      expect(document.activeElement).toBe(tiles()[index]);
      expect(tiles()[index]?.getAttribute('aria-pressed')).toBe('true');
    }
  },
);

it('the map of months is a grid of years and months: one stop for the Tab key, walked with the arrow keys, opened with Return', async () => {
  await open(sceneOf('activity-library'));
  const months = () => [...document.querySelectorAll<HTMLElement>('[role=grid] [data-month]')];
  await vi.waitFor(() => expect(months().length).toBeGreaterThan(100));
  const byMonth = (month: string) => months().find((element) => element.dataset.month === month);
  const stops = () => months().flatMap(({ tabIndex, dataset }) => (tabIndex === 0 ? [dataset.month] : []));
  const pressed = () =>
    months().flatMap((month) => (month.getAttribute('aria-pressed') === 'true' ? [month.dataset.month] : []));
  const [first, last] = [months()[0]?.dataset.month, months().at(-1)?.dataset.month];
  // The newest, before one is chosen.
  expect([stops(), pressed()]).toEqual([[last], []]);
  // A row is a year, a column a month; each by name, for who is led through the cells.
  const grid = document.querySelector('[role=grid]');
  expect(grid?.querySelectorAll('thead th[scope=col]')).toHaveLength(12);
  expect(grid?.querySelectorAll('tbody th[scope=row]')).toHaveLength(13);
  expect(grid?.querySelector('caption')?.textContent).not.toBe('');

  byMonth('2018-07')?.click();
  await vi.waitFor(() => expect(pressed()).toEqual(['2018-07']));
  expect(document.querySelector('section[aria-label="July 2018"]')).not.toBeNull();
  byMonth('2018-07')?.focus();
  for (const [key, month] of [
    ['ArrowRight', '2018-08'],
    ['ArrowLeft', '2018-07'],
    ['ArrowDown', '2019-07'],
    ['ArrowUp', '2018-07'],
    ['Home', first],
    ['End', last],
    ['ArrowRight', last],
  ] as const) {
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    await vi.waitFor(() => expect([stops(), pressed()]).toEqual([[month], [month]]));
    expect((document.activeElement as HTMLElement).dataset.month).toBe(month);
  }
});

const stateOf = (name: string, state: string) =>
  [...document.querySelectorAll(`main [${state}], nav [${state}]`)].flatMap((control) =>
    (control.getAttribute('aria-label') ?? control.textContent) === name ? [control.getAttribute(state)] : [],
  );

it.each([
  ['activity-library', 'Months', 'aria-pressed', 'true'],
  ['activity-library', 'Albums', 'aria-pressed', 'false'],
  ['activity-library', 'Library', 'aria-current', 'page'],
  ['activity-diagnostics', 'log.txt', 'aria-pressed', 'false'],
  ['settings-schedule-hourly', 'Fri', 'aria-pressed', 'true'],
  ['settings-schedule-hourly', 'Sat', 'aria-pressed', 'false'],
  ['settings-general', 'General', 'aria-current', 'page'],
  ['setup-library', 'Library', 'aria-current', 'step'],
  ['popover-up-to-date', 'Pause', 'aria-haspopup', 'menu'],
] as const)('%s: %s tells %s as %s', async (scene, name, state, value) => {
  await open(sceneOf(scene));
  await vi.waitFor(() => expect(stateOf(name, state)).toEqual([value]));
});

it('the preview compares again when the phone’s copies are to be treated otherwise', async () => {
  await open(sceneOf('setup-preview'));
  const select = () => document.querySelector<HTMLSelectElement>('select#twins');
  await vi.waitFor(() => expect(select()?.value).toBe('upload'));
  const twins = select();
  if (twins === null) throw new Error('unreachable');
  twins.value = 'link';
  twins.dispatchEvent(new Event('change', { bubbles: true }));
  await vi.waitFor(() =>
    expect(calls.filter((name) => ['settings.change', 'plan.preview'].includes(name))).toEqual([
      'plan.preview',
      'settings.change',
      'plan.preview',
    ]),
  );
});

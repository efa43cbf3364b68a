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
afterEach(() => {
  vi.useRealTimers();
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
      render(null, document.body);
      document.body.replaceChildren();
    }
  },
  60_000,
);

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
  expect(times('was deleted or has expired')).toBe(1);
  render(null, document.body);
  await open(sceneOf('activity-partial'));
  const page = document.querySelector('main')?.textContent ?? '';
  expect(page.split('Immich refused').length - 1).toBe(1);
  expect(page).not.toContain('Why');
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
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const wrong: string[] = [];
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent ?? '';
    if (/[ぁ-んァ-ヶー一-龠] ?[,.;:!?()]|[,.;:!?(] ?[ぁ-んァ-ヶ一-龠]|。 \S/.test(text)) wrong.push(text);
  }
  expect(document.body.textContent).toMatch(/[ぁ-ん]/);
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

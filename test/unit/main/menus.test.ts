import type { MenuItemConstructorOptions } from 'electron';
import { afterEach, expect, it, vi } from 'vitest';
import { applicationMenu, type MenuActions } from '../../../src/main/menu-bar/menus.ts';
import { ENGLISH, useLanguage } from '../../../src/shared/texts.ts';
import { galleryLanguage } from '../../screens/gallery-language.ts';

afterEach(() => useLanguage(ENGLISH));

const actions = new Proxy({} as Record<string, () => void>, {
  get: (kept, name: string) => {
    kept[name] ??= vi.fn();
    return kept[name];
  },
}) as unknown as MenuActions;

const items = (menu: readonly MenuItemConstructorOptions[]): readonly MenuItemConstructorOptions[] =>
  menu.flatMap((item) => (Array.isArray(item.submenu) ? items(item.submenu) : [item]));

it('enlarges and makes small again by the keys of every app, without the tools of developers', () => {
  const roles = items(applicationMenu(actions)).map(({ role }) => role);
  expect(roles).toEqual(expect.arrayContaining(['resetZoom', 'zoomIn', 'zoomOut']));
  expect(roles).not.toContain('toggleDevTools');
  expect(roles).not.toContain('reload');
});

it('syncs by Command-R and has help', () => {
  const menu = applicationMenu(actions);
  const sync = items(menu).find(({ accelerator }) => accelerator === 'CommandOrControl+R');
  sync?.click?.({} as never, undefined, {} as never);
  expect(actions.startSync).toHaveBeenCalledOnce();
  expect(menu.at(-1)).toMatchObject({ role: 'help' });
});

it('is all in the language in use: no item has the label that Electron gives it', async () => {
  const german = await galleryLanguage('de');
  useLanguage(german);
  const labelled = (menu: readonly MenuItemConstructorOptions[]): readonly MenuItemConstructorOptions[] =>
    menu.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? labelled(item.submenu) : [])]);
  const own = new Set(Object.values(german.messages));
  const labels = labelled(applicationMenu(actions))
    .filter(({ type }) => type !== 'separator')
    .map(({ label, role }) => label ?? `(${role})`);
  expect(labels.length).toBeGreaterThan(20);
  expect(labels.filter((label) => !own.has(label))).toEqual([]);
});

import type { MenuItemConstructorOptions } from 'electron';
import { expect, it, vi } from 'vitest';
import { applicationMenu, type MenuActions } from '../../../src/main/menu-bar/menus.ts';

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

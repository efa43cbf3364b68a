/** The Dock, of which an app of the menu bar (`LSUIElement`) is no part unless it says so. */

/** What the system offers; Electron's `app` is one. */
export interface DockSystem {
  setActivationPolicy(policy: 'regular' | 'accessory'): void;
  focus(options: { readonly steal: boolean }): void;
}

/** @param isShown whether the app is in the Dock and in the app switcher (Command-Tab), as long as a window needs it there */
export function showInDock(isShown: boolean, system: DockSystem, platform: NodeJS.Platform): void {
  if (platform !== 'darwin') return;
  system.setActivationPolicy(isShown ? 'regular' : 'accessory');
  // A change of the policy leaves the app before as the active one, and with it its menus.
  if (isShown) system.focus({ steal: true });
}

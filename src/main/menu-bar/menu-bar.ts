/**
 * The icon and its popover: `menubar` 9.5.3 with the things around it that it leaves to its user. Each has its reason beside it; look
 * through them when menubar is updated.
 */

import { join } from 'node:path';
import { app, type BrowserWindow, Menu, type MenuItemConstructorOptions, nativeImage, screen, Tray } from 'electron';
import { type Menubar, menubar } from 'menubar';
import type { Snapshot } from '../../shared/contract.ts';
import { tooltipText } from '../../shared/status-text.ts';
import { isIconNowhere } from './icon-watch.ts';
import { POPOVER_SIZE, popoverBounds } from './popover-bounds.ts';
import { trayIconFile } from './tray-icon.ts';

/** By it macOS keeps the icon's place among the others, and whether it may be shown, across versions of the app. Never to be changed. */
const ICON_ID = '6b1f3c52-8f0e-4a57-9a3d-2f6f1d0c7e84';

/** Milliseconds after which the hidden popover's process is let go, if not told otherwise. */
const KEPT_HIDDEN = 5 * 60_000;

export interface MenuBarOptions {
  readonly iconsFolder: string;
  readonly preload: string;
  readonly pageUrl: string;
  readonly snapshot: () => Snapshot;
  readonly menu: () => MenuItemConstructorOptions[];
  /** Called with each new popover window, before its page is loaded. */
  readonly onWindow: (window: BrowserWindow) => void;
  readonly onTrouble: (text: string) => void;
  /** Milliseconds that a hidden popover is kept; five minutes if not given. */
  readonly keptHidden?: number | undefined;
}

export class MenuBar {
  readonly #options: MenuBarOptions;
  readonly #menubar: Menubar;
  readonly #images = new Map<string, Electron.NativeImage>();
  #isReady = false;
  #shownIcon = '';
  #shownTooltip = '';
  #isQuitting = false;
  #discardTimer: NodeJS.Timeout | undefined;
  #keptOpen = 0;
  /** In the page's own pixels; kept for the next popover, which then opens as tall as it will be. */
  #contentHeight: number = POPOVER_SIZE.height;

  constructor(options: MenuBarOptions) {
    this.#options = options;
    // Without an icon menubar shows its own cat, which is not in a bundle.
    const tray = new Tray(this.#image(trayIconFile(options.snapshot().status)), ICON_ID);
    this.#menubar = menubar({
      tray,
      // The page is loaded by us (see #onWindowCreated): a rejected load inside menubar would keep `ready` from ever firing.
      index: false,
      tooltip: tooltipText(options.snapshot()),
      preloadWindow: true,
      showDockIcon: false,
      // Its handler shows the popover at the last click's place, which may be on a display that is gone.
      activateWithApp: false,
      browserWindow: {
        width: POPOVER_SIZE.width,
        height: POPOVER_SIZE.height,
        resizable: false,
        minimizable: false,
        maximizable: false,
        fullscreenable: false,
        skipTaskbar: true,
        // Vibrancy without `transparent`: a transparent window loses its shadow and its rounded corners.
        ...(process.platform === 'darwin'
          ? {
              // A panel takes the keyboard without making this app the active one: after Escape the person is where they were.
              type: 'panel',
              vibrancy: 'popover' as const,
              visualEffectState: 'active' as const,
              backgroundColor: '#00000000',
            }
          : {}),
        webPreferences: { preload: options.preload, sandbox: true, contextIsolation: true, nodeIntegration: false },
      },
    });
    this.#menubar.on('after-create-window', () => this.#onWindowCreated());
    // Before menubar places it by its size, and after, when the room below the icon is known.
    this.#menubar.on('show', () => this.#fit());
    this.#menubar.on('after-show', () => this.#fit());
    this.#menubar.on('after-hide', () => this.#discardLater());
    this.#menubar.on('ready', () => this.#onReady());
  }

  get tray(): Tray {
    return this.#menubar.tray;
  }

  get window(): BrowserWindow | null {
    return this.#menubar.window ?? null;
  }

  get isVisible(): boolean {
    return this.window?.isVisible() ?? false;
  }

  /** Resolves when the icon is in the menu bar. */
  whenReady(): Promise<void> {
    return this.#isReady ? Promise.resolve() : new Promise((resolve) => this.#menubar.once('ready', resolve));
  }

  /** Brings icon and tooltip in step with the state; does nothing when both are already so. */
  render(): void {
    if (!this.#isReady) return;
    const snapshot = this.#options.snapshot();
    const icon = trayIconFile(snapshot.status);
    if (icon !== this.#shownIcon) {
      this.tray.setImage(this.#image(icon));
      this.#shownIcon = icon;
    }
    const tooltip = tooltipText(snapshot);
    if (tooltip !== this.#shownTooltip) {
      this.tray.setToolTip(tooltip);
      this.#shownTooltip = tooltip;
    }
  }

  async show(): Promise<void> {
    clearTimeout(this.#discardTimer);
    // A panel does not bring back an app that is hidden.
    if (process.platform === 'darwin' && app.isHidden()) app.show();
    const bounds = this.tray.getBounds();
    if (this.isIconHidden()) {
      // macOS 26 and later can switch the icon off for the menu bar; the popover then opens in the middle.
      await this.#menubar.showWindow(bounds);
      this.window?.center();
      return;
    }
    // Always with the present bounds: without them menubar uses those of the last click.
    await this.#menubar.showWindow(bounds.width === 0 ? undefined : bounds);
  }

  /** @param height what the popover's page asks for, in its own pixels */
  fit(height: number): void {
    this.#contentHeight = height;
    this.#fit();
  }

  hide(): void {
    if (this.window !== null) this.#menubar.hideWindow();
  }

  /** Whether macOS made the icon but draws it nowhere, as far as one look can tell: for a moment a new one looks the same. */
  isIconHidden(): boolean {
    return (
      process.platform === 'darwin' && isIconNowhere(this.tray.getBounds(), screen.getPrimaryDisplay().bounds.height)
    );
  }

  /** A native dialog takes the focus; the popover would vanish under it. */
  async keepOpenDuring<Value>(work: () => Promise<Value>): Promise<Value> {
    this.#keptOpen += 1;
    this.window?.setAlwaysOnTop(true);
    try {
      return await work();
    } finally {
      this.#keptOpen -= 1;
      if (this.#keptOpen === 0) this.window?.setAlwaysOnTop(false);
    }
  }

  get isQuitting(): boolean {
    return this.#isQuitting;
  }

  /** From now on closing closes. */
  prepareToQuit(): void {
    this.#isQuitting = true;
    clearTimeout(this.#discardTimer);
  }

  #onReady(): void {
    this.#isReady = true;
    const { tray } = this.#menubar;
    // A double click would otherwise open and shut it: menubar handles both events alike.
    tray.setIgnoreDoubleClickEvents(true);
    // `tray.setContextMenu` would take the left click away (https://github.com/electron/electron/issues/24196).
    tray.on('right-click', () => this.#popUpMenu());
    tray.on('click', (event) => {
      // menubar only hides on a click with Control; on a Mac that is a right click.
      if (event.ctrlKey) this.#popUpMenu();
      clearTimeout(this.#discardTimer);
    });
    // The pointer comes before the click: a popover whose process was let go is ready by then.
    tray.on('mouse-enter', () => this.#warmUp());
    for (const change of ['display-added', 'display-removed', 'display-metrics-changed'] as const)
      screen.on(change as 'display-added', () => this.hide());
    this.render();
  }

  #popUpMenu(): void {
    this.hide();
    this.tray.popUpContextMenu(Menu.buildFromTemplate(this.#options.menu()));
  }

  #warmUp(): void {
    // menubar makes the window on showWindow only; its private createWindow is what is wanted here.
    if (this.window === null) void (this.#menubar as unknown as { createWindow(): Promise<void> }).createWindow();
  }

  #onWindowCreated(): void {
    const window = this.#menubar.window;
    if (window === undefined) return;
    this.#options.onWindow(window);

    // On a full-screen space macOS would switch spaces: menubar leaves `visibleOnFullScreen` out.
    window.setVisibleOnAllWorkspaces(true, { visibleOnFullScreen: true, skipTransformProcessType: true });

    // menubar forgets its window on `close` even if the close is prevented, and would then make a second one.
    const forget = window.listeners('close') as ((event: Electron.Event) => void)[];
    window.removeAllListeners('close');
    window.on('close', (event) => {
      if (this.#isQuitting || window.webContents.isCrashed()) for (const listener of forget) listener(event);
      else {
        event.preventDefault();
        this.hide();
      }
    });
    window.on('closed', () => clearTimeout(this.#discardTimer));
    window.webContents.on('before-input-event', (event, input) => {
      if (input.type === 'keyDown' && input.key.toLowerCase() === 'w' && (input.meta || input.control)) {
        event.preventDefault();
        this.hide();
      }
    });
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      this.#options.onTrouble(`The popover’s process ended (${reason}).`);
      this.#discard();
    });
    void window.loadURL(this.#options.pageUrl).catch((error: unknown) => {
      this.#options.onTrouble(`The popover could not be loaded: ${error instanceof Error ? error.message : error}`);
    });
    this.#discardLater();
  }

  #fit(): void {
    const { window } = this;
    if (window === null || window.isDestroyed()) return;
    const bounds = window.getBounds();
    const { workArea } = screen.getDisplayMatching(bounds);
    const zoom = window.webContents.getZoomFactor();
    const wanted = popoverBounds({ bounds, workArea, height: this.#contentHeight, zoom });
    if (wanted.width !== bounds.width || wanted.height !== bounds.height) window.setBounds(wanted);
  }

  #discardLater(): void {
    clearTimeout(this.#discardTimer);
    this.#discardTimer = setTimeout(() => {
      if (!this.isVisible) this.#discard();
    }, this.#options.keptHidden ?? KEPT_HIDDEN);
  }

  /** Ends the popover's process; the next look at the icon makes a new one. */
  #discard(): void {
    const { window } = this;
    if (window === null) return;
    const wasQuitting = this.#isQuitting;
    this.#isQuitting = true;
    window.close();
    if (!window.isDestroyed()) window.destroy();
    this.#isQuitting = wasQuitting;
  }

  #image(file: string): Electron.NativeImage {
    const known = this.#images.get(file);
    if (known !== undefined) return known;
    const image = nativeImage.createFromPath(join(this.#options.iconsFolder, file));
    if (image.isEmpty()) throw new Error(`The icon ${file} is missing`);
    this.#images.set(file, image);
    return image;
  }
}

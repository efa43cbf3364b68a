/** The ordinary windows: settings, activity and the assistant. One of each at most; a closed one leaves no process behind. */
import { app, BrowserWindow, type WebContents } from 'electron';
import type { EventName, Events, WindowName, WindowTarget } from '../../shared/contract.ts';
import { CHANNEL_PREFIX } from '../../shared/contract.ts';
import { strings } from '../../shared/strings.ts';
import { PAGE_ORIGIN } from '../page-address.ts';

type OrdinaryWindow = WindowTarget['window'];

const SHAPES: Readonly<Record<OrdinaryWindow, Electron.BrowserWindowConstructorOptions>> = {
  settings: {
    width: 760,
    height: 540,
    minWidth: 640,
    minHeight: 420,
    maximizable: false,
  },
  activity: { width: 1040, height: 660, minWidth: 760, minHeight: 440 },
  setup: {
    width: 800,
    height: 640,
    minWidth: 640,
    minHeight: 480,
    maximizable: false,
  },
};

/** The address of a window's page. */
export function pageUrl(window: WindowName, place: string | null = null): string {
  return `${PAGE_ORIGIN}/${window}.html${place === null ? '' : `?place=${encodeURIComponent(place)}`}`;
}

export interface WindowsOptions {
  readonly preload: string;
  readonly onTrouble: (text: string) => void;
  readonly onOpened: (name: OrdinaryWindow) => void;
  readonly onClosed: (name: OrdinaryWindow) => void;
}

export class Windows {
  readonly #open = new Map<OrdinaryWindow, BrowserWindow>();
  /** Every window of ours, the popover too: nobody else may call. */
  readonly #own = new Set<number>();
  readonly #options: WindowsOptions;

  constructor(options: WindowsOptions) {
    this.#options = options;
  }

  /** Takes a window for one of ours. */
  adopt(window: BrowserWindow): void {
    const { id } = window.webContents;
    this.#own.add(id);
    window.webContents.once('destroyed', () => this.#own.delete(id));
  }

  isOwn(contents: WebContents): boolean {
    return this.#own.has(contents.id);
  }

  get(name: OrdinaryWindow): BrowserWindow | null {
    const window = this.#open.get(name);
    // Between its end and the `closed` event a window is there but cannot be used.
    return window === undefined || window.isDestroyed() ? null : window;
  }

  /** Brings the window to the front, making it if need be, and goes to the place in it. */
  show({ window: name, place }: WindowTarget): void {
    const existing = this.get(name);
    // The app has no Dock icon, so it is seldom the active one: without `steal` the window would come up behind others.
    app.focus({ steal: true });
    if (existing !== null) {
      if (place !== null) this.send('go', { place }, existing);
      existing.show();
      existing.focus();
      return;
    }
    const window = new BrowserWindow({
      ...SHAPES[name],
      title: strings[name].title,
      show: false,
      fullscreenable: name === 'activity',
      // The page draws under the title bar; the window's buttons stay.
      titleBarStyle: 'hiddenInset',
      ...(process.platform === 'darwin' ? { vibrancy: 'sidebar' as const } : {}),
      webPreferences: { preload: this.#options.preload, sandbox: true, contextIsolation: true, nodeIntegration: false },
    });
    this.adopt(window);
    this.#open.set(name, window);
    this.#options.onOpened(name);
    window.once('ready-to-show', () => window.show());
    window.on('closed', () => {
      if (this.#open.get(name) !== window) return;
      this.#open.delete(name);
      this.#options.onClosed(name);
    });
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      this.#options.onTrouble(`The window ${name} ended (${reason}).`);
      if (!window.isDestroyed()) window.destroy();
    });
    void window.loadURL(pageUrl(name, place)).catch((error: unknown) => {
      this.#options.onTrouble(
        `The window ${name} could not be loaded: ${error instanceof Error ? error.message : error}`,
      );
    });
  }

  /** Gives the open windows their titles in the language in use. */
  retitle(): void {
    for (const [name, window] of this.#open) if (!window.isDestroyed()) window.setTitle(strings[name].title);
  }

  /** Tells one window, or all that are ours. */
  send<Name extends EventName>(name: Name, payload: Events[Name], to?: BrowserWindow): void {
    const targets = to === undefined ? BrowserWindow.getAllWindows() : [to];
    for (const window of targets)
      if (!window.isDestroyed() && this.isOwn(window.webContents))
        window.webContents.send(`${CHANNEL_PREFIX}${name}`, payload);
  }
}

/**
 * What happens around the assistant's window. An app without a Dock icon that shows nothing when it is opened for the first time looks like one
 * that does not start; and one whose only window is closed looks like one that has ended. Knows no Electron: the shell gives it the parts.
 */

export interface AssistantParts {
  readonly openWindow: () => void;
  readonly isSetUp: () => boolean;
  /** Whether macOS draws the icon in the menu bar nowhere. */
  readonly isIconHidden: () => boolean;
  readonly explainHiddenIcon: () => void;
  /** The popover hangs from the icon and says how to continue. */
  readonly showPopover: () => void;
  /** Puts the app into the Dock and the app switcher, or takes it out of them. */
  readonly showInDock: (isShown: boolean) => void;
  readonly isQuitting: () => boolean;
}

export class Assistant {
  readonly #parts: AssistantParts;

  constructor(parts: AssistantParts) {
    this.#parts = parts;
  }

  /** Opens by itself while the app is not set up. At a log-in nobody has asked for anything. */
  begin({ wasOpenedAtLogin }: { readonly wasOpenedAtLogin: boolean }): void {
    if (!wasOpenedAtLogin && !this.#parts.isSetUp()) this.#parts.openWindow();
  }

  /** The person goes to the browser for a key, to System Settings for access, and has to find the way back. */
  onOpened(): void {
    this.#parts.showInDock(true);
  }

  /** Shows where the app lives now: closed half-way it is set up from there, and the first sync is watched there. */
  onClosed(): void {
    if (this.#parts.isQuitting()) return;
    this.#parts.showInDock(false);
    if (this.#parts.isIconHidden()) this.#parts.explainHiddenIcon();
    else this.#parts.showPopover();
  }
}

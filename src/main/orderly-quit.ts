/**
 * Quitting in order: what runs is stopped before the process ends. A person who quits during a sync is asked first; a Mac that shuts down
 * asks nobody, nor does a program that ends this one. Knows no Electron: the shell gives it the events.
 */

export interface QuitParts {
  /** Whether a sync is in progress that quitting would stop. */
  readonly stopsSync: () => boolean;
  /** Whether the person wants to stop it; aborting the signal takes the question back, which counts as no. */
  readonly ask: (signal: AbortSignal) => Promise<boolean>;
  /** The session is about to end, if nobody cancels that: stops the sync, and starts none for a while. Does not wait. */
  readonly sessionEnds: () => void;
  /** From now on windows close instead of hiding. */
  readonly prepare: () => void;
  /** Stops what runs and lets go of everything. */
  readonly close: () => Promise<void>;
  /** Asks the system once more to quit. */
  readonly quit: () => void;
  readonly onTrouble: (text: string) => void;
}

export class OrderlyQuit {
  readonly #parts: QuitParts;
  #phase: 'open' | 'closing' | 'closed' = 'open';
  #question: AbortController | null = null;
  /** What ends the app instead of a quit, once everything is closed. */
  #end: (() => void) | null = null;

  constructor(parts: QuitParts) {
    this.#parts = parts;
  }

  /** For `before-quit`: by the menu, or the quit event that macOS sends at log-out. */
  onBeforeQuit(event: { preventDefault(): void }): void {
    if (this.#phase === 'closed') return;
    event.preventDefault();
    if (this.#phase === 'closing') return;
    if (!this.#parts.stopsSync()) void this.#close();
    else if (this.#question === null) void this.#ask();
  }

  /**
   * For `shutdown` (NSWorkspaceWillPowerOffNotification): every app hears it before the first is asked to quit, and any of them may still
   * cancel the log-out. So the app does not quit here, and is not gone for nothing; it does when macOS asks it to, like any other app. But
   * what takes time, stopping the sync, begins at once, and no question is in the way.
   */
  onSessionEnd(): void {
    if (this.#phase !== 'open') return;
    this.#parts.sessionEnds();
    this.#question?.abort();
  }

  /** For SIGTERM: whoever sends it, Homebrew before it takes the app away for example, waits a few seconds and answers no question. */
  onTermination(): void {
    if (this.#phase === 'open') void this.#close();
  }

  /**
   * Closes everything as for a quit, and then lets `end` end the app: `quitAndInstall` of an update closes all windows before it quits, so
   * that nothing may ask, hide or hold anything any more by then.
   */
  async endWith(end: () => void): Promise<void> {
    if (this.#phase !== 'open') return;
    this.#end = end;
    await this.#close();
  }

  async #ask(): Promise<void> {
    const question = new AbortController();
    this.#question = question;
    const isWanted = await this.#parts.ask(question.signal).catch((error: unknown) => {
      this.#tell('The question before quitting failed', error);
      // Whoever wants to quit must not be kept by that.
      return true;
    });
    this.#question = null;
    if (isWanted && this.#phase === 'open') await this.#close();
  }

  async #close(): Promise<void> {
    this.#phase = 'closing';
    this.#question?.abort();
    this.#parts.prepare();
    await this.#parts
      .close()
      .catch((error: unknown) => this.#tell('Not everything could be closed before quitting', error));
    this.#phase = 'closed';
    // Never inside the event itself, which this may still be when there was little to close: Electron sets its “is quitting” by what the
    // event's listeners have said after they have run (`Browser::Quit`), so that this one's prevention would undo a quit from within it,
    // and the app would stay forever without a window.
    setTimeout(this.#end ?? this.#parts.quit);
  }

  #tell(what: string, error: unknown): void {
    this.#parts.onTrouble(`${what}: ${error instanceof Error ? error.message : error}`);
  }
}

/**
 * Questions in a small window of our own. A message box of the system stands still with the whole main process on macOS where it has no
 * parent window (`ShowMessageBox` in Electron's message_box_mac.mm runs `NSAlert runModal` then), and an app of the menu bar seldom has
 * one: scheduler, guard and children would wait for a click, and a log-out with them.
 */
import { app, BrowserWindow, screen, type WebContents } from 'electron';
import type { Appearance, QuestionView } from '../../shared/contract.ts';
import { strings } from '../../shared/strings.ts';
import type { CallHandlers } from '../ipc/register.ts';
import type { QuestionCall } from '../services/services.ts';
import { giveFocusBack } from './give-focus-back.ts';
import { pageUrl } from './windows.ts';

export type Question = Omit<QuestionView, 'appearance'>;

export interface QuestionsOptions {
  readonly preload: string;
  readonly appearance: () => Appearance;
  readonly onTrouble: (text: string) => void;
}

interface OpenQuestion {
  readonly question: Question;
  readonly answer: (isConfirmed: boolean) => void;
}

/** Points; the page says how tall it is as soon as it is there. */
const [WIDTH, FIRST_HEIGHT] = [440, 206];

export class Questions {
  readonly #options: QuestionsOptions;
  readonly #open = new Map<number, OpenQuestion>();

  constructor(options: QuestionsOptions) {
    this.#options = options;
  }

  isOwn(contents: WebContents): boolean {
    return this.#open.has(contents.id);
  }

  /**
   * Resolves with whether the person pressed the button that confirms. Closing the window says no, and so does the signal.
   */
  async ask(question: Question, signal?: AbortSignal): Promise<boolean> {
    if (signal?.aborted) return false;
    app.focus({ steal: true });
    const window = new BrowserWindow({
      width: WIDTH,
      height: FIRST_HEIGHT,
      useContentSize: true,
      title: strings.product,
      show: false,
      resizable: false,
      minimizable: false,
      maximizable: false,
      fullscreenable: false,
      titleBarStyle: 'hiddenInset',
      webPreferences: { preload: this.#options.preload, sandbox: true, contextIsolation: true, nodeIntegration: false },
    });
    const { id } = window.webContents;
    const close = () => {
      if (!window.isDestroyed()) window.destroy();
    };
    signal?.addEventListener('abort', close);
    try {
      return await new Promise<boolean>((resolve, reject) => {
        this.#open.set(id, { question, answer: resolve });
        window.once('ready-to-show', () => {
          window.show();
          window.focus();
        });
        window.once('closed', () => resolve(false));
        window.webContents.once('render-process-gone', (_event, { reason }) =>
          reject(new Error(`it ended (${reason})`)),
        );
        window.loadURL(pageUrl('question')).catch(reject);
      });
    } catch (error) {
      // A question that is taken back while it loads has no fault.
      if (signal?.aborted) return false;
      this.#options.onTrouble(`A question could not be shown: ${error instanceof Error ? error.message : error}`);
      throw error;
    } finally {
      this.#open.delete(id);
      signal?.removeEventListener('abort', close);
      close();
      giveFocusBack();
    }
  }

  /** For {@link registerCalls}. */
  readonly handlers: Pick<CallHandlers, QuestionCall> = {
    'question.get': (_request, sender) => {
      const open = this.#open.get(sender.id);
      if (open === undefined) throw new Error('This window asks nothing');
      return { ...open.question, appearance: this.#options.appearance() };
    },
    'question.answer': ({ isConfirmed }, sender) => {
      this.#open.get(sender.id)?.answer(isConfirmed);
      return null;
    },
    'question.fit': ({ height }, sender) => {
      const window = BrowserWindow.fromWebContents(sender);
      if (window === null || !this.isOwn(sender)) return null;
      const zoom = sender.getZoomFactor();
      const { workArea } = screen.getDisplayMatching(window.getBounds());
      const [width, tall] = [WIDTH * zoom, Math.min(height * zoom, workArea.height)].map(Math.round) as [
        number,
        number,
      ];
      if (window.getContentSize().join() === [width, tall].join()) return null;
      window.setContentSize(width, tall);
      window.center();
      return null;
    },
  };
}

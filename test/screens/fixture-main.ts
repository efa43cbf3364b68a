/** A main process for pictures and for tests of the shell: the real shell and windows, with made-up services behind them. */
import { writeFileSync } from 'node:fs';
import { app, BrowserWindow, nativeImage, nativeTheme } from 'electron';
import type { LanguageChoice } from '../../src/core/model/languages.ts';
import { ProblemError } from '../../src/core/model/problem.ts';
import type { PictureSource } from '../../src/main/page-address.ts';
import { declarePageProtocol } from '../../src/main/page-protocol.ts';
import { openPages } from '../../src/main/pages.ts';
import type { EngineHandlers, EngineState, Services } from '../../src/main/services/services.ts';
import { type Shell, startShell } from '../../src/main/shell.ts';
import type { AppUpdates } from '../../src/main/updates/app-updates.ts';
import type { Questions } from '../../src/main/windows/questions.ts';
import type { Appearance, CallName, LogLine, UpdateState } from '../../src/shared/contract.ts';
import { type Language, languageInUse, useLanguage } from '../../src/shared/texts.ts';
import { ANSWERS, NOTES, NOW, SETTINGS, STATES, UPDATE } from './fixtures.ts';
import { spoken } from './said.ts';
import { answersOf, localeOf, SCENES, updateOf } from './scenes.ts';

/** What tests hold through Playwright's `evaluate`. */
export interface FixtureApp {
  readonly shell: Shell;
  readonly questions: Questions;
  readonly scene: (name: string) => void;
  /** Asks what the scene asks. */
  readonly ask: (name: string) => void;
  /** As the person does in Settings. */
  readonly chooseLanguage: (choice: LanguageChoice) => void;
  /** Any, also one that the app does not have. */
  readonly language: (language: Language) => void;
  readonly dark: (isDark: boolean) => void;
  /** Those that a page waits for, by UUID; all of them, while they are held back. */
  readonly pictures: { readonly wanted: ReadonlySet<string>; readonly hold: () => void; readonly give: () => void };
  readonly log: readonly string[];
  /** The names of the calls that reached the services. */
  readonly calls: readonly string[];
  readonly addLogLines: (lines: readonly LogLine[]) => void;
}

declare global {
  var fixture: FixtureApp;
  /** Resolves when `fixture` is there. */
  var fixtureReady: Promise<void>;
}

const appFolder = process.env.IMMICH_SYNC_APP_FOLDER ?? '';
const troubles: string[] = [];
const calls: string[] = [];
/** What was done on the way out. */
const steps: string[] = [];
const listeners = new Set<() => void>();
const logListeners = new Set<(lines: readonly LogLine[]) => void>();
let state: EngineState = STATES['up-to-date'];
let answers: EngineHandlers = ANSWERS;
let update: UpdateState = UPDATE;
let locale = 'en-GB';
let chosenLanguage: LanguageChoice = 'en';

const handlers = Object.fromEntries(
  (Object.keys(ANSWERS) as (keyof EngineHandlers)[]).map((name) => [
    name,
    (request: never) => {
      calls.push(name satisfies CallName);
      // An answer may be due later, or never.
      const answer = answers[name](request) as unknown;
      return answer instanceof Promise ? answer.then(spoken) : spoken(answer);
    },
  ]),
) as unknown as EngineHandlers;

const services: Services = {
  takeCertificate: async () => SETTINGS,
  takeAuthority: async () => SETTINGS,
  handlers,
  state: () => spoken(state),
  onState: (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  onLogLines: (listener) => {
    logListeners.add(listener);
    return () => logListeners.delete(listener);
  },
  language: () => chosenLanguage,
  serverUrl: () => 'https://photos.home.example',
  notifications: () => 'failures',
  paths: () => ({
    log: '/tmp/sync.log',
    settings: '/tmp/settings.json',
    ledger: '/tmp/ledger.sqlite',
    staging: '/tmp',
  }),
  saveReport: async () => undefined,
  diagnostics: async () => 'diagnostics',
  saveDiagnostics: async (path) => writeFileSync(path, 'diagnostics'),
  pauseUntil: async () => void calls.push('sync.pause'),
  wake: () => {},
  isBusy: () => state.status.state === 'syncing',
  closing: new AbortController().signal,
  quitStopsSync: () => state.status.state === 'syncing',
  plugIn: () => {},
  sleep: () => {},
  sessionEnds: () => {
    state = STATES['up-to-date'];
  },
  close: async () => void steps.push('closed'),
};

/** Updates that come from nowhere; installed as Electron does it. */
const updates: AppUpdates = {
  state: () => update,
  onState: (listener) => listeners.add(listener),
  start: async () => {},
  wake: () => {},
  check: async () => void calls.push('updates.check'),
  forgetNews: () => {
    update = { ...update, updatedFrom: null };
    calls.push('updates.forget-news');
    for (const listener of listeners) listener();
  },
  beforeInstall: async () => {
    if (state.status.state === 'syncing') throw new ProblemError('update-busy');
  },
  // `AutoUpdater::QuitAndInstall` (shell/browser/api/electron_api_auto_updater.cc): all windows are closed, and only when the last one is gone
  // the update is installed and the app quits. A window that hides instead keeps it from that forever.
  install: () => {
    app.emit('before-quit-for-update');
    for (const window of BrowserWindow.getAllWindows()) window.close();
    steps.push(`windows: ${BrowserWindow.getAllWindows().filter((window) => !window.isDestroyed()).length}`);
    const installWhenClosed = () => {
      if (BrowserWindow.getAllWindows().length > 0) return;
      writeFileSync(process.env.IMMICH_SYNC_STEPS ?? '/dev/null', [...steps, 'installed'].join('\n'));
      app.quit();
    };
    app.on('window-all-closed', installWhenClosed);
    installWhenClosed();
  },
  close: () => void steps.push('updates closed'),
  notes: async () => NOTES,
};

const pictures = {
  wanted: new Set<string>(),
  held: Promise.resolve(),
  give: () => {},
  hold: () => {
    pictures.held = new Promise((resolve) => {
      pictures.give = resolve;
    });
  },
};

/** A landscape of two colours, another for each asset; every seventh has no picture. */
async function drawPicture(source: PictureSource, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer> | null> {
  const uuid = source.from === 'photos' ? source.uuid : source.remoteId;
  pictures.wanted.add(uuid);
  signal.addEventListener('abort', () => pictures.wanted.delete(uuid));
  await pictures.held;
  pictures.wanted.delete(uuid);
  const number = Number.parseInt(uuid.slice(0, 8), 16);
  if (number % 7 === 5) return null;
  const [width, height] = [120, 90];
  const pixels = Buffer.alloc(width * height * 4);
  for (let index = 0; index < width * height; index += 1) {
    const y = Math.floor(index / width) / height;
    const isSky = y < 0.55 + 0.1 * Math.sin(number + (index % width) / 19);
    const shade = 90 + ((number * (isSky ? 37 : 71)) % 90);
    // Blue, green, red, opaque.
    const colour = isSky ? [235 - 60 * y, shade + 60, 150] : [70, shade, 60 + 40 * y];
    for (const [channel, value] of [...colour, 255].entries())
      pixels[index * 4 + channel] = Math.min(255, Math.round(value));
  }
  return new Uint8Array(nativeImage.createFromBitmap(pixels, { width, height }).toJPEG(85));
}

declarePageProtocol();
app.enableSandbox();
globalThis.fixtureReady = app.whenReady().then(async () => {
  // The layout of a Mac, whatever the test runs on.
  const appearance = (): Appearance => ({
    platform: 'darwin',
    accent: null,
    hasVibrancy: false,
    locale,
    language: languageInUse(),
  });
  const log = (text: string) => void troubles.push(text);
  const questions = await openPages({ appFolder, onTrouble: log, appearance, pictureOf: drawPicture });
  const shell = await startShell({
    services,
    updates,
    questions,
    appFolder,
    links: { onLink: () => {} },
    log,
    // What the scene says of the system, and not this machine.
    withSystem: (settings) => settings,
    popoverKeptHidden: Number(process.env.IMMICH_SYNC_POPOVER_KEPT ?? 300_000),
    clock: () => NOW,
    appearance,
  });
  globalThis.fixture = {
    shell,
    questions,
    scene: (name) => {
      const scene = SCENES.find((candidate) => candidate.name === name);
      if (scene === undefined) throw new Error(`There is no scene ${name}`);
      state = { ...STATES[scene.state], ...scene.shown };
      answers = answersOf(scene);
      update = updateOf(scene);
      for (const listener of listeners) listener();
    },
    ask: (name) => {
      const question = SCENES.find((candidate) => candidate.name === name)?.question;
      if (question === undefined) throw new Error(`The scene ${name} asks nothing`);
      void questions.ask(question());
    },
    chooseLanguage: (choice) => {
      chosenLanguage = choice;
      for (const listener of listeners) listener();
    },
    language: (language) => {
      useLanguage(language);
      locale = localeOf(language.tag);
      for (const listener of listeners) listener();
    },
    dark: (isDark) => {
      nativeTheme.themeSource = isDark ? 'dark' : 'light';
    },
    pictures,
    log: troubles,
    calls,
    addLogLines: (lines) => {
      for (const listener of logListeners) listener(lines);
    },
  };
});

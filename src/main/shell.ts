/** The app around the engine: icon, popover, windows, menus, calls. Knows the engine by its services only. */

import { join } from 'node:path';
import { app, Menu, nativeTheme } from 'electron';
import { toProblem } from '../core/model/problem.ts';
import { systemClock } from '../core/schedule/scheduler.ts';
import type { Appearance, SettingsView, Snapshot } from '../shared/contract.ts';
import { strings } from '../shared/strings.ts';
import { inUse } from '../shared/told.ts';
import { showInDock } from './adapters/dock.ts';
import { electronNotifications } from './adapters/electron-notifications.ts';
import { loginItem, wasOpenedAtLogin } from './adapters/login-item.ts';
import { Notifier } from './adapters/notifier.ts';
import { onPower, onSessionEnd, onSleep, onWake } from './adapters/system-events.ts';
import { isAppLink } from './app-link.ts';
import { Assistant } from './assistant.ts';
import { followLinks } from './follow-links.ts';
import type { IncomingLinks } from './incoming-links.ts';
import { registerCalls } from './ipc/register.ts';
import { speak } from './language.ts';
import { watchIcon } from './menu-bar/icon-watch.ts';
import { MenuBar } from './menu-bar/menu-bar.ts';
import { applicationMenu, iconMenu, type MenuActions } from './menu-bar/menus.ts';
import { openLink } from './open-link.ts';
import { OrderlyQuit } from './orderly-quit.ts';
import { preloadFile, systemAppearance } from './pages.ts';
import type { Services } from './services/services.ts';
import { shellHandlers } from './shell-handlers.ts';
import type { AppUpdates } from './updates/app-updates.ts';
import { restartToUpdate } from './updates/restart-to-update.ts';
import { giveFocusBack } from './windows/give-focus-back.ts';
import { hiddenIconQuestion, problemQuestion, quitQuestion } from './windows/question-texts.ts';
import type { Questions } from './windows/questions.ts';
import { pageUrl, Windows } from './windows/windows.ts';

export interface ShellOptions {
  readonly services: Services;
  readonly updates: AppUpdates;
  /** As `openPages` gives them. */
  readonly questions: Questions;
  /** The folder with `out/` and `icons/`. */
  readonly appFolder: string;
  /** Of other apps; those that came before someone listened as well. */
  readonly links: IncomingLinks;
  /** Writes one line into the log. */
  readonly log: (text: string) => void;
  /** For tests that need the same time and looks in every picture. */
  readonly clock?: () => number;
  readonly appearance?: () => Appearance;
  readonly withSystem?: (settings: SettingsView) => SettingsView;
  /** Milliseconds that a hidden popover is kept; five minutes if not given. */
  readonly popoverKeptHidden?: number | undefined;
}

export interface Shell {
  readonly menuBar: MenuBar;
  readonly windows: Windows;
  readonly snapshot: () => Snapshot;
}

/** Milliseconds between two snapshots to the windows; more could not be seen. */
const PUSH_INTERVAL = 100;

/** Call when the app is ready and `openPages` was called. */
export async function startShell(options: ShellOptions): Promise<Shell> {
  const { services, updates, questions, appFolder, log, clock = Date.now, appearance = systemAppearance } = options;
  const preload = preloadFile(appFolder);
  const login = loginItem();
  // The log is only followed while someone can see it: an idle app is to be idle.
  let stopFollowing: (() => void) | null = null;
  const windows = new Windows({
    preload,
    onTrouble: log,
    onOpened: (name) => {
      if (name === 'setup') assistant.onOpened();
      if (name === 'activity') stopFollowing ??= services.onLogLines((lines) => windows.send('log.lines', lines));
    },
    onClosed: (name) => {
      // A page that goes with its window says nothing any more, and a comparison for nobody would hold the lock for hours.
      if (name !== 'settings') run(services.handlers['plan.cancel'](null));
      if (name === 'setup') assistant.onClosed();
      else giveFocusBack();
      if (name !== 'activity') return;
      stopFollowing?.();
      stopFollowing = null;
    },
  });
  const snapshot = (): Snapshot =>
    inUse({ ...services.state(), update: updates.state(), now: clock(), appearance: appearance() });
  const run = (work: Promise<unknown> | unknown) => {
    Promise.resolve(work).catch((error: unknown) =>
      log(`An action failed: ${error instanceof Error ? error.message : error}`),
    );
  };

  const actions: MenuActions = {
    showPopover: () => run(menuBar.show()),
    startSync: () => run(services.handlers['sync.start'](null)),
    stopSync: () => run(services.handlers['sync.stop'](null)),
    pause: (choice) => run(services.handlers['sync.pause']({ choice })),
    resume: () => run(services.handlers['sync.resume'](null)),
    openWindow: (window) => windows.show({ window, place: null }),
    previewSync: () => windows.show({ window: 'activity', place: 'preview' }),
    findPhoto: () => windows.show({ window: 'activity', place: 'find' }),
    showDiagnostics: () => windows.show({ window: 'activity', place: 'diagnostics' }),
    openImmich: () => run(openLink('immich', services)),
    showHelp: () => run(openLink('documentation', services)),
    showAbout: () => app.showAboutPanel(),
    checkForUpdates: () => {
      windows.show({ window: 'settings', place: 'general' });
      run(updates.check());
    },
    restartToUpdate: () =>
      run(restartToUpdate(updates, quit).catch((error: unknown) => questions.ask(problemQuestion(toProblem(error))))),
    quit: () => app.quit(),
  };
  const setMenu = () => Menu.setApplicationMenu(Menu.buildFromTemplate(applicationMenu(actions)));
  setMenu();
  app.setAboutPanelOptions({
    applicationName: strings.product,
    applicationVersion: app.getVersion(),
    copyright: 'MIT',
  });

  const menuBar = new MenuBar({
    iconsFolder: join(appFolder, 'icons'),
    preload,
    pageUrl: pageUrl('popover'),
    snapshot,
    menu: () => iconMenu(snapshot(), actions),
    onWindow: (window) => windows.adopt(window),
    onTrouble: log,
    keptHidden: options.popoverKeptHidden,
  });
  const notifier = new Notifier({
    centre: electronNotifications,
    clock: systemClock,
    onClick: actions.showPopover,
    onTrouble: log,
  });
  const assistant = new Assistant({
    openWindow: () => windows.show({ window: 'setup', place: null }),
    isSetUp: () => snapshot().status.state !== 'not-set-up',
    isIconHidden: () => menuBar.isIconHidden(),
    explainHiddenIcon: () => run(explainHiddenIcon(services, questions)),
    showPopover: actions.showPopover,
    showInDock: (isShown) => showInDock(isShown, app, process.platform),
    isQuitting: () => menuBar.isQuitting,
  });
  const quit = quitInOrder({ services, updates, menuBar, questions, log });
  const withSystem =
    options.withSystem ?? ((settings) => ({ ...settings, loginItem: login.state(), notifications: notifier.state }));
  registerCalls({
    handlers: shellHandlers({
      services,
      updates,
      quit,
      windows,
      menuBar,
      actions,
      login,
      notifier,
      withSystem,
      snapshot,
    }),
    isOwnWindow: (contents) => windows.isOwn(contents),
    onTrouble: log,
  });

  let chosenLanguage = services.language();
  const followLanguage = async () => {
    const choice = services.language();
    if (choice === chosenLanguage) return;
    chosenLanguage = choice;
    await speak(choice);
    setMenu();
    windows.retitle();
    push();
  };
  const push = throttle(PUSH_INTERVAL, () => {
    run(followLanguage());
    const current = snapshot();
    menuBar.render();
    windows.send('snapshot', current);
    notifier.update(current, menuBar.isVisible, services.notifications());
  });
  services.onState(push);
  updates.onState(push);
  nativeTheme.on('updated', push);
  onWake(() => {
    services.wake();
    updates.wake();
  });
  onPower(services.plugIn);
  onSleep(services.sleep);
  // Opened again from Finder or Spotlight, or clicked in the Dock: the person wants to see something.
  const comeForward = () => {
    if (windows.get('setup') === null) actions.showPopover();
    else actions.openWindow('setup');
  };
  const follow = followLinks({
    ask: (question) => questions.ask(question),
    isSetUp: () => snapshot().status.state !== 'not-set-up',
    comeForward,
    show: (target) => windows.show(target),
    sync: async () => services.handlers['sync.start'](null),
    pause: services.pauseUntil,
    now: clock,
    locale: () => appearance().locale,
  });
  options.links.onLink((link) => run(follow(link)));
  app.on('second-instance', (_event, args) => {
    const link = args.find(isAppLink);
    if (link === undefined) comeForward();
    else run(follow(link));
  });
  app.on('activate', comeForward);
  // The icon is the app: closing the last window quits nothing.
  app.on('window-all-closed', () => {});
  run(updates.start());

  await menuBar.whenReady();
  // At a log-in nobody has asked for the app, and who has switched its icon off need not hear of it every morning.
  const isByLogin = wasOpenedAtLogin();
  assistant.begin({ wasOpenedAtLogin: isByLogin });
  if (!isByLogin)
    watchIcon({
      isNowhere: () => menuBar.isIconHidden(),
      clock: systemClock,
      onHidden: () => {
        // The assistant says it when it is closed.
        if (windows.get('setup') === null) run(explainHiddenIcon(services, questions));
      },
    });
  return { menuBar, windows, snapshot };
}

/** An icon that macOS hides looks like an app that does not start. */
async function explainHiddenIcon(services: Services, questions: Questions): Promise<void> {
  if (await questions.ask(hiddenIconQuestion())) await openLink('menu-bar-settings', services);
}

interface QuitContext {
  readonly services: Services;
  readonly updates: AppUpdates;
  readonly menuBar: MenuBar;
  readonly questions: Questions;
  readonly log: (text: string) => void;
}

function quitInOrder({ services, updates, menuBar, questions, log }: QuitContext): OrderlyQuit {
  const quit = new OrderlyQuit({
    stopsSync: services.quitStopsSync,
    ask: (signal) => questions.ask(quitQuestion(), signal),
    sessionEnds: services.sessionEnds,
    prepare: () => menuBar.prepareToQuit(),
    close: () => {
      updates.close();
      return services.close();
    },
    quit: () => app.quit(),
    onTrouble: log,
  });
  app.on('before-quit', (event) => quit.onBeforeQuit(event));
  onSessionEnd(() => quit.onSessionEnd());
  // Chromium would make it a `before-quit` like any other.
  process.on('SIGTERM', () => quit.onTermination());
  return quit;
}

/** Calls at once, then at most once in `interval` milliseconds, and always a last time. */
function throttle(interval: number, work: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  let isDue = false;
  const call = () => {
    isDue = false;
    work();
    timer = setTimeout(() => {
      timer = undefined;
      if (isDue) call();
    }, interval);
  };
  return () => {
    if (timer === undefined) call();
    else isDue = true;
  };
}

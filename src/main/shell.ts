/** The app around the engine: icon, popover, windows, menus, calls. Knows the engine by its services only. */

import { join } from 'node:path';
import { app, BrowserWindow, clipboard, Menu, nativeTheme, shell } from 'electron';
import { diagnosticsName } from '../core/diagnostics/save.ts';
import { toProblem } from '../core/model/problem.ts';
import { problemPage } from '../core/model/project.ts';
import { systemClock } from '../core/schedule/scheduler.ts';
import type { Appearance, Choosable, SettingsView, Snapshot } from '../shared/contract.ts';
import { strings } from '../shared/strings.ts';
import { languageUsed } from '../shared/texts.ts';
import { inUse } from '../shared/told.ts';
import { showInDock } from './adapters/dock.ts';
import { electronNotifications } from './adapters/electron-notifications.ts';
import { type LoginItem, loginItem, wasOpenedAtLogin } from './adapters/login-item.ts';
import { Notifier } from './adapters/notifier.ts';
import { onPower, onSessionEnd, onSleep, onWake } from './adapters/system-events.ts';
import { isAppLink } from './app-link.ts';
import { Assistant } from './assistant.ts';
import { followLinks } from './follow-links.ts';
import type { IncomingLinks } from './incoming-links.ts';
import { type CallHandlers, registerCalls } from './ipc/register.ts';
import { speak } from './language.ts';
import { assetAddress, linkAddress } from './links.ts';
import { watchIcon } from './menu-bar/icon-watch.ts';
import { MenuBar } from './menu-bar/menu-bar.ts';
import { applicationMenu, iconMenu, type MenuActions, pauseMenu } from './menu-bar/menus.ts';
import { OrderlyQuit } from './orderly-quit.ts';
import { preloadFile, systemAppearance } from './pages.ts';
import { reportName } from './report/library-report.ts';
import type { QuestionCall, Services } from './services/services.ts';
import type { AppUpdates } from './updates/app-updates.ts';
import { chooseFile, chooseWhereToSave } from './windows/file-dialog.ts';
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
    handlers: callHandlers({
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

interface CallContext {
  readonly services: Services;
  readonly updates: AppUpdates;
  readonly quit: OrderlyQuit;
  readonly windows: Windows;
  readonly menuBar: MenuBar;
  readonly actions: MenuActions;
  readonly login: LoginItem;
  readonly notifier: Notifier;
  /** Adds what only the system knows. */
  readonly withSystem: (settings: SettingsView) => SettingsView;
  readonly snapshot: () => Snapshot;
}

function callHandlers({
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
}: CallContext): Omit<CallHandlers, QuestionCall> {
  const engine = services.handlers;
  /** The file that was chosen last: it may need a passphrase, and windows are told no paths. */
  let certificateFile: string | null = null;
  return {
    ...engine,
    'settings.get': async () => withSystem(await engine['settings.get'](null)),
    'settings.change': async (change) => withSystem(await engine['settings.change'](change)),
    'header.set': async (header) => withSystem(await engine['header.set'](header)),
    'header.remove': async (header) => withSystem(await engine['header.remove'](header)),
    'certificate.remove': async (certificate) => withSystem(await engine['certificate.remove'](certificate)),
    'certificate.choose': async ({ place, passphrase }, sender) => {
      const parent = BrowserWindow.fromWebContents(sender);
      if (parent === null) return null;
      if (passphrase === null)
        certificateFile = await menuBar.keepOpenDuring(() => chooseFile('client-certificate', parent));
      if (certificateFile === null) return null;
      return withSystem(await services.takeCertificate(place, certificateFile, passphrase));
    },
    'legacy.import': async () => withSystem(await engine['legacy.import'](null)),
    'snapshot.get': snapshot,
    'language.get': languageUsed,
    'login-item.set': ({ enabled }) => login.set(enabled),
    'notifications.introduce': () => notifier.introduce(),
    'window.open': (target) => {
      menuBar.hide();
      windows.show(target);
      return null;
    },
    'window.close': (_request, sender) => {
      const window = [windows.get('settings'), windows.get('activity'), windows.get('setup')].find(
        (candidate) => candidate?.webContents.id === sender.id,
      );
      if (window === undefined || window === null) menuBar.hide();
      else window.close();
      return null;
    },
    'link.open': ({ link }) => openLink(link, services),
    'problem.explain': async ({ code }) => {
      await shell.openExternal(problemPage(code));
      return null;
    },
    'asset.open': async ({ remoteId }) => {
      const address = assetAddress(remoteId, services.serverUrl());
      if (address !== null) await shell.openExternal(address);
      return null;
    },
    reveal: ({ what }) => {
      shell.showItemInFolder(services.paths()[what]);
      return null;
    },
    choose: async ({ what }, sender) => {
      const parent = BrowserWindow.fromWebContents(sender);
      if (parent === null) return null;
      const path = await menuBar.keepOpenDuring(() => chooseFile(what, parent));
      return path === null ? null : withSystem(await choosePath(what, path, services));
    },
    'clipboard.write': async ({ text }) => {
      // Electron 44 made it asynchronous; `await` suits both.
      await clipboard.writeText(text);
      return null;
    },
    'report.save': async (_request, sender) => {
      const parent = BrowserWindow.fromWebContents(sender);
      if (parent === null) return null;
      const at = new Date();
      const path = await chooseWhereToSave(reportName(at), parent);
      if (path === null) return null;
      await services.saveReport(path, at, app.getLocale());
      return path;
    },
    'diagnostics.copy': async ({ run }) => {
      await clipboard.writeText(await services.diagnostics(run));
      return null;
    },
    'diagnostics.save': async (_request, sender) => {
      const parent = BrowserWindow.fromWebContents(sender);
      const path = parent === null ? null : await chooseWhereToSave(diagnosticsName(new Date()), parent);
      if (path !== null) await services.saveDiagnostics(path);
      return path;
    },
    'app.relaunch': () => {
      app.relaunch();
      app.quit();
      return null;
    },
    'updates.check': async () => {
      await updates.check();
      return null;
    },
    'updates.restart': async () => {
      await restartToUpdate(updates, quit);
      return null;
    },
    'updates.notes': () => updates.notes(),
    'updates.forget-news': () => {
      updates.forgetNews();
      return null;
    },
    'menu.open': ({ x, y }) => {
      const { window } = menuBar;
      if (window !== null) Menu.buildFromTemplate(pauseMenu(services.state(), actions)).popup({ window, x, y });
      return null;
    },
  };
}

async function openLink(link: Parameters<typeof linkAddress>[0], services: Services): Promise<null> {
  const address = linkAddress(link, services.serverUrl());
  if (address !== null) await shell.openExternal(address);
  return null;
}

function choosePath(what: Choosable, path: string, services: Services) {
  const change = services.handlers['settings.change'];
  switch (what) {
    case 'library':
      return change({ name: 'library.path', value: path });
    case 'staging':
      return change({ name: 'storage.stagingFolder', value: path });
    case 'osxphotos':
      return change({ name: 'tools.osxphotos', value: path });
    case 'immich-go':
      return change({ name: 'tools.immichGo', value: path });
  }
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

/** @throws {ProblemError} update-busy, update-failed */
async function restartToUpdate(updates: AppUpdates, quit: OrderlyQuit): Promise<void> {
  await updates.beforeInstall();
  void quit.endWith(() => updates.install());
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

/** What windows ask of the shell. */
import { app, BrowserWindow, clipboard, Menu, shell } from 'electron';
import { diagnosticsName } from '../core/diagnostics/save.ts';
import { problemPage } from '../core/model/project.ts';
import type { Choosable, SettingsView, Snapshot } from '../shared/contract.ts';
import { languageUsed } from '../shared/texts.ts';
import type { LoginItem } from './adapters/login-item.ts';
import type { Notifier } from './adapters/notifier.ts';
import type { CallHandlers } from './ipc/register.ts';
import { assetAddress } from './links.ts';
import type { MenuBar } from './menu-bar/menu-bar.ts';
import { type MenuActions, pauseMenu } from './menu-bar/menus.ts';
import { openLink } from './open-link.ts';
import type { OrderlyQuit } from './orderly-quit.ts';
import { systemAppearance } from './pages.ts';
import { reportName } from './report/library-report.ts';
import type { QuestionCall, Services } from './services/services.ts';
import type { AppUpdates } from './updates/app-updates.ts';
import { restartToUpdate } from './updates/restart-to-update.ts';
import { chooseFile, chooseWhereToSave } from './windows/file-dialog.ts';
import type { Windows } from './windows/windows.ts';

export interface ShellHandlersContext {
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

/** Calls of windows: the engine's, and those that need the system, a window or the menu bar. */
export function shellHandlers({
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
}: ShellHandlersContext): Omit<CallHandlers, QuestionCall> {
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
    'authority.remove': async (authority) => withSystem(await engine['authority.remove'](authority)),
    'connection.reuse': async (reused) => withSystem(await engine['connection.reuse'](reused)),
    'connection.forget': async (forgotten) => withSystem(await engine['connection.forget'](forgotten)),
    'authority.choose': async ({ address }, sender) => {
      const parent = BrowserWindow.fromWebContents(sender);
      if (parent === null) return null;
      const file = await menuBar.keepOpenDuring(() => chooseFile('certificate-authority', parent));
      return file === null ? null : withSystem(await services.takeAuthority(address, file));
    },
    'certificate.choose': async ({ address, passphrase }, sender) => {
      const parent = BrowserWindow.fromWebContents(sender);
      if (parent === null) return null;
      if (passphrase === null)
        certificateFile = await menuBar.keepOpenDuring(() => chooseFile('client-certificate', parent));
      if (certificateFile === null) return null;
      return withSystem(await services.takeCertificate(address, certificateFile, passphrase));
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
      await services.saveReport(path, at, systemAppearance().locale);
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
      if (window === null) return null;
      // The page counts in its own pixels, which an enlargement makes larger.
      const zoom = window.webContents.getZoomFactor();
      const at = { x: Math.round(x * zoom), y: Math.round(y * zoom) };
      Menu.buildFromTemplate(pauseMenu(services.state(), actions)).popup({ window, ...at });
      return null;
    },
    'popover.fit': ({ height }, sender) => {
      if (sender.id === menuBar.window?.webContents.id) menuBar.fit(height);
      return null;
    },
  };
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

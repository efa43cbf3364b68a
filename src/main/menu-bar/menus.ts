/** The native menus: at the icon (right click), of the pause button, and the app's own (which makes copy and paste work in fields). */
import type { MenuItemConstructorOptions } from 'electron';
import type { PauseChoice } from '../../core/model/choices.ts';
import { PAUSE_CHOICES, type PlacedWindow, type Snapshot } from '../../shared/contract.ts';
import { statusText } from '../../shared/status-text.ts';
import { strings } from '../../shared/strings.ts';

export interface MenuActions {
  readonly showPopover: () => void;
  readonly startSync: () => void;
  readonly stopSync: () => void;
  readonly pause: (choice: PauseChoice) => void;
  readonly resume: () => void;
  readonly openWindow: (window: PlacedWindow) => void;
  readonly previewSync: () => void;
  readonly findPhoto: () => void;
  readonly showDiagnostics: () => void;
  readonly openImmich: () => void;
  readonly showHelp: () => void;
  readonly showAbout: () => void;
  readonly checkForUpdates: () => void;
  readonly restartToUpdate: () => void;
  readonly quit: () => void;
}

export function pauseMenu(
  { nextRunAt }: Pick<Snapshot, 'nextRunAt'>,
  actions: MenuActions,
): MenuItemConstructorOptions[] {
  return PAUSE_CHOICES.map((choice) => ({
    label: strings.pauseChoices[choice],
    // Where nothing starts by itself there is nothing to skip.
    enabled: choice !== 'next-sync' || nextRunAt !== null,
    click: () => actions.pause(choice),
  }));
}

export function iconMenu(snapshot: Snapshot, actions: MenuActions): MenuItemConstructorOptions[] {
  const { state } = snapshot.status;
  const text = statusText(snapshot);
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  const isSetUp = state !== 'not-set-up';
  const syncItem: MenuItemConstructorOptions =
    state === 'syncing'
      ? { label: strings.menu.stop, click: actions.stopSync }
      : { label: strings.menu.syncNow, click: actions.startSync };
  const pauseItem: MenuItemConstructorOptions =
    state === 'paused'
      ? { label: strings.menu.resume, click: actions.resume }
      : { label: strings.menu.pause, submenu: pauseMenu(snapshot, actions) };
  return [
    { label: text.title, enabled: false },
    separator,
    ...(isSetUp
      ? [syncItem, { label: strings.menu.previewSync, click: actions.previewSync }, pauseItem, separator]
      : [{ label: strings.menu.setUp, click: () => actions.openWindow('setup') }, separator]),
    ...(snapshot.hasServer ? [{ label: strings.menu.openImmich, click: actions.openImmich }] : []),
    ...(isSetUp ? [{ label: strings.menu.find, click: actions.findPhoto }] : []),
    { label: strings.menu.activity, click: () => actions.openWindow('activity') },
    { label: strings.menu.settings, accelerator: 'CommandOrControl+,', click: () => actions.openWindow('settings') },
    separator,
    updateItem(snapshot, actions),
    { label: strings.menu.help, click: actions.showHelp },
    { label: strings.menu.about, click: actions.showAbout },
    { label: strings.menu.quit, accelerator: 'CommandOrControl+Q', click: actions.quit },
  ];
}

/** An update is not installed during a sync, which a restart would stop. */
function updateItem({ update, status }: Snapshot, actions: MenuActions): MenuItemConstructorOptions {
  return update.phase === 'ready' && status.state !== 'syncing'
    ? { label: strings.menu.restartToUpdate, click: actions.restartToUpdate }
    : { label: strings.menu.checkForUpdates, click: actions.checkForUpdates };
}

/** An app without a Dock icon still needs this: without an Edit menu Command-V does nothing. */
export function applicationMenu(actions: MenuActions): MenuItemConstructorOptions[] {
  const texts = strings.menuBar;
  return [
    {
      label: strings.product,
      submenu: [
        { label: strings.menu.about, click: actions.showAbout },
        { label: strings.menu.checkForUpdates, click: actions.checkForUpdates },
        { type: 'separator' },
        {
          label: strings.menu.settings,
          accelerator: 'CommandOrControl+,',
          click: () => actions.openWindow('settings'),
        },
        { label: strings.menu.find, accelerator: 'CommandOrControl+F', click: actions.findPhoto },
        { label: strings.menu.syncNow, accelerator: 'CommandOrControl+R', click: actions.startSync },
        { type: 'separator' },
        { role: 'hide', label: texts.hide },
        { role: 'hideOthers', label: texts.hideOthers },
        { role: 'unhide', label: texts.showAll },
        { type: 'separator' },
        { label: strings.menu.quit, accelerator: 'CommandOrControl+Q', click: actions.quit },
      ],
    },
    {
      label: texts.edit,
      submenu: [
        { role: 'undo', label: texts.undo },
        { role: 'redo', label: texts.redo },
        { type: 'separator' },
        { role: 'cut', label: texts.cut },
        { role: 'copy', label: texts.copy },
        { role: 'paste', label: texts.paste },
        { role: 'delete', label: texts.delete },
        { role: 'selectAll', label: texts.selectAll },
      ],
    },
    // Not the role of the whole menu, which has the tools of developers in it.
    {
      label: strings.menu.view,
      submenu: [
        { role: 'resetZoom', label: texts.actualSize },
        { role: 'zoomIn', label: texts.zoomIn },
        { role: 'zoomOut', label: texts.zoomOut },
        { type: 'separator' },
        { role: 'togglefullscreen', label: texts.fullScreen },
      ],
    },
    {
      label: texts.window,
      submenu: [
        { role: 'minimize', label: texts.minimise },
        { role: 'zoom', label: texts.zoom },
        { role: 'close', label: texts.close },
        { role: 'front', label: texts.bringAllToFront },
      ],
    },
    {
      role: 'help',
      label: texts.help,
      submenu: [
        { label: strings.menu.help, click: actions.showHelp },
        { type: 'separator' },
        { label: strings.menu.diagnostics, click: actions.showDiagnostics },
      ],
    },
  ];
}

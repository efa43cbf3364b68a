/** The system's file dialog. The one place that opens a dialog of Electron's: each needs a parent window. */
import { extname, join } from 'node:path';
// biome-ignore lint/style/noRestrictedImports: this is the place that is meant; the parent window is not optional here.
import { app, type BrowserWindow, dialog } from 'electron';
import type { Choosable } from '../../shared/contract.ts';
import { strings } from '../../shared/strings.ts';

/** What the calls name, and what calls of their own ask for. */
type Chosen = Choosable | 'client-certificate' | 'certificate-authority';

/** @returns the absolute path that was chosen, or null. */
export async function chooseFile(what: Chosen, parent: BrowserWindow): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(parent, dialogOptions(what));
  return canceled ? null : (filePaths[0] ?? null);
}

/** @param name as which the file is to be saved, in Documents; its ending says what it is @returns the absolute path that was chosen, or null. */
export async function chooseWhereToSave(name: string, parent: BrowserWindow): Promise<string | null> {
  const ending = extname(name).slice(1);
  const { canceled, filePath } = await dialog.showSaveDialog(parent, {
    defaultPath: join(app.getPath('documents'), name),
    filters: [{ name: ending.toUpperCase(), extensions: [ending] }],
  });
  return canceled || filePath === '' ? null : filePath;
}

function dialogOptions(what: Chosen): Electron.OpenDialogOptions {
  switch (what) {
    case 'library':
      // A library is a folder that Finder shows as a file: `openFile` lets it be chosen whole.
      return {
        properties: ['openFile', 'openDirectory'],
        filters: [{ name: strings.settings.library.which, extensions: ['photoslibrary'] }],
        // Without it macOS begins where the last dialog of any kind was, or in Downloads.
        defaultPath: app.getPath('pictures'),
      };
    case 'staging':
      return { properties: ['openDirectory', 'createDirectory'], defaultPath: app.getPath('home') };
    case 'client-certificate':
      return {
        properties: ['openFile'],
        filters: [{ name: 'PKCS #12, PEM', extensions: ['p12', 'pfx', 'pem'] }],
        defaultPath: app.getPath('home'),
      };
    case 'certificate-authority':
      return {
        properties: ['openFile'],
        filters: [{ name: 'PEM, DER', extensions: ['pem', 'crt', 'cer', 'der'] }],
        defaultPath: app.getPath('home'),
      };
    case 'osxphotos':
    case 'immich-go':
      return { properties: ['openFile', 'showHiddenFiles'], defaultPath: app.getPath('home') };
  }
}

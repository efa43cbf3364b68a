import { app, BrowserWindow } from 'electron';

/** macOS leaves an app active that has no window any more; hidden, it gives the keyboard back to the app before. Call when one has gone. */
export function giveFocusBack(): void {
  if (process.platform !== 'darwin') return;
  if (!BrowserWindow.getAllWindows().some((window) => window.isVisible())) app.hide();
}

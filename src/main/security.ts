/**
 * Denies every page everything that our pages do not need, whatever page it is: permissions, devices, navigation, new windows, embedded
 * views. See https://www.electronjs.org/docs/latest/tutorial/security, items 4, 5, 12, 13, 14.
 */
import { app, type Session } from 'electron';
import { PAGE_ORIGIN } from './page-address.ts';

export function denyEverything(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  // No page loads anything from anywhere but us, even if the pages' own rules had a hole.
  session.webRequest.onBeforeRequest((details, answer) => {
    const isOurs = details.url.startsWith(`${PAGE_ORIGIN}/`) || details.url.startsWith('data:');
    const isDeveloperTools = details.url.startsWith('devtools:');
    answer({ cancel: !isOurs && !isDeveloperTools });
  });
}

export function denyNavigation(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-frame-navigate', (event) => event.preventDefault());
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}

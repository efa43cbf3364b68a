/**
 * Denies every page everything that our pages do not need, whatever page it is: permissions, devices, navigation, new windows, embedded
 * views. See https://www.electronjs.org/docs/latest/tutorial/security, items 4, 5, 12, 13, 14.
 */
import { app, type Session } from 'electron';
import { PAGE_ORIGIN } from './page-address.ts';

export async function denyEverything(session: Session): Promise<void> {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  // No page loads anything from anywhere but us, even if the pages' own rules had a hole.
  session.webRequest.onBeforeRequest((details, answer) => {
    const isOurs = details.url.startsWith(`${PAGE_ORIGIN}/`) || details.url.startsWith('data:');
    const isDeveloperTools = details.url.startsWith('devtools:');
    answer({ cancel: !isOurs && !isDeveloperTools });
  });
  // WebRTC makes no requests that could be cancelled, and its TCP goes by the session's proxy: one that is nowhere, for loopback, too.
  await session.setProxy({ proxyRules: 'https://127.0.0.1:1', proxyBypassRules: '<-loopback>' });
}

/** @param onTrouble told when a page has got away all the same; its process is ended, and its window with it. */
export function denyNavigation(onTrouble: (text: string) => void): void {
  app.on('web-contents-created', (_event, contents) => {
    // UDP could not be proxied.
    contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
    // Chromium goes to `about:blank` and its like without asking anybody (`will-navigate` is for what is fetched).
    contents.on('did-navigate', (_navigation, address) => {
      if (contents.getType() !== 'window' || address.startsWith(`${PAGE_ORIGIN}/`)) return;
      onTrouble(`A page went to ${address.slice(0, 100)} and was ended.`);
      contents.forcefullyCrashRenderer();
    });
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-frame-navigate', (event) => event.preventDefault());
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}

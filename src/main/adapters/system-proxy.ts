/** The proxies of the system's settings, which Node does not know: by Chromium, which reads them on a Mac, automatic configuration included. */
import { session } from 'electron';
import { type FindProxy, readProxyAnswer } from '../../core/immich/proxy.ts';

/** Call when the app is ready. */
export const findSystemProxy: FindProxy = async (url) =>
  // Not by the pages' own session, whose proxy leads nowhere (security.ts).
  readProxyAnswer(await session.fromPartition('proxies').resolveProxy(url));

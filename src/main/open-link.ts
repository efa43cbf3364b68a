/** Opens a page by its name, in the browser. */
import { shell } from 'electron';
import { linkAddress } from './links.ts';
import type { Services } from './services/services.ts';

export async function openLink(link: Parameters<typeof linkAddress>[0], services: Services): Promise<null> {
  const address = linkAddress(link, services.serverUrl());
  if (address !== null) await shell.openExternal(address);
  return null;
}

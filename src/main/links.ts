/** The only addresses that the app ever opens. Windows name one; they cannot give one. */
import { DOCUMENTATION_URL, REPOSITORY_URL } from '../core/model/project.ts';
import type { LinkName } from '../shared/contract.ts';

const SETTINGS = 'x-apple.systempreferences:';

/** Null when the link leads nowhere yet (Immich, before there is a server). */
export function linkAddress(link: LinkName, serverUrl: string | null): string | null {
  switch (link) {
    case 'immich':
      return serverUrl;
    case 'immich-trash':
      return serverUrl === null ? null : `${serverUrl}/trash`;
    case 'immich-api-keys':
      return serverUrl === null ? null : `${serverUrl}/user-settings?isOpen=api-keys`;
    case 'full-disk-access':
      return `${SETTINGS}com.apple.preference.security?Privacy_AllFiles`;
    case 'photos-access':
      return `${SETTINGS}com.apple.preference.security?Privacy_Photos`;
    case 'local-network':
      return `${SETTINGS}com.apple.preference.security?Privacy_LocalNetwork`;
    case 'login-items':
      return `${SETTINGS}com.apple.LoginItems-Settings.extension`;
    case 'notifications':
      return `${SETTINGS}com.apple.Notifications-Settings.extension`;
    case 'menu-bar-settings':
      return `${SETTINGS}com.apple.ControlCenter-Settings.extension`;
    case 'osxphotos':
      return 'https://github.com/RhetTbull/osxphotos';
    case 'immich-go':
      return 'https://github.com/simulot/immich-go';
    case 'downloads':
      return `${REPOSITORY_URL}/releases`;
    case 'report-bug':
      return `${REPOSITORY_URL}/issues/new?template=bug.yml`;
    case 'documentation':
      return DOCUMENTATION_URL;
  }
}

const REMOTE_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Where Immich shows one of its assets; null before there is a server, and for anything that is no id. */
export function assetAddress(remoteId: string, serverUrl: string | null): string | null {
  return serverUrl === null || !REMOTE_ID.test(remoteId) ? null : `${serverUrl}/photos/${remoteId}`;
}

/**
 * Every text of the windows and menus, by where it is read: a file of `strings/` for each, in English, as ICU messages. `strings` has them in the
 * language in use; those with values are functions of them.
 */
import { CHECK_TITLES } from '../core/model/checks.ts';
import type { LinkName, ProblemAction, Weekday } from './contract.ts';
import { activityStrings } from './strings/activity.ts';
import { findStrings } from './strings/find.ts';
import { historyStrings } from './strings/history.ts';
import { libraryStrings } from './strings/library.ts';
import { menuStrings } from './strings/menu.ts';
import { momentStrings } from './strings/moments.ts';
import { permissionStrings } from './strings/permissions.ts';
import { popoverStrings } from './strings/popover.ts';
import { remainderStrings } from './strings/remainder.ts';
import { settingsStrings } from './strings/settings.ts';
import { setupStrings } from './strings/setup.ts';
import { statusStrings } from './strings/status.ts';
import { toolStrings } from './strings/tools.ts';
import { textsOf } from './texts.ts';

/** English, the source of all other languages. */
export const ENGLISH_STRINGS = {
  product: 'Immich Sync',
  ...statusStrings,
  ...popoverStrings,
  ...historyStrings,
  ...remainderStrings,
  actions: {
    'check-address': 'Check address…',
    'replace-key': 'Replace key…',
    'edit-key': 'Edit key in Immich',
    'accept-user': 'Use this account',
    'accept-server': 'This is my server',
    'update-server': 'Open Immich',
    'choose-library': 'Choose library…',
    'confirm-library': 'That is right',
    'install-tool': 'Install…',
    'update-tools': 'Update the tools',
    'free-space': 'Disk settings…',
    'choose-staging': 'Choose folder…',
    'show-file': 'Show file',
    'try-again': 'Try again',
    'show-assets': 'Show',
    'open-immich': 'Open Immich',
    'open-trash': 'Open Immich’s trash',
    'photos-access': 'Open Photos access',
    'local-network-access': 'Open Local Network',
    'open-settings': 'Open Settings…',
    'check-hooks': 'Check it…',
    'check-for-updates': 'Check again',
    'open-downloads': 'Open download page',
    'copy-details': 'Copy details',
  } as const satisfies Record<ProblemAction, string>,
  links: {
    immich: 'Open Immich',
    'immich-trash': 'Open Immich’s trash',
    'immich-api-keys': 'Make a key in Immich',
    'full-disk-access': 'Open Full Disk Access',
    'photos-access': 'Open Photos access',
    'local-network': 'Open Local Network',
    'login-items': 'Open Login Items',
    'menu-bar-settings': 'Open Menu Bar settings',
    notifications: 'Open Notifications',
    osxphotos: 'About osxphotos',
    'immich-go': 'About immich-go',
    documentation: 'Documentation',
    downloads: 'All versions',
    'report-bug': 'Report a bug',
  } as const satisfies Record<LinkName, string>,
  settings: settingsStrings,
  permissions: permissionStrings,
  checks: CHECK_TITLES,
  weekdays: {
    mon: 'Mon',
    tue: 'Tue',
    wed: 'Wed',
    thu: 'Thu',
    fri: 'Fri',
    sat: 'Sat',
    sun: 'Sun',
  } as const satisfies Record<Weekday, string>,
  activity: activityStrings,
  find: findStrings,
  library: libraryStrings,
  tools: toolStrings,
  moments: momentStrings,
  ...setupStrings,
  ...menuStrings,
  copy: 'Copy',
  copied: 'Copied',
  saved: 'Saved as {path}',
  loading: 'One moment…',
  dismiss: 'Dismiss',
  learnMore: 'Learn more',
} as const;

export const strings = textsOf(ENGLISH_STRINGS);

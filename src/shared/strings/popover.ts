/** The popover of the menu bar. */
import type { PauseChoice } from '../../core/model/choices.ts';
import type { PhaseName } from '../contract.ts';

export const popoverStrings = {
  popover: {
    label: 'Immich Sync status',
    lastSync: 'Last sync',
    lastGoodSync: 'Last good sync',
    nextSync: 'Next sync',
    nextTry: 'Next try',
    tried: 'Tried',
    never: 'Never',
    noneDue: 'When you start it',
    syncNow: 'Sync now',
    tryNow: 'Try now',
    tryAgain: 'Try again',
    stop: 'Stop',
    stopping: 'Stopping…',
    resume: 'Resume',
    setUp: 'Set up…',
    activity: 'Activity',
    openImmich: 'Open Immich',
    pause: 'Pause',
    settings: 'Settings',
    updateReady: 'Version {version} is ready',
    restartToUpdate: 'Restart to update',
    updatedTo: 'Updated to {version}',
    news: 'What’s new',
    dismissNews: 'Dismiss',
    show: 'Show',
    history: 'Last 30 days',
    moreProblems: '{count, number} more in Activity',
    noHistory: 'The first sync will appear here',
    progress: 'Progress of this sync',
    next: 'next',
    done: 'done',
    of: '{done, number} of {total, number}',
    /** An item may have several files. */
    ofItems: '{done, number} of {total, plural, one {# item} other {# items}}',
    ofFiles: '{done, number} of {total, plural, one {# file} other {# files}}',
    left: '{estimate} left',
    howFar: 'How far the library is in Immich',
    perSecond: '{bytes}/s',
    livesHere: 'Immich Sync lives here, in the menu bar.',
    steps: {
      title: 'What you need',
      server: 'Your Immich server and an API key',
      library: 'Permission to read your Photos library',
      tools: 'Two helper tools, checked for you',
      preview: 'A preview, before anything is sent',
    },
  },

  pauseChoices: {
    'next-sync': 'Skip the next sync',
    hour: 'Pause for an hour',
    tomorrow: 'Pause until tomorrow',
    'open-end': 'Pause until I resume',
  } as const satisfies Record<PauseChoice, string>,

  phases: {
    library: 'Read library',
    compare: 'Already in Immich',
    export: 'Export',
    upload: 'Upload',
    details: 'Albums and details',
  } as const satisfies Record<PhaseName, string>,
} as const;

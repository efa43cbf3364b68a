/** The popover of the menu bar. */
import type { PauseChoice } from '../../core/model/choices.ts';
import type { PhaseName } from '../contract.ts';
import { formatCount } from '../format.ts';

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
    updateReady: (version: string) => `Version ${version} is ready`,
    restartToUpdate: 'Restart to update',
    updatedTo: (version: string) => `Updated to ${version}`,
    news: 'What’s new',
    dismissNews: 'Dismiss',
    show: 'Show',
    history: 'Last 30 days',
    moreProblems: (count: number) => `${formatCount(count)} more in Activity`,
    noHistory: 'The first sync will appear here',
    progress: 'Progress of this sync',
    next: 'next',
    done: 'done',
    of: (done: number, total: number) => `${formatCount(done)} of ${formatCount(total)}`,
    left: (estimate: string) => `${estimate} left`,
    howFar: 'How far the library is in Immich',
    perSecond: (bytes: string) => `${bytes}/s`,
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
  } satisfies Record<PauseChoice, string>,

  phases: {
    library: 'Read library',
    compare: 'Already in Immich',
    export: 'Export',
    upload: 'Upload',
    details: 'Albums and details',
  } satisfies Record<PhaseName, string>,
} as const;

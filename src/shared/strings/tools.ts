/** Texts about the tools, wherever they are listed: the assistant, the settings and the command line. */

import { FOUND_BY_WORDS, VERDICT_WORDS } from '../../core/model/tool-words.ts';
import type { InstallActivity, ToolName } from '../../core/model/tools.ts';

export const toolStrings = {
  verdicts: VERDICT_WORDS,
  foundBy: FOUND_BY_WORDS,
  purposes: {
    osxphotos: 'Reads your Photos library and exports from it.',
    'immich-go': 'Uploads to Immich.',
  } as const satisfies Record<ToolName, string>,
  /** Of a tool that none was found of. */
  missing: 'not installed yet',
  installing: 'installing…',
  next: 'next',
  /** What an installation does at the moment. */
  activities: {
    waiting: 'Waiting for another installation of {tool} to finish…',
    'downloading-uv': 'Downloading the installer of {tool}…',
    'downloading-python': 'Downloading Python for {tool}…',
    'installing-packages': 'Downloading and installing {tool}…',
    'downloading-immich-go': 'Downloading {tool}…',
    'downloading-compiler': 'Downloading a compiler for {tool}…',
    compiling: 'Building {tool}, which takes a few minutes…',
    checking: 'Checking that {tool} starts…',
  } as const satisfies Record<InstallActivity, string>,
  preparing: 'Preparing…',
  progress: 'Setting up the tools',
  setUpBoth: 'Set up both',
  setUpOne: 'Set up {tool}',
  setUpHint: 'Downloads what is needed into the app’s own folder. Nothing else on this Mac is changed.',
  cancel: 'Cancel',
  cancelling: 'Cancelling…',
  cancelled: 'Cancelled. Nothing was changed, and what was downloaded is kept for the next time.',
  /** Before a version that the app would install in place of one that is not its own, or older. */
  install: 'Install {version}',
  /** Labels begin with what is to be read on the button, for those who speak it. */
  installLabel: 'Install {version} of {tool}',
  otherwise: 'Also on this Mac',
  use: 'Use this one',
  useLabel: 'Use this one: {tool} {version}',
} as const;

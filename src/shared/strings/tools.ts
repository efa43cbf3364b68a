/** Texts about the tools, wherever they are listed: the assistant, the settings and the command line. */
import type { InstallActivity, ToolName } from '../../core/model/tools.ts';

export { FOUND_BY_WORDS, VERDICT_WEIGHT, VERDICT_WORDS } from '../../core/model/tool-words.ts';

export const toolStrings = {
  purposes: {
    osxphotos: 'Reads your Photos library and exports from it.',
    'immich-go': 'Uploads to Immich.',
  } satisfies Record<ToolName, string>,
  /** Of a tool that none was found of. */
  missing: 'not installed yet',
  installing: 'installing…',
  next: 'next',
  /** What an installation does at the moment. */
  activities: {
    waiting: (tool) => `Waiting for another installation of ${tool} to finish…`,
    'downloading-uv': (tool) => `Downloading the installer of ${tool}…`,
    'downloading-python': (tool) => `Downloading Python for ${tool}…`,
    'installing-packages': (tool) => `Downloading and installing ${tool}…`,
    'downloading-immich-go': (tool) => `Downloading ${tool}…`,
    'downloading-compiler': (tool) => `Downloading a compiler for ${tool}…`,
    compiling: (tool) => `Building ${tool}, which takes a few minutes…`,
    checking: (tool) => `Checking that ${tool} starts…`,
  } satisfies Record<InstallActivity, (tool: ToolName) => string>,
  preparing: 'Preparing…',
  progress: 'Setting up the tools',
  setUp: (tools: readonly ToolName[]) => (tools.length > 1 ? 'Set up both' : `Set up ${tools[0] ?? ''}`),
  setUpHint: 'Downloads what is needed into the app’s own folder. Nothing else on this Mac is changed.',
  cancel: 'Cancel',
  cancelling: 'Cancelling…',
  cancelled: 'Cancelled. Nothing was changed, and what was downloaded is kept for the next time.',
  /** Before a version that the app would install in place of one that is not its own, or older. */
  install: (version: string) => `Install ${version}`,
  /** Labels begin with what is to be read on the button, for those who speak it. */
  installLabel: (tool: string, version: string) => `Install ${version} of ${tool}`,
  otherwise: 'Also on this Mac',
  use: 'Use this one',
  useLabel: (tool: string, version: string) => `Use this one: ${tool} ${version}`,
} as const;

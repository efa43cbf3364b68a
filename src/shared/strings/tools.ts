/** Texts about the tools, wherever they are listed. */
import type { InstallActivity, ToolName } from '../../core/model/tools.ts';

export { VERDICT_WEIGHT, VERDICT_WORDS } from '../../core/model/tool-words.ts';

export const toolStrings = {
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
  cancelled: 'Cancelled. Nothing was changed, and what was downloaded is kept for the next time.',
};

/**
 * Which app macOS asks for a permission on behalf of this process, where it is not Immich Sync: a command belongs to the terminal app that it was
 * typed in ("responsible process"), one over ssh to the service for remote log-ins.
 */

const TERMINALS: Readonly<Record<string, string>> = {
  Apple_Terminal: 'Terminal',
  'iTerm.app': 'iTerm',
  vscode: 'Visual Studio Code',
  WarpTerminal: 'Warp',
  ghostty: 'Ghostty',
  WezTerm: 'WezTerm',
  Hyper: 'Hyper',
  Tabby: 'Tabby',
  zed: 'Zed',
};

/** @returns as it fits into “macOS does not let … read it”; null where Immich Sync is asked for itself, as in the app and in an agent. */
export function responsibleApp(
  platform: NodeJS.Platform = process.platform,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string | null {
  if (platform !== 'darwin') return null;
  // Before the terminal: ssh hands on the terminal's name of the other computer.
  if ((environment.SSH_CONNECTION ?? '') !== '') return 'Remote Login (ssh)';
  const { TERM_PROGRAM: program = '', TERM: terminal = '' } = environment;
  if (program !== '') return TERMINALS[program] ?? 'your terminal app';
  // launchd's jobs and apps have none.
  return terminal === '' || terminal === 'dumb' ? null : 'your terminal app';
}

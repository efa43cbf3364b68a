/** The programs that do the work beside ours, and what is known of one that was found. */
export const TOOLS = ['osxphotos', 'immich-go'] as const;
export type ToolName = (typeof TOOLS)[number];

/**
 * - `tested`: a version that this program was tested with
 * - `newer`: newer than all of them; usable
 * - `untested`: usable, but not among the tested ones (between two of them, or a development build that does not know its version)
 * - `too-old`: must not be used
 * - `unusable`: does not start, crashes, hangs, or is another program
 */
export type ToolVerdict = 'tested' | 'newer' | 'untested' | 'too-old' | 'unusable';

export function isUsable(verdict: ToolVerdict): boolean {
  return verdict === 'tested' || verdict === 'newer' || verdict === 'untested';
}

/** How a program was found, in the order of preference. */
export type FoundBy = 'settings' | 'private' | 'path' | 'homebrew' | 'usr-local' | 'uv' | 'pipx' | 'local-bin' | 'go';

/** What an installation does at the moment. */
export type InstallActivity =
  | 'waiting'
  | 'downloading-uv'
  | 'downloading-python'
  | 'installing-packages'
  | 'downloading-immich-go'
  | 'downloading-compiler'
  | 'compiling'
  | 'checking';

export interface InstallStep {
  readonly activity: InstallActivity;
  /** Of the file that is downloaded; null where nobody counts. */
  readonly bytes: { readonly done: number; readonly total: number } | null;
}

/** Of the installation of one tool or of both. */
export interface InstallProgress extends InstallStep {
  readonly tool: ToolName;
  /** From 0 to 1 of everything that is to be installed; never less than before. */
  readonly fraction: number;
}

/** A job as `launchctl print gui/501/LABEL` describes it. */

/** For example `running` or `not running`; null when the text says none. */
export function readJobState(text: string): string | null {
  // The job's own line is the first; its endpoints have some of their own.
  return /^\s*state = (.+)$/m.exec(text)?.[1] ?? null;
}

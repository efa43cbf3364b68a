/** The time zone that the computer is in now. A program that runs for weeks keeps the one it was started in otherwise. */
import { readlinkSync } from 'node:fs';

/** @returns an IANA name, or null where the system does not tell: then the one at the program's start counts. */
export function systemTimezone(file = '/etc/localtime', environment: NodeJS.ProcessEnv = process.env): string | null {
  const chosen = environment.TZ;
  if (chosen !== undefined && chosen !== '') return isTimezone(chosen) ? chosen : null;
  try {
    // macOS and Linux both: a link into `…/zoneinfo/`.
    const name = /zoneinfo\/(?:posix\/)?(.+)$/.exec(readlinkSync(file))?.[1];
    return name !== undefined && isTimezone(name) ? name : null;
  } catch {
    return null;
  }
}

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

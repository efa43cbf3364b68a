/**
 * The person's languages as macOS knows them, for a command that has no `LANG`: launchd gives its jobs none. They are asked for at each start, so that
 * one that is chosen later counts from the next sync on.
 */
import { BUNDLE_ID } from '../model/project.ts';
import { type Ask, askProgram } from './ask-program.ts';

/** Gives BCP 47 tags, the best first; none where the system does not tell. */
export type AskLanguages = () => Promise<readonly string[]>;

export function systemLanguages(platform: NodeJS.Platform, ask: Ask = askProgram): AskLanguages {
  return async () => (platform === 'darwin' ? ofMac(ask) : []);
}

/** The app's own come first, which can be chosen in System Settings › Language & Region › Applications; they are in its preferences, as the others in those of all apps. */
async function ofMac(ask: Ask): Promise<readonly string[]> {
  const read = async (domain: string) =>
    parseLanguages((await ask('/usr/bin/defaults', ['read', domain, 'AppleLanguages'])) ?? '');
  const own = await read(BUNDLE_ID);
  return own.length > 0 ? own : read('-g');
}

/** What `defaults read` prints of a list: in brackets, one a line, in quotation marks where there is a hyphen. */
export function parseLanguages(output: string): readonly string[] {
  const list = /^\s*\(([^()]*)\)\s*$/.exec(output)?.[1] ?? '';
  return list.split(',').flatMap((entry) => /^"?([A-Za-z][\w-]*)"?$/.exec(entry.trim())?.[1] ?? []);
}

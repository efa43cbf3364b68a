/**
 * launchd jobs of the person's session that still run the shell script which this product replaces. They are recognised by what they run,
 * not by their name alone: a job that starts this product is none, whatever it is called.
 */
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, isAbsolute, join } from 'node:path';
import { z } from 'zod';
import type { Paths } from '../settings/paths.ts';
import { agentLabel } from './agent-plist.ts';
import { endingCommands, type LaunchControl } from './launch-control.ts';
import { readPropertyList } from './property-list.ts';

export interface OldAgent {
  readonly label: string;
  /** Null when the job is loaded although its file is gone. */
  readonly file: string | null;
  /** The commands that end it: now, and for later log-ins. */
  readonly commands: readonly [now: string, later: string];
}

/** As nix-darwin names the script's job. */
const USUAL_LABEL = 'org.nixos.immich-sync';

const jobSchema = z.looseObject({
  Label: z.string().min(1),
  Program: z.string().optional(),
  ProgramArguments: z.array(z.string()).optional(),
  Disabled: z.boolean().optional(),
});

/** Bytes; a shell script is shorter. */
const MAX_SCRIPT_LENGTH = 256 * 1024;
/** A job runs a wrapper that runs the script: how far its paths are followed. */
const DEPTH = 3;

/** Never throws: what cannot be read is passed over. @param launchControl null where there is no launchd: then the files alone count */
export async function findOldAgents(
  paths: Pick<Paths, 'launchAgentFolders' | 'home'>,
  launchControl: LaunchControl | null,
): Promise<readonly OldAgent[]> {
  const found = new Map<string, string | null>();
  const ours = new Set<string>();
  for (const folder of paths.launchAgentFolders) {
    for (const name of await readdir(folder).catch(() => [])) {
      if (!name.endsWith('.plist')) continue;
      const file = join(folder, name);
      const job = jobSchema.safeParse(await readPropertyList(file)).data;
      if (job === undefined || job.Disabled === true || job.Label.startsWith(agentLabel(null))) continue;
      const words = [...(job.Program === undefined ? [] : [job.Program]), ...(job.ProgramArguments ?? [])];
      if (runsThisProduct(words)) ours.add(job.Label);
      else if (job.Label === USUAL_LABEL || (await runsOldScript(words))) found.set(job.Label, file);
    }
  }
  if (!found.has(USUAL_LABEL) && !ours.has(USUAL_LABEL) && (await isLoaded(launchControl, USUAL_LABEL)))
    found.set(USUAL_LABEL, null);
  const agents: OldAgent[] = [];
  for (const [label, file] of found) {
    const isOver =
      launchControl !== null && !(await isLoaded(launchControl, label)) && (await isDisabled(launchControl, label));
    if (!isOver) agents.push({ label, file, commands: endingCommands(label) });
  }
  return agents;
}

const isLoaded = (launchControl: LaunchControl | null, label: string) =>
  launchControl?.isLoaded(label).catch(() => false) ?? Promise.resolve(false);
const isDisabled = (launchControl: LaunchControl, label: string) => launchControl.isDisabled(label).catch(() => false);

/** The app or something in it, or a command that the script never had. A job of a person's own may have the name that the script's had. */
const runsThisProduct = (words: readonly string[]) => /\/Immich Sync\.app\b|\bsync --scheduled\b/.test(words.join(' '));

/** Whether a command line, or a script that it leads to, is the pipeline of osxphotos and immich-go. */
async function runsOldScript(words: readonly string[], depth = DEPTH): Promise<boolean> {
  const text = words.join(' ');
  if (isPipeline(text)) return true;
  if (depth === 0) return false;
  for (const path of pathsIn(text)) {
    const script = await readScript(path);
    if (script === null) {
      // The script was taken away and the job was not.
      if (/^immich-sync(?:\.sh)?$/.test(basename(path)) && !(await exists(path))) return true;
    } else if (isPipeline(script) || (isShell(script) && (await runsOldScript([script], depth - 1)))) return true;
  }
  return false;
}

const isPipeline = (text: string) => /\bosxphotos\b/.test(text) && /\bimmich-go\b/.test(text);
const isShell = (text: string) => /^#!.*\b(?:ba|z|da|k|fi)?sh\b/.test(text);

/** Absolute paths in a command line or a script. */
function pathsIn(text: string): readonly string[] {
  const words = text.split(/[\s"'`;|&()<>=]+/).filter((word) => isAbsolute(word) && word.length > 1);
  return [...new Set(words)].slice(0, 50);
}

/** Null for what is no text, too long, or not to be read. */
async function readScript(path: string): Promise<string | null> {
  try {
    const { size } = await stat(path);
    if (size > MAX_SCRIPT_LENGTH) return null;
    const text = await readFile(path, 'utf8');
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );

/**
 * Which set of tools is in use: one file in the tools folder, replaced as a whole, so that there is no moment between two sets. Sets lie beside each
 * other in `sets/`; what came with the app lies in the tools folder itself and is what is used when this file says nothing.
 */
import { randomUUID } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { isUsable, TOOLS, type ToolName } from '../../model/tools.ts';
import { explanationSchema } from '../kept-reason.ts';
import { installedIn, privateProgram } from '../private-tools.ts';
import { compareVersions, type VersionAnswer } from '../version.ts';
import type { ModelRange, ToolInUse } from './choose-set.ts';

const toolSchema = z.object({
  version: z.string(),
  /** Below the tools folder; a set whose tool is that of the former one uses it from there. Never a path of anybody else's. */
  folder: z.string().regex(/^(?:\.|sets\/\d{1,9})$/),
  /** See `ToolInUse`. */
  pins: z.string().nullable(),
});

const setInUseSchema = z.object({
  number: z.int().min(1),
  /** A tool that a person has brought is not in it. */
  tools: z.partialRecord(z.enum(TOOLS), toolSchema),
  /** What its osxphotos was tested with; see `ListedSet`. */
  photosModels: z.array(z.tuple([z.int(), z.int()])),
  /** Milliseconds since 1970. */
  since: z.number(),
  /** Syncs in which its tools did their work, as far as these are counted. */
  goodRuns: z.int().min(0),
  /** Syncs in a row that failed over one of its tools. */
  badRuns: z.int().min(0),
});

const failedSchema = z.object({
  number: z.int(),
  /** The serial number of the list at that time. */
  serial: z.int(),
  reason: explanationSchema,
});

const stateSchema = z.object({
  inUse: setInUseSchema.nullable(),
  /** What was in use before, to go back to; null is what came with the app. */
  former: setInUseSchema.nullable(),
  failed: z.array(failedSchema),
});

export type SetInUse = Readonly<z.infer<typeof setInUseSchema>>;
export type FailedSet = Readonly<z.infer<typeof failedSchema>>;
export interface SetState {
  readonly inUse: SetInUse | null;
  readonly former: SetInUse | null;
  readonly failed: readonly FailedSet[];
}

const NONE: SetState = { inUse: null, former: null, failed: [] };
/** The last of them are kept. */
const MAX_FAILED = 20;

const stateFile = (toolsFolder: string) => join(toolsFolder, 'set.json');

/** A file that is not there, damaged or of another version says nothing: then what came with the app is used. */
export async function readSetState(toolsFolder: string): Promise<SetState> {
  try {
    return stateSchema.parse(JSON.parse(await readFile(stateFile(toolsFolder), 'utf8')));
  } catch {
    return NONE;
  }
}

export async function writeSetState(toolsFolder: string, state: SetState): Promise<void> {
  const kept = { ...state, failed: state.failed.slice(-MAX_FAILED) };
  const aside = `${stateFile(toolsFolder)}.${randomUUID()}`;
  await writeFile(aside, `${JSON.stringify(stateSchema.parse(kept), null, 2)}\n`);
  await rename(aside, stateFile(toolsFolder));
}

/** The state as it is now; null when another set than this one was brought into use meanwhile, or it was given up. @param number 0 for none */
export async function readSetStateOf(toolsFolder: string, number: number): Promise<SetState | null> {
  const state = await readSetState(toolsFolder);
  return (state.inUse?.number ?? 0) === number ? state : null;
}

/** Gives up a tool of the set in use: what is in the tools folder itself takes its place. */
export async function leaveSet(toolsFolder: string, tool: ToolName): Promise<void> {
  const { inUse, ...others } = await readSetState(toolsFolder);
  if (inUse?.tools[tool] === undefined) return;
  const { [tool]: _left, ...tools } = inUse.tools;
  await writeSetState(toolsFolder, { ...others, inUse: { ...inUse, tools } });
}

/** A set's folder in the tools folder, absolute. */
export function setFolder(toolsFolder: string, number: number): string {
  return join(toolsFolder, folderName(number));
}

/** The same, as the file says it. */
export const folderName = (number: number): string => `sets/${number}`;

/**
 * The private folder of a tool: that of the set in use, or the tools folder itself where the set has none, has lost it, or is older than what a
 * newer app has been asked to install there.
 */
export async function privateFolderOf(toolsFolder: string, tool: ToolName): Promise<string> {
  const { inUse } = await readSetState(toolsFolder);
  const folder = inUse?.tools[tool]?.folder;
  if (folder === undefined) return toolsFolder;
  const path = join(toolsFolder, folder);
  const [ofSet, ofApp] = await Promise.all([installedIn(path, tool), installedIn(toolsFolder, tool)]);
  if (ofSet === null) return toolsFolder;
  return ofApp !== null && compareVersions(ofApp.version, ofSet.version) > 0 ? toolsFolder : path;
}

/** What is in use of the tools that this program has installed, and where it lies. */
export async function toolsInUse(
  toolsFolder: string,
  ours: readonly ToolName[],
): Promise<Readonly<Partial<Record<ToolName, ToolInUse & { readonly folder: string }>>>> {
  const { inUse } = await readSetState(toolsFolder);
  const found: Partial<Record<ToolName, ToolInUse & { folder: string }>> = {};
  for (const tool of ours) {
    const ofSet = inUse?.tools[tool];
    if (ofSet !== undefined && (await privateFolderOf(toolsFolder, tool)) !== toolsFolder) found[tool] = ofSet;
    else {
      const installed = await installedIn(toolsFolder, tool);
      if (installed !== null) found[tool] = { version: installed.version, pins: null, folder: '.' };
    }
  }
  return found;
}

/** A tool of the set in use was tested: the list says so, of versions that this program was built without knowing. */
export async function judgedBySet(
  toolsFolder: string,
  { tool, version, verdict, reason }: { readonly tool: ToolName } & VersionAnswer,
): Promise<Pick<VersionAnswer, 'verdict' | 'reason'>> {
  const { inUse } = await readSetState(toolsFolder);
  const isOfSet = version !== null && inUse?.tools[tool]?.version === version;
  return isOfSet && isUsable(verdict) ? { verdict: 'tested', reason: null } : { verdict, reason };
}

/** What the set's osxphotos was tested with; none where the one in use is not of a set. */
export async function modelsOf(toolsFolder: string, osxphotos: string): Promise<readonly ModelRange[]> {
  const { inUse } = await readSetState(toolsFolder);
  const ofSet = inUse?.tools.osxphotos;
  return inUse !== null &&
    ofSet !== undefined &&
    privateProgram(join(toolsFolder, ofSet.folder), 'osxphotos') === osxphotos
    ? inUse.photosModels
    : [];
}

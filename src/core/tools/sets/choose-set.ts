/** Which set of the list is for this Mac. Pure. */
import { TOOLS, type ToolName } from '../../model/tools.ts';
import { compareVersions } from '../version.ts';
import type { ListedSet, ToolList } from './tool-list.ts';

export type ModelRange = readonly [first: number, last: number];

/** What is known of where the tools are to work; null is not known, and excludes nothing. */
export interface Surroundings {
  /** For example `darwin-arm64`, as Node calls it. */
  readonly machine: string;
  /** The first number of macOS; null on another system. */
  readonly macos: number | null;
  /** `PLModelVersion` of the library at its last inventory. */
  readonly photosModel: number | null;
  /** For example `3.3.5`. */
  readonly immich: string | null;
}

/** What is used of a tool that this program has installed. */
export interface ToolInUse {
  readonly version: string;
  /** The checksum of what it was installed by; null for what came with the app. */
  readonly pins: string | null;
}

/** By tool; a tool that a person has brought is not in it. */
export type ToolsInUse = Readonly<Partial<Record<ToolName, ToolInUse>>>;

export interface Candidates {
  /** The number of the set in use; 0 where the tools are those that came with the app. */
  readonly number: number;
  readonly tools: ToolsInUse;
  /** Of which models of Photos' databases it is known already that they are read right. */
  readonly knownModels: readonly ModelRange[];
  /** Sets that were tried and did not work, under the serial number of the list of that time. */
  readonly failed: readonly { readonly number: number; readonly serial: number }[];
}

/** The newest set that was tested with all of this, is newer than the one in use and was not tried without success; null for none. */
export function chooseSet(list: ToolList, here: Surroundings, candidates: Candidates): ListedSet | null {
  const { number, tools, knownModels, failed } = candidates;
  // The same osxphotos may turn out to read a newer Photos, too.
  const isDoubtful = here.photosModel !== null && !isWithin(here.photosModel, knownModels);
  const newer = list.sets
    .filter((set) => set.number > number)
    .filter((set) => isFor(set, here))
    // Whoever publishes another list may have repaired what was missing beside it.
    .filter((set) => !failed.some((former) => former.number === set.number && former.serial >= list.serial))
    .toSorted((a, b) => b.number - a.number);
  const brings = (set: ListedSet) =>
    toolsToReplace(set, tools, here.machine).length > 0 || (isDoubtful && isOsxphotosOf(set, tools));
  return newer.find(brings) ?? null;
}

/** The tools of the set that are others than those in use, and newer or differently installed; none is ever replaced by an older one. */
export function toolsToReplace(set: ListedSet, tools: ToolsInUse, machine: string): readonly ToolName[] {
  return TOOLS.filter((tool) => {
    const inUse = tools[tool];
    if (inUse === undefined) return false;
    const difference = compareVersions(set[tool].version, inUse.version);
    if (difference !== 0) return difference > 0;
    return inUse.pins !== null && inUse.pins !== pinsOf(set, tool, machine);
  });
}

/** Whether the osxphotos in use is one that this program has installed, and that of the set. */
export function isOsxphotosOf(set: ListedSet, { osxphotos }: ToolsInUse): boolean {
  return (
    osxphotos?.version === set.osxphotos.version &&
    (osxphotos.pins ?? pinsOf(set, 'osxphotos', '')) === pinsOf(set, 'osxphotos', '')
  );
}

/** The checksum that stands for all that a tool of the set is installed by. */
export function pinsOf(set: ListedSet, tool: ToolName, machine: string): string | null {
  return tool === 'osxphotos'
    ? set.osxphotos.requirements.sha256
    : (set['immich-go'].archives[machine]?.sha256 ?? null);
}

/** Whether the set was tested with what is here. */
export function isFor(
  { testedWith, ...set }: ListedSet,
  { machine, macos, photosModel, immich }: Surroundings,
): boolean {
  const [oldest, newest] = testedWith.immich;
  return (
    set['immich-go'].archives[machine] !== undefined &&
    (macos === null || isWithin(macos, [testedWith.macos])) &&
    (photosModel === null || isWithin(photosModel, testedWith.photosModels)) &&
    (immich === null || (compareVersions(immich, oldest) >= 0 && compareVersions(lineOf(immich), newest) <= 0))
  );
}

export function isWithin(value: number, ranges: readonly ModelRange[]): boolean {
  return ranges.some(([first, last]) => first <= value && value <= last);
}

/** `3.3.5` is of the line `3.3`. */
const lineOf = (version: string) => version.split('.').slice(0, 2).join('.');

/** Makes the signed list of tool sets from `tool-sets/` and looks at it as an app does. How a set is made: `docs/tool-sets.md`. */
import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as z from 'zod';
import { openSignedList, signList } from '../src/core/tools/sets/signed-list.ts';
import { FORMAT, type ListedSet, parseToolList, type ToolList } from '../src/core/tools/sets/tool-list.ts';

/** What an app knows the list by: its name says the format, so that a later one can be beside it. */
export const LIST_FILE = `list-${FORMAT}.json`;

/** Days for which a list is believed: it has to be signed again before, changed or not. */
const VALID_DAYS = 180;

/** As a person writes it: what can be computed is not in it. */
const sourceSchema = z.strictObject({
  serial: z.int().min(1),
  sets: z.array(
    z.looseObject({
      osxphotos: z.looseObject({
        /** A path, from the folder of the source on. */
        requirements: z.string(),
      }),
    }),
  ),
});

/**
 * Reads the source and the files that it names.
 * @param source absolute path of `list.json`
 * @param now milliseconds since 1970
 * @returns the list, and the files that are to lie beside it, by their names
 * @throws Error what is wrong with it
 */
export async function readSource(
  source: string,
  now: number,
): Promise<{ readonly list: ToolList; readonly files: ReadonlyMap<string, string> }> {
  const { serial, sets } = sourceSchema.parse(JSON.parse(await readFile(source, 'utf8')));
  const files = new Map<string, string>();
  const listed: unknown[] = [];
  for (const set of sets) {
    const text = await readFile(join(dirname(source), set.osxphotos.requirements), 'utf8');
    const sha256 = createHash('sha256').update(text).digest('hex');
    // Named by its contents: what an earlier list names stays where it is.
    const file = `${basename(set.osxphotos.requirements, '.txt')}-${sha256.slice(0, 12)}.txt`;
    files.set(file, text);
    listed.push({ ...set, osxphotos: { ...set.osxphotos, requirements: { file, sha256 } } });
  }
  const expires = new Date(now + VALID_DAYS * 24 * 60 * 60_000).toISOString();
  const list = parseToolList(
    JSON.stringify({ format: FORMAT, serial, created: new Date(now).toISOString(), expires, sets: listed }),
  );
  for (const set of list.sets) checkRequirements(set, files.get(set.osxphotos.requirements.file) ?? '');
  return { list, files };
}

/** What pip would refuse on the person's machine is refused here. @throws Error */
function checkRequirements({ number, osxphotos }: ListedSet, text: string): void {
  const lines = text.replaceAll('\\\n', ' ').split('\n');
  const pinned = lines.filter((line) => line.trim() !== '' && !line.trim().startsWith('#'));
  const loose = pinned.find((line) => !/^[\w.[\]-]+==\S+.*--hash=sha256:[0-9a-f]{64}/.test(line.trim()));
  if (loose !== undefined) throw new Error(`Set ${number}: not pinned by a checksum: ${loose.trim().slice(0, 100)}`);
  const [wanted] = pinned.filter((line) => line.trim().startsWith('osxphotos=='));
  if (wanted?.trim().split(/[ ;]/)[0] !== `osxphotos==${osxphotos.version}`)
    throw new Error(`Set ${number}: its requirements do not name osxphotos ${osxphotos.version}.`);
}

/**
 * Signs the source into a folder, and opens what was written with the public keys of the app.
 * @param trusted those that apps know; the signature must be by one of them
 * @throws Error
 * @throws {ListRefused} when an app would not take it
 */
export async function writeSignedList(options: {
  readonly source: string;
  readonly into: string;
  readonly keys: readonly KeyObject[];
  readonly trusted: readonly KeyObject[];
  readonly now: number;
}): Promise<ToolList> {
  const { list, files } = await readSource(options.source, options.now);
  await mkdir(options.into, { recursive: true });
  for (const [name, text] of files) await writeFile(join(options.into, name), text);
  const file = join(options.into, LIST_FILE);
  await writeFile(file, signList(`${JSON.stringify(list, null, 2)}\n`, options.keys));
  return openSignedList(await readFile(file), options.trusted).list;
}

/** Whether apps trust what this private key signs. */
export function isTrusted(key: KeyObject, trusted: readonly KeyObject[]): boolean {
  return trusted.some((candidate) => candidate.equals(createPublicKey(key)));
}

/** The archives of immich-go that the list names, with their addresses. */
export function archivesOf(list: ToolList): readonly { readonly url: string; readonly sha256: string }[] {
  return list.sets.flatMap(({ 'immich-go': { version, archives } }) =>
    Object.values(archives).map(({ name, sha256 }) => ({
      url: `https://github.com/simulot/immich-go/releases/download/v${version}/${name}`,
      sha256,
    })),
  );
}

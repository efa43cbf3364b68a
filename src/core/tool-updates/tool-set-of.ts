/** A listed set as the installer takes it. */
import { createHash } from 'node:crypto';
import { because } from '../model/reasons.ts';
import type { ListedSet } from '../tools/sets/tool-list.ts';
import type { ToolSet } from '../tools/tool-set.ts';
import { FileNotGot, type FileRequest, getFile } from './get-file.ts';

/** Bytes; those of 0.77.2 have 109,000. */
const MAX_REQUIREMENTS = 2 * 1024 * 1024;
/** Milliseconds. */
const DEADLINE = 2 * 60_000;

/**
 * Downloads what the set names beside the list.
 * @param list the address of the list
 * @throws {FileNotGot} also for a file with another checksum than the list says
 */
export async function toolSetOf(
  set: ListedSet,
  list: string,
  options: Pick<FileRequest, 'findProxy' | 'signal'>,
): Promise<ToolSet> {
  const { file, sha256 } = set.osxphotos.requirements;
  const url = new URL(file, list).href;
  const answer = await getFile({ url, longest: MAX_REQUIREMENTS, deadline: DEADLINE, ...options });
  if (answer.isSame) throw new FileNotGot(because('file-not-sent', { file }));
  const sum = createHash('sha256').update(answer.bytes).digest('hex');
  if (sum !== sha256) throw new FileNotGot(because('file-not-of-list', { file, checksum: sum }));
  const { version, archives } = set['immich-go'];
  return {
    osxphotos: { version: set.osxphotos.version, requirements: answer.bytes.toString('utf8') },
    'immich-go': { version, archives, sources: null, debianPackage: null },
  };
}

import { access, constants, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { checkFree } from '../disk-space.ts';
import { fileReason } from '../model/file-reason.ts';
import { ProblemError } from '../model/problem.ts';
import { because } from '../model/reasons.ts';
import { checkStaging } from '../sync/staging.ts';
import type { Check } from './check.ts';

export const stagingCheck: Check = {
  id: 'staging',
  look: async (engine) => {
    const folder = engine.stagingFolder();
    checkStaging(folder);
    const existing = await nearestExisting(folder);
    try {
      await access(existing, constants.W_OK);
    } catch (error) {
      throw new ProblemError('staging-unusable', { path: folder, reason: fileReason(error) }, { cause: error });
    }
    checkFree(existing, 0);
    return { found: [because('staging-usable', { path: folder })] };
  },
};

/** The folder itself is made by the first sync. */
async function nearestExisting(folder: string): Promise<string> {
  const found = await stat(folder).catch(() => null);
  if (found?.isDirectory() || folder === dirname(folder)) return folder;
  if (found !== null)
    throw new ProblemError('staging-unusable', { path: folder, reason: because('file-in-place-of-folder') });
  return nearestExisting(dirname(folder));
}

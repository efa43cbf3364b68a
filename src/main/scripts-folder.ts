/** Where the Python scripts are: on a real disk in every case, because Python cannot read inside an app's archive. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** In a packaged app `Resources/python`; in a checkout `app/python`, seen from `src/main` or from the built `app/out/main`. */
export function scriptsFolder(): string {
  const { resourcesPath } = process as NodeJS.Process & { readonly resourcesPath?: string };
  const candidates = [
    ...(resourcesPath === undefined ? [] : [join(resourcesPath, 'python')]),
    join(import.meta.dirname, '..', '..', 'app', 'python'),
    join(import.meta.dirname, '..', '..', 'python'),
  ];
  return candidates.find((folder) => existsSync(join(folder, 'inventory.py'))) ?? candidates[0] ?? '';
}

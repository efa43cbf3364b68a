/** What was packaged: identifiers, signature, disk image. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readIdentifiers } from '../../../build/mach-o.ts';
import { startPackagedApp } from '../../support/electron-runtime/packaged.ts';
import { lookUntil, system } from '../bench.ts';
import { readMountPoint } from '../readings/disk-image.ts';
import type { SmokeLine } from './index.ts';

/** The identifiers of an app's main executable: `arm64 4C4C…`. */
async function identifiersOf(app: string): Promise<readonly string[]> {
  const folder = join(app, 'Contents', 'MacOS');
  const [name = ''] = await readdir(folder);
  return readIdentifiers(await readFile(join(folder, name))).map(({ architecture, uuid }) => `${architecture} ${uuid}`);
}

export const packageLines: readonly SmokeLine[] = [
  {
    name: 'LC_UUID of two apps differ',
    expected: 'the app, the probe made the same way, and Electron’s own app of this version share no identifier',
    needs: 'macOS',
    look: async ({ mac }) => {
      const found = await Promise.all([mac.app, mac.probeApp, mac.electronApp].map(identifiersOf));
      const all = found.flat();
      return { asExpected: new Set(all).size === all.length, seen: found.map((of) => of.join(', ')).join(' | ') };
    },
  },
  {
    name: 'the signature is whole',
    expected: '`codesign --verify --deep --strict` says nothing',
    needs: 'macOS',
    look: async ({ mac }) => {
      await system('/usr/bin/codesign', '--verify', '--deep', '--strict', mac.app);
      return { asExpected: true, seen: 'nothing' };
    },
  },
  {
    name: 'the disk image',
    expected: 'it mounts, and the app starts from it',
    needs: 'macOS',
    look: async (bench) => {
      const answer = await system(
        '/usr/bin/hdiutil',
        'attach',
        '-nobrowse',
        '-readonly',
        '-plist',
        bench.mac.diskImage,
      );
      const mountPoint = readMountPoint(answer);
      try {
        const options = await bench.freshHome();
        const program = join(mountPoint, 'Immich Sync.app', 'Contents', 'MacOS', 'Immich Sync');
        const app = await startPackagedApp({ ...options, program });
        const pages = await lookUntil(app.pages, (found) => found.length > 0, 20_000).finally(app.stop);
        return { asExpected: pages.length > 0, seen: `mounted at ${mountPoint}, ${pages.length} window` };
      } finally {
        await system('/usr/bin/hdiutil', 'detach', '-force', mountPoint);
      }
    },
  },
];

/** The cask by Homebrew's own checks. Installing it is for a person: it would take the place of the app that is there. */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { caskFor } from '../../../build/homebrew/cask.ts';
import { readReleasedApp } from '../../../build/released-app.ts';
import { system } from '../bench.ts';
import type { SmokeLine } from './index.ts';

/** On Apple silicon, and on Intel. */
const PLACES = ['/opt/homebrew/bin/brew', '/usr/local/bin/brew'];
const TAP = 'immich-sync/smoke';

export const homebrewLines: readonly SmokeLine[] = [
  {
    name: 'the cask by brew style and brew audit',
    expected: 'neither has anything to say about the cask that is made of the packaged app',
    needs: 'macOS',
    look: async (bench) => {
      const brew = PLACES.find((place) => existsSync(place));
      if (brew === undefined) return { asExpected: process.env.CI === undefined, seen: 'there is no Homebrew' };
      const folder = await mkdtemp(join(tmpdir(), 'immich-sync-cask-'));
      const version = await system(
        '/usr/bin/plutil',
        '-extract',
        'CFBundleShortVersionString',
        'raw',
        join(bench.mac.app, 'Contents', 'Info.plist'),
      );
      const archive = join(folder, `immich-sync-${version.trim()}-universal.zip`);
      await system('/usr/bin/ditto', '-c', '-k', '--keepParent', bench.mac.app, archive);

      await system(brew, 'tap-new', '--no-git', TAP);
      bench.atEnd(() => system(brew, 'untap', '--force', TAP));
      const casks = join((await system(brew, '--repository', TAP)).trim(), 'Casks');
      await mkdir(casks, { recursive: true });
      await writeFile(join(casks, 'immich-sync.rb'), caskFor(await readReleasedApp(archive)));
      const cask = `${TAP}/immich-sync`;
      await system(brew, 'trust', '--cask', cask);
      await system(brew, 'style', '--cask', cask);
      await system(brew, 'audit', '--cask', '--strict', '--no-signing', cask);
      return { asExpected: true, seen: 'nothing' };
    },
  },
];

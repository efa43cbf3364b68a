/** `npm run package`: see `--help`. */
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Arch, build, Platform } from 'electron-builder';
import { build as bundle } from 'electron-vite';
import manifest from '../app/package.json' with { type: 'json' };
import { packaging } from '../build/packaging.ts';
import { completeFeed } from '../build/update-feed.ts';
import { packApp } from '../test/support/electron-runtime/pack-app.ts';
import { provisionElectron } from '../test/support/electron-runtime/provision.ts';
import { packMacStructure } from '../test/support/mac-app/pack-structure.ts';
import { makeStandInElectron } from '../test/support/mac-app/stand-in-electron.ts';

const HELP = `Builds the app and packs it into dist/.

  npm run package               on a Mac: disk image, zip and the updater's file, for both processors, signed by nobody; on Linux: a folder
  npm run package -- --sign     on a Mac: signed and notarised. CSC_LINK and CSC_KEY_PASSWORD have the certificate, APPLE_API_KEY (a file),
                                APPLE_API_KEY_ID and APPLE_API_ISSUER the key for Apple's notary. Fails without.
  npm run package -- --stand-in on any machine: the Mac's app up to the signing, zip and updater's file, from an Electron that does not start
  npm run package -- --output FOLDER   an empty folder instead of dist/, which is made again each time`;

const PROJECT = resolve(import.meta.dirname, '..');

const DIST = join(PROJECT, 'dist');

const { values } = parseArgs({
  options: {
    sign: { type: 'boolean', default: false },
    'stand-in': { type: 'boolean', default: false },
    output: { type: 'string', default: DIST },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
const isMac = process.platform === 'darwin';

if (values.help) console.log(HELP);
else if (values.sign && !isMac) fail('Signing and notarising need a Mac.');
else {
  const output = resolve(values.output);
  // What an earlier version has left there would be taken for this one's.
  if (values.output === DIST) await rm(DIST, { recursive: true, force: true });
  await bundle({ logLevel: 'warn' });
  if (values['stand-in']) await packStandIn(output);
  else if (isMac) await packForMac(output);
  else await packForLinux(output);
  console.log(`Packed into ${output}`);
}

async function packForMac(output: string): Promise<void> {
  const config = {
    extends: join(PROJECT, 'electron-builder.yml'),
    ...packaging(manifest.version, values.sign ? 'certificate' : 'ad-hoc'),
    directories: { output },
  };
  const targets = Platform.MAC.createTarget(['dmg', 'zip'], Arch.universal);
  await build({ projectDir: PROJECT, targets, config, publish: 'never' });
  await completeFeed(output, manifest.version);
}

async function packForLinux(output: string): Promise<void> {
  const runtime = await provisionElectron((line) => console.log(line));
  if (runtime.kind === 'carrier')
    console.log('With the older Electron of the tests: that of the product could not be had here.');
  await packApp({ output, runtime });
}

async function packStandIn(output: string): Promise<void> {
  const electronDist = join(output, 'stand-in-electron');
  await makeStandInElectron(electronDist);
  await packMacStructure({ electronDist, output, target: 'zip' });
}

function fail(sentence: string): void {
  console.error(sentence);
  process.exitCode = 2;
}

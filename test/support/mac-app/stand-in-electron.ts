/**
 * The parts of Electron for the Mac that electron-builder touches, for machines that cannot have the real one: the app and its helpers with
 * their property lists, small programs with identifiers, the framework with its row of fuses. It cannot be started.
 *
 * The property list's keys are those of Electron's own template: shell/browser/resources/mac/Info.plist in electron/electron.
 */
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import electron from 'electron/package.json' with { type: 'json' };
import { writePropertyList } from '../../../src/core/agent/property-list.ts';
import { machOProgram, universalFile } from './mach-o-file.ts';

/** The names of the programs in it, the app's own first. Every Electron of one version has these very identifiers. */
const PROGRAMS = ['Electron', ...['', ' (GPU)', ' (Plugin)', ' (Renderer)'].map((kind) => `Electron Helper${kind}`)];

/** The mark that `@electron/fuses` looks for, the version of the row, its length, and the state of each fuse in a new Electron. */
const FUSES = Buffer.concat([
  Buffer.from('before dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
  Buffer.from([1, 9]),
  Buffer.from('101100011'),
  Buffer.from('after'),
]);

/** Some of the folders that Electron has for its languages; those of the framework hold Chromium's texts. */
const LANGUAGES = [
  'de',
  'en',
  'en_GB',
  'es',
  'es_419',
  'fr',
  'it',
  'ja',
  'ko',
  'nl',
  'pt_BR',
  'pt_PT',
  'zh_CN',
  'zh_TW',
];

/** @param distribution the folder that becomes electron-builder's `electronDist` */
export async function makeStandInElectron(distribution: string): Promise<void> {
  const app = join(distribution, 'Electron.app');
  const frameworks = join(app, 'Contents', 'Frameworks');
  for (const [index, name] of PROGRAMS.entries())
    await makeBundle(index === 0 ? app : join(frameworks, `${name}.app`), name, index);
  await put(join(frameworks, 'Electron Framework.framework', 'Electron Framework'), FUSES);
  const framework = join(frameworks, 'Electron Framework.framework', 'Versions', 'A', 'Resources');
  await put(join(app, 'Contents', 'Resources', 'electron.icns'), 'icns');
  for (const language of LANGUAGES)
    for (const resources of [join(app, 'Contents', 'Resources'), framework])
      await put(join(resources, `${language}.lproj`, 'locale.pak'), '');
  await put(join(distribution, 'LICENSE'), 'licence of Electron');
  await put(join(distribution, 'LICENSES.chromium.html'), 'licences of Chromium');
  await put(join(distribution, 'version'), `v${electron.version}`);
  // As it is downloaded: only what comes in an archive keeps the licences beside the app.
  const archive = `electron-v${electron.version}-darwin-arm64.zip`;
  execFileSync('zip', ['-qryX', archive, 'Electron.app', 'LICENSE', 'LICENSES.chromium.html', 'version'], {
    cwd: distribution,
  });
}

async function makeBundle(bundle: string, name: string, index: number): Promise<void> {
  const description = {
    CFBundleDisplayName: name,
    CFBundleExecutable: name,
    CFBundleIdentifier: 'com.github.Electron',
    CFBundleName: name,
    CFBundlePackageType: 'APPL',
    CFBundleIconFile: 'electron.icns',
    CFBundleVersion: electron.version,
    LSMinimumSystemVersion: '13.0',
    NSPrincipalClass: 'AtomApplication',
    NSAudioCaptureUsageDescription: 'This app needs access to audio capture',
    NSBluetoothAlwaysUsageDescription: 'This app needs access to Bluetooth',
    NSBluetoothPeripheralUsageDescription: 'This app needs access to Bluetooth',
    NSCameraUsageDescription: 'This app needs access to the camera',
    NSMicrophoneUsageDescription: 'This app needs access to the microphone',
  };
  await put(join(bundle, 'Contents', 'Info.plist'), writePropertyList(description));
  const program = join(bundle, 'Contents', 'MacOS', name);
  const uuid = (kind: string) => `4c4c44${kind}5555314400000000000000${index.toString().padStart(2, '0')}`;
  await put(
    program,
    universalFile([
      ['x86_64', machOProgram('x86_64', uuid('86'))],
      ['arm64', machOProgram('arm64', uuid('a4'))],
    ]),
  );
  await chmod(program, 0o755);
}

async function put(file: string, contents: string | Buffer): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, contents);
}

import type { KnipConfig } from 'knip';

/** Finds files, exports and dependencies that nothing uses. What it cannot see is named here, with the reason. */
const config: KnipConfig = {
  entry: [
    'src/main/{cli,index}.ts',
    'scripts/{,release/}*.ts',
    'build/*.ts',
    'test/bench/*.ts',
    // The faces of the test bench: their types belong to them, used today or not.
    'test/support/{demo-immich,photos-library}/index.ts',
    // Started as programs of their own by tests.
    'test/integration/lock/racer.ts',
    'test/integration/system/holder.ts',
    'test/integration/photos/library-writer.ts',
    'test/screens/fixture-main.ts',
    'test/support/photos-library/{make,seeds/draw}.ts',
    'test/support/stand-ins/*/main.ts',
    'test/unit/secrets/fake-security.ts',
  ],
  project: ['src/**/*.{ts,tsx}', 'test/**/*.ts', 'scripts/**/*.ts', 'build/**/*.ts'],
  // A list and the type made from it belong together, used elsewhere or not.
  ignoreExportsUsedInFile: true,
  ignoreDependencies: [
    // Loaded into the older Electron of the test bench by test/support/electron-runtime/shims.cjs.
    '@photostructure/sqlite',
    'core-js',
  ],
  // The system's own; tests that need them install them or say by name that they are skipped.
  ignoreBinaries: [
    'fish',
    'groff',
    'apt-get',
    'dbus-send',
    'mkfifo',
    'unshare',
    'mount',
    'umount',
    'ruby',
    'nix-instantiate',
  ],
};

export default config;

import { defineConfig } from 'vitest/config';

/** The command line speaks English in tests, whatever the language of the terminal. */
const env = { LC_MESSAGES: 'C' };

export default defineConfig({
  test: {
    reporters: ['default', './scripts/failed-tests.ts'],
    // scripts/coverage.ts makes the table of it.
    coverage: { provider: 'v8', include: ['src/**/*.{ts,tsx}'], reporter: ['json'], reportOnFailure: true },
    projects: [
      { test: { name: 'unit', env, include: ['test/unit/**/*.test.ts'], testTimeout: 60_000 } },
      // The limits are there to end what hangs: on a machine that is busy with other things all takes ten times as long.
      // Real tools and servers on loopback: slower, and a good part of it waiting for a child or a file.
      {
        test: {
          name: 'integration',
          env,
          include: ['test/integration/**/*.test.ts'],
          globalSetup: 'test/support/tools/global-setup.ts',
          expect: { poll: { timeout: 120_000 } },
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
      // The built app in a real Electron. Each file has a display of its own on Linux; on a Mac they would take each other's focus.
      {
        test: {
          name: 'e2e',
          env,
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: 'test/e2e/build-app.ts',
          fileParallelism: process.platform === 'linux',
          // What a window does takes as long as the machine lets it; vitest's own limit of a second is a test of the machine.
          expect: { poll: { timeout: 120_000 } },
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});

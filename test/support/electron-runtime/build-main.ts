/** Bundles a test's own main file so that Electron can start it: CommonJS, in the language of the older Electron. */
import { randomUUID } from 'node:crypto';
import { rename } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

const PROJECT = resolve(import.meta.dirname, '../../..');

/** @returns the absolute path of the bundle. */
export async function buildMain(entry: string, name: string): Promise<string> {
  const outfile = join(PROJECT, '.tools', 'electron', 'mains', `${name}.cjs`);
  // Two test files may build the same one at once: neither starts a half-written bundle.
  const building = `${outfile}.${randomUUID()}`;
  await build({
    entryPoints: [entry],
    outfile: building,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node18',
    external: ['electron'],
    logLevel: 'silent',
    define: { 'import.meta.dirname': '__dirname' },
  });
  await rename(building, outfile);
  return outfile;
}

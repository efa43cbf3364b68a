/** Bundles a test's own main file so that Electron can start it: CommonJS, in the language of the older Electron. */
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

const PROJECT = resolve(import.meta.dirname, '../../..');

/** @returns the absolute path of the bundle. */
export async function buildMain(entry: string, name: string): Promise<string> {
  const outfile = join(PROJECT, '.tools', 'electron', 'mains', `${name}.cjs`);
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node18',
    external: ['electron'],
    logLevel: 'silent',
    define: { 'import.meta.dirname': '__dirname' },
  });
  return outfile;
}

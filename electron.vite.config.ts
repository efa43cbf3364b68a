/**
 * Builds what ships into app/out: the main process as CommonJS, the preload script as one CommonJS file (a sandboxed window cannot load a
 * module), and the windows' pages. Everything is bundled; no node_modules ship.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';
import { listBundledPackages } from './build/bundled-packages.ts';
import { OWN_WORDS_FILE, wordsOfSources } from './src/main/own-words.ts';
import { WINDOW_NAMES } from './src/shared/contract.ts';

const source = join(import.meta.dirname, 'src');
const plugins = [listBundledPackages(join(import.meta.dirname, 'node_modules'))];
const out = join(import.meta.dirname, 'app', 'out');
/** Where lines are counted (scripts/coverage.ts), a map beside each file says which they are; the file does not name it. */
const sourcemap = process.env.IMMICH_SYNC_COVERAGE ? 'hidden' : false;

/** What is new in each version, for the app to show. */
const changelog: Plugin = {
  name: 'changelog',
  generateBundle() {
    const source = readFileSync(join(import.meta.dirname, 'CHANGELOG.md'));
    this.emitFile({ type: 'asset', fileName: 'CHANGELOG.md', source });
  },
};

/** What diagnostics may be made of. */
const ownWords: Plugin = {
  name: 'own-words',
  generateBundle() {
    const source = [...wordsOfSources(import.meta.dirname)].join('\n');
    this.emitFile({ type: 'asset', fileName: OWN_WORDS_FILE, source });
  },
};

export default defineConfig({
  main: {
    plugins: [...plugins, changelog, ownWords],
    build: {
      outDir: join(out, 'main'),
      externalizeDeps: false,
      minify: false,
      sourcemap,
      reportCompressedSize: false,
      rollupOptions: {
        input: { index: join(source, 'main', 'index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name].cjs' },
      },
    },
  },
  preload: {
    plugins,
    build: {
      outDir: join(out, 'preload'),
      externalizeDeps: false,
      reportCompressedSize: false,
      rollupOptions: {
        input: { index: join(source, 'preload', 'index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    plugins,
    root: join(source, 'renderer'),
    base: './',
    build: {
      outDir: join(out, 'renderer'),
      emptyOutDir: true,
      minify: 'oxc',
      // Small pictures would become data: addresses in scripts; the pages' rules allow those for images only.
      assetsInlineLimit: 0,
      modulePreload: false,
      rollupOptions: {
        input: Object.fromEntries(WINDOW_NAMES.map((name) => [name, join(source, 'renderer', `${name}.html`)])),
      },
    },
  },
});

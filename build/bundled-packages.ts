/**
 * Which packages of npm end up in what ships. Everything is bundled, so neither node_modules nor package.json can tell: the bundler can. Each
 * part of the app (main, preload, renderer) is built with a list of its packages beside it, which does not ship itself.
 */
import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const LIST = 'bundled-packages.json';
const PARTS = ['main', 'preload', 'renderer'] as const;

export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** Absolute. */
  readonly folder: string;
}

/** What of a bundler's output is read here: https://rollupjs.org/plugin-development/#generatebundle, which Rolldown follows. */
interface BundledFile {
  readonly modules?: Readonly<Record<string, unknown>>;
}

interface ListingPlugin {
  readonly name: string;
  readonly generateBundle: (
    this: { emitFile(file: { type: 'asset'; fileName: string; source: string }): unknown },
    options: unknown,
    bundle: Readonly<Record<string, BundledFile>>,
  ) => void;
}

/** Makes a build leave the list of the packages that it holds. @param nodeModules the project's */
export function listBundledPackages(nodeModules: string): ListingPlugin {
  return {
    name: 'immich-sync:bundled-packages',
    generateBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap((file) => Object.keys(file.modules ?? {}));
      this.emitFile({
        type: 'asset',
        fileName: LIST,
        source: JSON.stringify(packagesOf(modules, nodeModules), null, 1),
      });
    },
  };
}

/**
 * The packages of the built app, each once, by name.
 * @param out app/out
 * @throws {Error} where a part has not been built
 */
export async function readBundledPackages(out: string): Promise<readonly BundledPackage[]> {
  const lists = await Promise.all(
    PARTS.map(async (part) => JSON.parse(await readFile(join(out, part, LIST), 'utf8')) as readonly BundledPackage[]),
  );
  return eachOnce(lists.flat());
}

/** @param modules the bundler's names of its modules: paths, with a `\0` before them where it has made the module itself */
export function packagesOf(modules: readonly string[], nodeModules: string): readonly BundledPackage[] {
  const packages = modules.map((module) => {
    const path = module.replace(/^\0/, '').replace(/\?.*$/, '');
    // The bundler's own code is called `rolldown/runtime.js`.
    return packageAround(path.startsWith('/') ? path : join(nodeModules, path));
  });
  return eachOnce(packages.filter((bundled) => bundled !== null));
}

function packageAround(path: string): BundledPackage | null {
  for (let folder = dirname(path); folder.includes('/node_modules/'); folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    if (!existsSync(file)) continue;
    const { name, version } = JSON.parse(readFileSync(file, 'utf8')) as Partial<BundledPackage>;
    // A package may have further ones within, which only say how its modules are read.
    if (name !== undefined && version !== undefined) return { name, version, folder };
  }
  return null;
}

function eachOnce(packages: readonly BundledPackage[]): readonly BundledPackage[] {
  const byName = new Map(packages.map((bundled) => [`${bundled.name} ${bundled.version}`, bundled]));
  return [...byName].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, bundled]) => bundled);
}

/** Evaluates Nix where the person's machine has it, in a store of its own. */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

const MODULE = join(import.meta.dirname, 'evaluate-module.nix');
const PROJECT = resolve(import.meta.dirname, '../../..');

export const isNixHere = spawnSync('nix-instantiate', ['--version']).status === 0;
/** For the name of what is skipped. */
export const whereThereIsNix = isNixHere ? '' : ' (skipped: there is no nix-instantiate)';

/**
 * @param folder for the store, `store` below it
 * @returns what the expression is, as JSON
 * @throws {Error} with Nix's own words
 */
export function evaluate(folder: string, ...expression: readonly string[]): unknown {
  mkdirSync(join(folder, 'conf'), { recursive: true });
  const { status, stdout, stderr } = spawnSync(
    'nix-instantiate',
    ['--eval', '--strict', '--json', '--read-write-mode', ...expression],
    {
      encoding: 'utf8',
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        NIX_STORE_DIR: join(folder, 'store'),
        NIX_STATE_DIR: join(folder, 'state'),
        NIX_LOG_DIR: join(folder, 'log'),
        NIX_CONF_DIR: join(folder, 'conf'),
      },
    },
  );
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

/** @param user what stands below `services.immich-sync` */
export function evaluateModule(folder: string, name: 'darwin' | 'home-manager', user: object): unknown {
  const module = join(PROJECT, 'build', 'nix', `${name}.nix`);
  return evaluate(folder, '--argstr', 'module', module, '--argstr', 'user', JSON.stringify(user), MODULE);
}

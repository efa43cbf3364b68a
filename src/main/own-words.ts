/** The words of this program, of which its diagnostics may be made; `core/diagnostics/own-words.ts` says why. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { ownWords } from '../core/diagnostics/own-words.ts';

/** Written beside the built main process, whose sources are not there. */
export const OWN_WORDS_FILE = 'own-words.txt';
const SOURCES = new Set(['.ts', '.tsx', '.json', '.py']);

export function readOwnWords(): ReadonlySet<string> {
  const built = join(import.meta.dirname, OWN_WORDS_FILE);
  if (existsSync(built)) return new Set(readFileSync(built, 'utf8').split('\n'));
  return wordsOfSources(join(import.meta.dirname, '..', '..'));
}

/** @param project the folder with `src` and `app/python` */
export function wordsOfSources(project: string): ReadonlySet<string> {
  const files = ['src', join('app', 'python')].flatMap((folder) =>
    readdirSync(join(project, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
      join(project, folder, name),
    ),
  );
  return ownWords(files.filter((file) => SOURCES.has(extname(file))).map((file) => readFileSync(file, 'utf8')));
}

/** Where Node keeps what it has compiled of our programs, as `npm run immich-sync` does too: to read hundreds of sources is most of a short run. */
import { resolve } from 'node:path';

export const COMPILE_CACHE = resolve(import.meta.dirname, '../../node_modules/.cache/compiled');

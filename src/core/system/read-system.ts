/** The right reader for the system at hand. */
import { linuxSystem } from './linux-system.ts';
import { macSystem } from './mac-system.ts';
import type { SystemReader } from './system-state.ts';

export function systemReader(platform: NodeJS.Platform): SystemReader {
  return platform === 'darwin' ? macSystem() : linuxSystem();
}

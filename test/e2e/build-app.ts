/**
 * Before the end-to-end tests: the app is built, so that they never run on an old one, and its Electron and tools are there, so that no two
 * test files fetch them at once.
 */
import { build } from 'electron-vite';
import { provisionElectron } from '../support/electron-runtime/provision.ts';
import { provisionTools } from '../support/tools/provision.ts';

export default async function setup(): Promise<void> {
  await build({ logLevel: 'warn' });
  await provisionElectron();
  await provisionTools();
}

/** Builds the app before the end-to-end tests, so that they never run on an old one. */
import { build } from 'electron-vite';

export default async function setup(): Promise<void> {
  await build({ logLevel: 'warn' });
}

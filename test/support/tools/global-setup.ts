/** Provisions the tools and bundles the command once before the tests, so that no test's time is spent on it, and says which tools the run uses. */
import { bundleCommand } from '../sync/bundled-command.ts';
import { describeTools, provisionTools } from './provision.ts';

export default async function setup(): Promise<void> {
  const [tools] = await Promise.all([provisionTools({ onLine: (line) => console.log(line) }), bundleCommand()]);
  for (const line of describeTools(tools)) console.log(line);
  const missing = [tools.osxphotos, tools.immichGo].some(({ kind }) => kind === 'stand-in');
  if (missing && process.env.CI && process.env.IMMICH_SYNC_TOOLS !== 'stand-in') {
    throw new Error(
      'In continuous integration the real tools must be there; see the lines above for what stood in the way.',
    );
  }
}

/** Provisions the tools once before the tests, so that no test's time is spent on it, and says which ones the run uses. */
import { describeTools, provisionTools } from './provision.ts';

export default async function setup(): Promise<void> {
  const tools = await provisionTools({ onLine: (line) => console.log(line) });
  for (const line of describeTools(tools)) console.log(line);
  const missing = [tools.osxphotos, tools.immichGo].some(({ kind }) => kind === 'stand-in');
  if (missing && process.env.CI && process.env.IMMICH_SYNC_TOOLS !== 'stand-in') {
    throw new Error(
      'In continuous integration the real tools must be there; see the lines above for what stood in the way.',
    );
  }
}

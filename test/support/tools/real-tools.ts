/** For tests that need the real tools: provisions them, fails where they must be there, and says by name why a test is skipped elsewhere. */
import { type ProvisionedTool, type ProvisionedTools, provisionTools } from './provision.ts';

export type RealTools =
  | { readonly ready: true; readonly osxphotos: ProvisionedTool; readonly immichGo: ProvisionedTool }
  | { readonly ready: false; readonly why: string };

const NAMES = { osxphotos: 'osxphotos', immichGo: 'immich-go' } as const;

/**
 * The real tools. Write `const tools = await realTools('osxphotos')` at the top of a test file, then
 * `describe.skipIf(!tools.ready)('… (needs the real osxphotos)', …)`, and narrow with {@link whenReady} inside.
 * @throws in continuous integration (`CI` set) when one of those asked for is not there: a green run there means that the real ones ran
 */
export async function realTools(...needed: readonly (keyof ProvisionedTools)[]): Promise<RealTools> {
  const tools = await provisionTools();
  const missing = needed.filter((name) => tools[name].kind !== 'real');
  if (missing.length === 0) return { ready: true, ...tools };
  const why = missing.map((name) => `${NAMES[name]} is not there (${tools[name].why})`).join('; ');
  const wanted = process.env.IMMICH_SYNC_TOOLS === 'stand-in';
  if (process.env.CI && !wanted) throw new Error(`The real tools must be there in continuous integration: ${why}.`);
  return { ready: false, why };
}

/** The tools inside a test that is skipped without them. */
export function whenReady(tools: RealTools): { readonly osxphotos: string; readonly immichGo: string } {
  if (!tools.ready) throw new Error(`This test should have been skipped: ${tools.why}.`);
  return { osxphotos: tools.osxphotos.path, immichGo: tools.immichGo.path };
}

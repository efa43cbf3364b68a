/** Which of Electron's fuses are on in what ships: set by electron-builder.yml and build/after-pack.ts, read back from what was packed. */
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';

export const FUSES: Readonly<Record<keyof typeof FuseV1Options, boolean>> = {
  RunAsNode: false,
  EnableCookieEncryption: false,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  LoadBrowserProcessSpecificV8Snapshot: false,
  GrantFileProtocolExtraPrivileges: false,
  WasmTrapHandlers: true,
};

/**
 * @param app the bundle, or the program on Linux
 * @returns one for each that is not as it should be, and for each that has come with a newer Electron: `RunAsNode is on`
 */
export async function fuseProblems(app: string): Promise<readonly string[]> {
  const { version: _, ...wire } = await getCurrentFuseWire(app);
  // Their type has also what can only be set.
  const states = new Map<string, FuseState>(
    (Object.entries(wire) as [string, FuseState][]).map(([option, state]) => [
      FuseV1Options[Number(option)] ?? option,
      state,
    ]),
  );
  const expected = Object.entries(FUSES).map(
    ([name, on]) => [name, on ? FuseState.ENABLE : FuseState.DISABLE] as const,
  );
  const wrong = expected.filter(([name, state]) => states.get(name) !== state);
  const unknown = [...states.keys()].filter((name) => !Object.keys(FUSES).includes(name));
  return [
    ...wrong.map(([name]) => `${name} is ${describe(states.get(name))}`),
    ...unknown.map((name) => `fuse ${name} is new`),
  ];
}

function describe(state: FuseState | undefined): string {
  if (state === FuseState.ENABLE) return 'on';
  return state === FuseState.DISABLE ? 'off' : 'not there';
}

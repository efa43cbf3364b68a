/**
 * The two families of servers in use: their answers differ in shape, not in sense. `v2` speaks like 2.7.5, `v3` like 3.2.1
 * (differences from the published OpenAPI documents of 2.0 to 3.1 and from the SDK 3.2). What came or went between two versions
 * of one family is told by {@link isSince}.
 */
export type ApiVersion = 'v2' | 'v3';

export const DEFAULT_VERSIONS: Readonly<Record<ApiVersion, string>> = { v2: '2.7.5', v3: '3.2.1' };

const numbersOf = (version: string) => version.split('.').map(Number);

/** `2.4.1` speaks as v2, `3.3.5` as v3. */
export const apiVersionOf = (version: string): ApiVersion => ((numbersOf(version)[0] ?? 0) >= 3 ? 'v3' : 'v2');

/** Whether a server of `version` has what came with `first`. Both as `3.2.1`; missing numbers count as 0. */
export function isSince(version: string, first: string): boolean {
  const [have, want] = [numbersOf(version), numbersOf(first)];
  for (const index of [0, 1, 2]) {
    const difference = (have[index] ?? 0) - (want[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

/** `Plain<AssetResponseDto>` is the SDK's type with its enums as plain strings, so that only types are taken from the SDK. */
export type Plain<Type> = Type extends string
  ? `${Type}`
  : Type extends readonly (infer Item)[]
    ? Plain<Item>[]
    : Type extends object
      ? { [Key in keyof Type]: Plain<Type[Key]> }
      : Type;

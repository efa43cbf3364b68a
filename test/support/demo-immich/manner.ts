/**
 * The two families of servers in use: their answers differ in shape, not in sense. `v2` speaks like 2.7.5, `v3` like 3.2.1
 * (differences from the published OpenAPI documents of 2.0 to 3.1 and from the SDK 3.2).
 */
export type Manner = 'v2' | 'v3';

export const DEFAULT_VERSIONS: Readonly<Record<Manner, string>> = { v2: '2.7.5', v3: '3.2.1' };

/** `Plain<AssetResponseDto>` is the SDK's type with its enums as plain strings, so that only types are taken from the SDK. */
export type Plain<Type> = Type extends string
  ? `${Type}`
  : Type extends readonly (infer Item)[]
    ? Plain<Item>[]
    : Type extends object
      ? { [Key in keyof Type]: Plain<Type[Key]> }
      : Type;

/** What an API key may do, by the table of permissions. */
import { PERMISSIONS, type Permission } from '../model/permissions.ts';

/** What the reconciling may use beyond the required permissions. */
export interface Capabilities {
  readonly stack: boolean;
  readonly changeStacks: boolean;
  readonly dissolveStacks: boolean;
  /** Look at all stacks with one question. */
  readonly listStacks: boolean;
  readonly tag: boolean;
  readonly renameAlbums: boolean;
  readonly emptyAlbums: boolean;
}

/** @param granted in Immich's names; `all` grants everything. */
export function capabilitiesOf(granted: readonly string[]): Capabilities {
  const may = (name: string) => granted.includes('all') || granted.includes(name);
  return {
    stack: may('stack.create'),
    changeStacks: may('stack.update'),
    dissolveStacks: may('stack.delete'),
    listStacks: may('stack.read'),
    tag: may('tag.create') && may('tag.asset'),
    renameAlbums: may('album.update'),
    emptyAlbums: may('albumAsset.delete'),
  };
}

/** What is left undone for want of a permission, in plain words. */
export function missingCapabilities(
  capabilities: Capabilities,
): readonly { readonly permission: string; readonly consequence: string }[] {
  const all: readonly [keyof Capabilities, string, string][] = [
    ['stack', 'stack.create', 'edits, RAW files and bursts are not stacked'],
    ['changeStacks', 'stack.update', 'a replaced edit stays in its stack'],
    ['dissolveStacks', 'stack.delete', 'a stack is taken apart picture by picture when an edit is undone'],
    ['listStacks', 'stack.read', 'stacks are looked at one by one'],
    ['tag', 'tag.create or tag.asset', 'keywords that change after the upload are not followed'],
    ['renameAlbums', 'album.update', 'albums keep their first name, order and cover'],
    ['emptyAlbums', 'albumAsset.delete', 'pictures stay in albums that Photos took them out of'],
  ];
  return all.flatMap(([capability, permission, consequence]) =>
    capabilities[capability] ? [] : [{ permission, consequence }],
  );
}

/** Splits {@link PERMISSIONS} by what the key has. `all` grants everything. */
export function judgePermissions(granted: readonly string[]): {
  readonly has: readonly Permission[];
  readonly lacks: readonly Permission[];
} {
  const may = (permission: Permission) => granted.includes('all') || granted.includes(permission.name);
  return { has: PERMISSIONS.filter(may), lacks: PERMISSIONS.filter((permission) => !may(permission)) };
}

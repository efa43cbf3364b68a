/** Where `hdiutil attach -plist` has mounted a disk image. */
import plist from 'plist';

/** @throws {Error} when the answer names no mount point */
export function readMountPoint(xml: string): string {
  const answer = plist.parse(xml) as { readonly 'system-entities'?: readonly { readonly 'mount-point'?: string }[] };
  const found = answer['system-entities']?.find((entity) => entity['mount-point'] !== undefined)?.['mount-point'];
  if (found === undefined) throw new Error('hdiutil names no mount point.');
  return found;
}

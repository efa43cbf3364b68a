/** How the same call is said to servers of different versions. */
import type { ServerCall } from '../transport.ts';

const ID = '[\\da-f]{8}(?:-[\\da-f]{4}){3}-[\\da-f]{12}';
/** Changes of one thing or of many; not the calls for their notes, members or copies. */
const CHANGES = new RegExp(`^/(?:assets|(?:assets|stacks|tags)/${ID})$`);

/** True for the calls that Immich 3 takes as `PATCH` and Immich 2 as `PUT` alone. */
export const isChange = ({ method, path }: Pick<ServerCall, 'method' | 'path'>): boolean =>
  method === 'PUT' && CHANGES.test(path);

/**
 * The method of a change. `PUT` is deprecated since 3.0.0, in favour of `PATCH` on the same path, which the published description leaves
 * out. Source: the controllers of 3.0.0 and 3.1.0; tried on 3.1.0.
 */
export const methodOfChange = ({ major }: { readonly major: number }): 'PATCH' | 'PUT' =>
  major >= 3 ? 'PATCH' : 'PUT';

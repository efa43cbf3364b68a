/** A server that takes few kinds of files until it is updated. */
import type { DemoImmich } from '../demo-immich/index.ts';

export interface FewKinds {
  /** How often it was asked for them. */
  asked(): number;
  /** From now on it is of a later version, and takes all that it knows. */
  update(): void;
}

/** @param endings those that it takes, with their dot */
export function takeFewKinds(
  { faults }: Pick<DemoImmich, 'faults'>,
  endings: { readonly image: readonly string[]; readonly video: readonly string[] },
): FewKinds {
  const answer = (path: string, body: object) =>
    faults.add({ kind: 'status', status: 200, body, match: { method: 'GET', path } });
  const list = answer('/server/media-types', { ...endings, sidecar: ['.xmp'] });
  return {
    asked: () => list.used,
    update: () => {
      list.remove();
      answer('/server/version', { major: 3, minor: 2, patch: 2, prerelease: null });
    },
  };
}

/** A place to install tools in, as on a Mac with nothing on it: everything in one folder. */
import type { InstallSite } from '../../../src/core/tools/install-site.ts';

export function siteIn(folder: string, more: Partial<InstallSite> = {}): InstallSite {
  return {
    home: `${folder}/home`,
    work: folder,
    cache: `${folder}/cache`,
    resources: folder,
    platform: 'darwin',
    arch: 'arm64',
    env: {},
    folders: [],
    systemPackages: false,
    managedPython: '3.13',
    findProxy: async () => null,
    signal: undefined,
    onLine: () => {},
    onStep: () => {},
    ...more,
  };
}
